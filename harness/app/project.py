"""Loads a project from its folder: configuration, cards and requirements; judging the cards lies in ``lint``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, TypeVar

from harness.adapters import files
from harness.app.roots import CONFIGURATION as CONFIGURATION
from harness.app.roots import find_root as find_root
from harness.app.roots import in_pyproject
from harness.app.specifications import Specifications, name_of, read_specifications, specification_files, unmatched
from harness.domain.cards import Card
from harness.domain.configuration import Configuration
from harness.domain.places import Mistake, Place
from harness.domain.requirements import Requirement
from harness.domain.results import DocumentRecord
from harness.domain.specifications import Specification
from harness.errors import DocumentError, UsageError
from harness.markdown.text import decode
from harness.readers import configuration as configuration_reader
from harness.readers import read_card

CARDS = "testcards"
Content = tuple[str, bytes]
"""The path of a document in its project, and its bytes."""
Thing = TypeVar("Thing")


class Outlines(Protocol):
    """What is remembered of cards by their paths and bytes: all but their text and steps."""

    def known(self, contents: Sequence[Content]) -> Mapping[Content, Card]:
        """Those that are remembered."""
        ...

    def keep(self, cards: Mapping[Content, Card]) -> None:
        """Remember some."""

    def specification(self, content: Content) -> Specification:
        """A specification, whole, read only if it is not remembered. Raises DocumentError."""
        ...


@dataclass(frozen=True)
class Project:
    """A project as its documents describe it; paths in it are relative to ``root``.

    ``mistakes`` are of documents that could not be read or are ambiguous, those of ``specifications`` among them. ``others``
    are cards that were not asked for. ``configured`` says whether there is a configuration at all.
    """

    root: Path
    configuration: Configuration
    cards: tuple[Card, ...]
    requirements: tuple[Requirement, ...]
    mistakes: tuple[Mistake, ...] = ()
    documents: tuple[DocumentRecord, ...] = ()
    others: tuple[Card, ...] = ()
    configured: bool = True
    specifications: Specifications = field(default_factory=lambda: Specifications(Path(), ()))

    def place_of(self, *setting: str) -> Place:
        """Where the configuration sets something, as closely as can be told."""
        text, name = self._configuration_text()
        return configuration_reader.place_of(text, name, setting)

    def places_of(self, *setting: str) -> tuple[Place, ...]:
        """Where the configuration has the tables of an array of that name, in order."""
        text, name = self._configuration_text()
        return configuration_reader.places_of(text, name, setting)

    def _configuration_text(self) -> tuple[str, str]:
        for name in (CONFIGURATION, "pyproject.toml"):
            if (self.root / name).is_file():
                return decode(files.read_bytes(self.root / name), name), name
        return "", CONFIGURATION

    def shown(self, path: str, start: Path) -> str:
        """A path of the project as someone in the folder ``start`` would type it."""
        return shown_from(start, self.root, path)


def load_project(
    start: Path, paths: Sequence[str] = (), *, others: bool = False, outlines: Outlines | None = None
) -> Project:
    """The project that ``start`` lies in: the nearest folder upwards with a configuration, or ``start`` itself.

    ``paths`` (relative to ``start``) narrow the cards to those files and folders; the others are read too if asked for.
    With ``outlines`` a card that was read before has neither text nor steps: enough for whoever only looks at results.

    Raises:
        DocumentError: if the configuration is invalid.
        UsageError: if a path does not exist or lies outside the project.
    """
    root = find_root(start)
    reading = _Reading(root)
    configuration = reading.configuration()
    wanted = _wanted(start, root, paths)
    cards = reading.all(wanted, read_card) if outlines is None else reading.outlined(wanted, outlines)
    rest = [path for path in _cards_below(root / CARDS, root) if path not in set(wanted)] if others else []
    specifications = reading.specifications(specification_files(root, configuration or Configuration()), outlines)
    project = Project(
        root=root,
        configuration=configuration or Configuration(),
        cards=tuple(cards),
        requirements=specifications.requirements,
        mistakes=tuple(reading.mistakes),
        documents=tuple(reading.documents),
        others=tuple(_Reading(root).all(rest, read_card)),
        configured=configuration is not None,
        specifications=specifications,
    )
    return replace(project, mistakes=(*missing_places(project), *project.mistakes))


def missing_places(project: Project) -> tuple[Mistake, ...]:
    """A mistake for every place of specifications that the configuration names and where there is none."""
    return tuple(
        Mistake(
            place=project.place_of("spec", "paths"),
            what=f"'{glob}' names no specification",
            hint="name a Markdown file, a folder of them, or a glob, from the project's folder on",
            code="CONF103",
        )
        for glob in unmatched(project.root, project.configuration)
    )


def configuration_of(root: Path) -> Configuration:
    """What the project in a folder says of itself; the defaults where it says nothing.

    Raises:
        DocumentError: if the configuration is invalid.
    """
    return _Reading(root).configuration() or Configuration()


def shown_from(start: Path, root: Path, path: str) -> str:
    """A path of the project in ``root`` as someone in the folder ``start`` would type it."""
    start = start.resolve()
    if start == root or not start.is_relative_to(root):
        return path
    below = start.relative_to(root).as_posix()
    if path.startswith(f"{below}/"):
        return path.removeprefix(f"{below}/")
    return "../" * (below.count("/") + 1) + path


@dataclass
class _Reading:
    """One loading of a project: what was read, and what could not be."""

    root: Path
    documents: list[DocumentRecord] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def configuration(self) -> Configuration | None:
        path, other = self.root / CONFIGURATION, self.root / "pyproject.toml"
        if not path.is_file():
            if not in_pyproject(self.root):
                return None
            path = other
        elif in_pyproject(self.root):
            text = files.read_bytes(other).decode(errors="replace")
            if mistake := configuration_reader.beside(text, other.name):
                raise DocumentError([mistake])
        return configuration_reader.read(self._text(path), name_of(path, self.root))

    def all(self, paths: Iterable[Path], read: Callable[[str, str], Thing]) -> list[Thing]:
        things: list[Thing] = []
        for path in paths:
            try:
                things.append(read(self._text(path), name_of(path, self.root)))
            except DocumentError as error:
                self.mistakes.extend(error.mistakes)
        return things

    def outlined(self, paths: Iterable[Path], outlines: Outlines) -> list[Card]:
        """The cards, each in outline where that is known."""
        contents = [self._content(path) for path in paths]
        known = outlines.known(contents)
        fresh: dict[Content, Card] = {}
        cards = []
        for content in contents:
            try:
                card = known.get(content) or read_card(decode(content[1], content[0]), content[0])
            except DocumentError as error:
                self.mistakes.extend(error.mistakes)
                continue
            cards.append(card)
            if content not in known:
                fresh[content] = card
        outlines.keep(fresh)
        return cards

    def specifications(self, paths: Iterable[Path], outlines: Outlines | None) -> Specifications:
        read = read_specifications(
            self.root, map(self._content, paths), read=outlines.specification if outlines else None
        )
        self.mistakes.extend(read.mistakes)
        return read

    def _text(self, path: Path) -> str:
        name, data = self._content(path)
        return decode(data, name)

    def _content(self, path: Path) -> tuple[str, bytes]:
        name, data = name_of(path, self.root), files.read_bytes(path)
        self.documents.append(DocumentRecord(path=name, sha256=hashlib.sha256(data).hexdigest()))
        return name, data


def _wanted(start: Path, root: Path, paths: Sequence[str]) -> list[Path]:
    """The files that are asked for, each once, in order."""
    if not paths:
        return list(_cards_below(root / CARDS, root))
    wanted: dict[Path, None] = {}
    for path in paths:
        full = start.resolve() / path
        if not full.exists():
            raise UsageError(f"'{path}' does not exist", "name a card, or a folder of cards")
        if not files.is_inside(full, root):
            raise UsageError(f"'{path}' lies outside the project", f"the project is '{root}'")
        full = full.resolve()
        wanted.update(dict.fromkeys(_cards_below(full, root) if full.is_dir() else [full]))
    return list(wanted)


def _cards_below(folder: Path, root: Path) -> Iterable[Path]:
    """Every Markdown file but the ``README.md`` that explains a folder to people."""
    return (path for path in files.documents(folder, root) if path.name.lower() != "readme.md")
