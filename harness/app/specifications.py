"""Where the specifications of a project lie, and all of them as they were read; judging them lies in the engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.domain.configuration import Configuration
from harness.domain.places import Mistake
from harness.domain.requirements import Requirement
from harness.domain.specifications import Specification
from harness.errors import DocumentError, UsageError
from harness.markdown.text import decode
from harness.readers import read_specification

FOLDERS = ("specs", ".specify/specs", "openspec", ".kiro/specs")
"""Where the known formats put their documents; a configuration names others (``[spec] paths``)."""


@dataclass(frozen=True)
class Specifications:
    """The specifications of a project, in the order of their paths; ``mistakes`` of what cannot be read is among theirs."""

    root: Path
    documents: tuple[Specification, ...]
    mistakes: tuple[Mistake, ...] = ()

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """All that are in force."""
        return tuple(one for document in self.documents for one in document.requirements)


def specification_files(root: Path, configuration: Configuration) -> list[Path]:
    """Every document of a project that may specify something, each once."""
    found: dict[Path, None] = {}
    for folder in FOLDERS:
        found.update(dict.fromkeys(files.documents(root / folder, root)))
    for pattern in configuration.spec.paths:
        found.update(dict.fromkeys(_matching(root, pattern)))
    return list(found)


def load_specifications(root: Path, paths: Iterable[Path]) -> Specifications:
    """Read documents of the project in ``root``; what cannot be read is among the mistakes."""
    documents: list[Specification] = []
    mistakes: list[Mistake] = []
    for path in paths:
        name = path.relative_to(root).as_posix().encode("utf-8", "replace").decode("utf-8")
        try:
            document = read_specification(decode(files.read_bytes(path), name), name)
        except DocumentError as error:
            mistakes.extend(error.mistakes)
        else:
            documents.append(document)
            mistakes.extend(document.mistakes)
    return Specifications(root, tuple(documents), tuple(mistakes))


def wanted_files(start: Path, root: Path, configuration: Configuration, paths: Sequence[str]) -> list[Path]:
    """The documents that paths name (relative to ``start``): files, or folders with what lies in them; all without any.

    Raises:
        UsageError: if a path does not exist, or lies outside the project.
    """
    if not paths:
        return specification_files(root, configuration)
    found: dict[Path, None] = {}
    for path in paths:
        full = start.resolve() / path
        if not full.exists():
            raise UsageError(f"'{path}' does not exist", "name a specification, or a folder of them")
        if not files.is_inside(full, root):
            raise UsageError(f"'{path}' lies outside the project", f"the project is '{root}'")
        full = full.resolve()
        found.update(dict.fromkeys(files.documents(full, root) if full.is_dir() else [full]))
    return list(found)


def _matching(root: Path, pattern: str) -> Iterator[Path]:
    """The Markdown files that a glob of the configuration names; a folder stands for all of them below it."""
    for path in sorted(root.glob(pattern)):
        if path.is_dir():
            yield from files.documents(path, root)
        elif path.suffix == ".md" and files.is_inside(path, root):
            yield path
