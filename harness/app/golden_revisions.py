"""What the documents of a project said at a revision: its cases, its requirements, how the product is built and started."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from harness.adapters.revisions import files_at
from harness.app.golden_cases import GOLDEN
from harness.app.project import CARDS, CONFIGURATION, Project
from harness.app.specifications import FOLDERS
from harness.domain.cards import Card
from harness.domain.configuration import Product
from harness.domain.golden import GoldenCase
from harness.domain.places import Mistake
from harness.errors import DocumentError, UsageError
from harness.golden.documents import from_card
from harness.golden.explaining import Specification, wordings
from harness.golden.redaction import unknown_names
from harness.markdown.text import decode
from harness.readers import configuration as configuration_reader
from harness.readers import read_card, read_golden, read_requirements

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class CasesThen:
    """The cases of a revision; ``natural`` are cards that code cannot carry out, ``mistakes`` what cannot be read."""

    cases: tuple[GoldenCase, ...] = ()
    natural: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()


def golden_at(project: Project, revision: str) -> CasesThen:
    """The golden cases of a revision."""
    mistakes: list[str] = []
    cases = [case for _, case in _read(project, revision, (GOLDEN,), read_golden, mistakes)]
    mistakes.extend(_told(revision, mistake) for case in cases for mistake in unknown_names(case))
    return CasesThen(tuple(_once(cases, revision, mistakes)), mistakes=tuple(mistakes))


def cards_at(project: Project, revision: str) -> CasesThen:
    """The cases that are made of the cards of a revision."""
    mistakes: list[str] = []
    cards = [card for _, card in _read(project, revision, (CARDS,), read_card, mistakes)]
    made = cases_of(cards)
    return CasesThen(tuple(_once(made.cases, revision, mistakes)), made.natural, tuple(mistakes))


def cases_of(cards: Sequence[Card]) -> CasesThen:
    """The cases that are made of cards whose every step code can carry out."""
    literal = [card for card in cards if card.steps and all(step.action is not None for step in card.steps)]
    natural = tuple(card.id for card in cards if card not in literal)
    return CasesThen(tuple(read_golden(from_card(card), card.path) for card in literal), natural)


def specification_at(project: Project, revision: str | None) -> Specification:
    """What a revision requires; None is the working tree."""
    if revision is None:
        unreadable = (one for one in project.mistakes if is_specification(one.place.path))
        return Specification(wordings(project.requirements), tuple(map(str, unreadable)))
    mistakes: list[str] = []
    read = _read(project, revision, FOLDERS, read_requirements, mistakes)
    try:
        requirements = [one for _, group in read for one in group]
    except UsageError as error:
        return Specification(unreadable=(error.what,))
    return Specification(wordings(requirements), tuple(mistakes))


def is_specification(path: str) -> bool:
    """Whether a document states requirements."""
    return any(path.startswith(f"{folder}/") for folder in FOLDERS)


def project_at(project: Project, revision: str | None) -> tuple[Project, str]:
    """The project, its product built and started as a revision says; and what is to be told of that, if it is otherwise.

    An implementation has its own setup, its own programs and its own services. All else is today's on both sides: the
    environment, the data, the limits.
    """
    if revision is None:
        return project, ""
    product, trouble = _product_at(project, revision)
    now = project.configuration.product
    if product is None or product == now:
        return project, trouble
    told = f"`{revision}` is built and started as its own `{CONFIGURATION}` says"
    configuration = project.configuration.model_copy(update={"product": product})
    return replace(project, configuration=configuration), told


def _product_at(project: Project, revision: str) -> tuple[Product | None, str]:
    now = project.configuration.product
    try:
        found = files_at(project.root, revision, (CONFIGURATION, "pyproject.toml"))
        for name in (CONFIGURATION, "pyproject.toml"):
            text = decode(found[name], name) if name in found else ""
            if text and (name == CONFIGURATION or "[tool.harness" in text):
                then = configuration_reader.read(text, name).product
                return then.model_copy(update={"environment": now.environment, "data": now.data}), ""
    except DocumentError as error:
        return None, f"`{revision}` is built and started as today: {error.what}"
    return None, ""


def _read(
    project: Project,
    revision: str,
    below: Sequence[str],
    read: Callable[[str, str], Thing],
    mistakes: list[str],
) -> Iterator[tuple[str, Thing]]:
    """Every document of a revision; what cannot be read is added to ``mistakes``, its revision before its place."""
    for path, data in files_at(project.root, revision, below).items():
        name = path.rpartition("/")[2]
        if (
            not name.endswith(".md")
            or name.startswith(".")
            or (name.lower() == "readme.md" and not is_specification(path))
        ):
            continue
        try:
            yield path, read(decode(data, path), path)
        except DocumentError as error:
            mistakes.extend(_told(revision, mistake) for mistake in error.mistakes)


def _told(revision: str, mistake: Mistake) -> str:
    return f"{revision}:{mistake}"


def _once(cases: Sequence[GoldenCase], revision: str, mistakes: list[str]) -> Iterator[GoldenCase]:
    seen: dict[str, GoldenCase] = {}
    for case in cases:
        other = seen.setdefault(case.id.lower(), case)
        if other is case:
            yield case
        else:
            path = case.card.path
            mistakes.append(f"{revision}:{path}: the id `{case.id}` is that of {other.card.path} as well")
