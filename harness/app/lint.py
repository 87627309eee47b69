"""The verb *lint*: what is wrong in a project's cards, the documents around them, its policy and its waivers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.app.gate_policy import policy_mistakes
from harness.app.gate_waivers import waiver_mistakes
from harness.app.linted import Linted
from harness.app.project import Project, load_project
from harness.app.sealing import seal_mistakes
from harness.app.source import TreeSource
from harness.domain.cards import Card
from harness.domain.places import Mistake, Place, Severity
from harness.errors import UsageError
from harness.lint import check
from harness.lint.context import Context


@dataclass(frozen=True)
class LintReport(Linted):
    """What lint found, places as someone in the starting folder would type them."""

    cards: tuple[Card, ...]
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True)
class PhraseLine:
    """One line of a card: an action or an expectation, and whether code alone carries it out or judges it."""

    place: Place
    kind: str
    literal: bool
    text: str


def lint(start: Path, paths: Sequence[str] = ()) -> LintReport:
    """Lint the cards that the paths name, or all of the project.

    Raises:
        DocumentError: if the configuration is invalid.
        UsageError: if a path is wrong, or there is nothing to lint.
    """
    project = load_project(start, paths, others=True)
    of_gate = (*policy_mistakes(project), *waiver_mistakes(project))
    if not project.cards and not project.mistakes and not of_gate:
        where = ", ".join(f"'{path}'" for path in paths) or "testcards/"
        raise UsageError(f"there is no test card in {where}", "write one with `harness new card ID`")
    of_cards = check(project.cards, context_of(project))
    found = [*project.mistakes, *of_cards, *seal_mistakes(project), *of_gate]
    found.sort(key=lambda mistake: (mistake.place.path, mistake.place.line, mistake.code))
    cards = tuple(card.model_copy(update={"path": project.shown(card.path, start)}) for card in project.cards)
    return LintReport(cards, tuple(_shown(mistake, project, start) for mistake in found))


def lint_errors(project: Project, cards: Sequence[Card]) -> dict[str, tuple[Mistake, ...]]:
    """The errors of each of some cards of a project that has any, by the card's path; warnings are left out."""
    found: dict[str, tuple[Mistake, ...]] = {}
    for mistake in check(cards, context_of(project)):
        if mistake.severity is Severity.ERROR:
            path = mistake.place.path
            found[path] = (*found.get(path, ()), mistake)
    return found


def context_of(project: Project) -> Context:
    """What the rules may know of a project."""
    return Context(
        configuration=project.configuration,
        cards=(*project.cards, *project.others),
        requirements=project.requirements,
        source=TreeSource(project.root),
    )


def phrase_lines(cards: Sequence[Card]) -> Iterator[PhraseLine]:
    """Every line of the cards that is carried out or judged, in order."""
    for card in cards:
        for step in card.steps:
            place = Place(path=card.path, line=step.line)
            yield PhraseLine(place, "action", step.action is not None, step.text)
            for line in step.expectations:
                place = Place(path=card.path, line=line.line)
                yield PhraseLine(place, "expectation", line.expectation is not None, line.text)


def _shown(mistake: Mistake, project: Project, start: Path) -> Mistake:
    place = Place(path=project.shown(mistake.place.path, start), line=mistake.place.line)
    return mistake.model_copy(update={"place": place})
