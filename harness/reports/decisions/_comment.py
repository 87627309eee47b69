"""A decision as a comment in GitHub-flavoured Markdown, of bearable length; which formats use it lies with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness.domain.gate import CriterionResult, Decision, DecisionRecord, Item, Reason, Truth
from harness.domain.places import Place
from harness.reports._markup import plain, span
from harness.reports.decisions._contents import (
    SIGNS,
    because,
    label_of,
    next_steps,
    rests_on,
    said_of,
    title,
)
from harness.reports.decisions._view import DecisionView

LONGEST = 65_000
"""The most characters: GitHub takes comments of less than 65,536."""
_LONGEST_REASON = 1_200


def comment(decision: Decision, record: DecisionRecord | None, view: DecisionView) -> str:
    """The decision. Nothing of a document can become markup, a mention, or a link to anywhere but into the project."""
    return "".join(_fitting(_lines(decision, record, view)))


def _fitting(lines: Iterable[str]) -> Iterator[str]:
    """As many of the lines as there is room for, and then that there are more."""
    room = LONGEST
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            yield "\n… this is cut here; the JSON report has everything\n"
            return
        yield f"{line}\n"


def _lines(decision: Decision, record: DecisionRecord | None, view: DecisionView) -> Iterator[str]:
    yield f"## {SIGNS[decision.band]} {plain(title(decision))}"
    yield ""
    for number, reason in enumerate(decision.reasons, 1):
        yield from _reason(number, reason, view)
    steps = next_steps(decision, "" if "`" in view.bundle else view.bundle)
    if steps:
        yield from ["", "**What to do now**", "", *(f"- {_with_code(step)}" for step in steps)]
    yield from ["", "<details><summary>What it rests on</summary>", "", "| | |", "|---|---|"]
    yield from (f"| {label} | {plain(text, _LONGEST_REASON)} |" for label, text in rests_on(decision, record))
    yield from ["", "| Band | Criterion | With its values | |", "|---|---|---|---|"]
    yield from (_criterion(one) for one in decision.criteria)
    yield from ["", "</details>"]


def _criterion(one: CriterionResult) -> str:
    asked, told = one.criterion, {Truth.TRUE: "holds", Truth.FALSE: "does not hold", Truth.UNKNOWN: "is not known"}
    return f"| {asked.band} | {plain(asked.id)} | {plain(one.said)} | {told[one.truth]} |"


def _reason(number: int, reason: Reason, view: DecisionView) -> Iterator[str]:
    by = f" ({plain(because(reason))})" if because(reason) else ""
    yield f"{number}. {plain(reason.what, _LONGEST_REASON)}{by}"
    yield from (f"   - {_item(item, view)}" for item in reason.items)
    if reason.more:
        yield f"   - … and {reason.more:,} more"


def _item(item: Item, view: DecisionView) -> str:
    said = f": {plain(said_of(item))}" if said_of(item) else ""
    where = f"{_linked(item.place, view)} " if item.place else ""
    return f"{where}**{plain(label_of(item))}**{said}"


def _linked(place: Place, view: DecisionView) -> str:
    """A link to a line: what a path says can be taken for no scheme, and nothing in it ends the link."""
    return f"[{plain(str(place))}]({view.link(place.path)}#L{place.line})"


def _with_code(step: str) -> str:
    """A sentence of ours with its commands as code."""
    parts = step.split("`")
    return "".join(span(part) if at % 2 else plain(part, _LONGEST_REASON) for at, part in enumerate(parts))
