"""What the documents of a project said at a revision: its cases, its requirements, how the product is built and started."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from harness.adapters.revisions import files_at
from harness.app.golden_cases import GOLDEN
from harness.app.past_configuration import configuration_at
from harness.app.project import CARDS, CONFIGURATION, Project
from harness.app.specification_revisions import specifications_at
from harness.domain.cards import Card
from harness.domain.configuration import Product
from harness.domain.golden import GoldenCase
from harness.domain.places import Mistake
from harness.errors import DocumentError, UsageError
from harness.golden.documents import from_card
from harness.golden.explaining import Required, stated
from harness.golden.redaction import unknown_names
from harness.markdown.text import decode
from harness.readers import read_card, read_golden

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


def required_at(project: Project, revision: str | None) -> Required:
    """What a revision requires; None is the working tree."""
    if revision is None:
        now = project.specifications
        return Required(stated(now.requirements), tuple(map(str, now.mistakes)))
    try:
        then = specifications_at(project, revision)
    except UsageError as error:
        return Required(unreadable=(error.what,))
    return Required(stated(then.requirements), tuple(_told(revision, mistake) for mistake in then.mistakes))


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
        then = configuration_at(project.root, revision)
    except DocumentError as error:
        return None, f"`{revision}` is built and started as today: {error.what}"
    if then is None:
        return None, ""
    return then.product.model_copy(update={"environment": now.environment, "data": now.data}), ""


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
        if not name.endswith(".md") or name.startswith(".") or name.lower() == "readme.md":
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
