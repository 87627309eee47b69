"""A decision for a person at a terminal, readable at 80 columns and without colour: the band, why, and what to do now."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from harness.domain.gate import Band, Decision, DecisionRecord, Item, Reason
from harness.domain.visible import visible
from harness.reports._lines import cut, drawn, labelled, wrapped
from harness.reports.decisions._contents import (
    because,
    label_of,
    next_steps,
    rests_on,
    said_of,
    title,
)
from harness.reports.decisions._view import DecisionView

MOST_ITEMS = 10
"""The most things that are shown of a reason."""
_LONGEST = 600
_NUMBER = 4
_STYLES = {
    Band.PASS: "bold green",
    Band.REWORK: "bold yellow",
    Band.FAIL: "bold red",
    Band.UNDECIDED: "bold magenta",
}


def render(decision: Decision, record: DecisionRecord | None, view: DecisionView) -> str:
    """The decision; ``record`` is the line of the log that holds it, None where none was written."""
    return drawn(_lines(decision, record, view), view)


def _lines(decision: Decision, record: DecisionRecord | None, view: DecisionView) -> Iterator[Text]:
    yield from wrapped(title(decision), 0, view.width, _STYLES[decision.band])
    yield Text()
    for number, reason in enumerate(decision.reasons, 1):
        yield from _reason(number, reason, view)
    steps = next_steps(decision, view.bundle)
    if steps:
        yield from _heading("what to do now")
        for step in steps:
            yield from wrapped(_short(step), 2, view.width)
    yield from _heading("what it rests on")
    for label, text in rests_on(decision, record):
        yield from labelled(label, _short(text), view.width)
    if view.log:
        yield from labelled("log", _short(view.log), view.width)


def _reason(number: int, reason: Reason, view: DecisionView) -> Iterator[Text]:
    told = f"{number}.".ljust(_NUMBER) + _short(reason.what)
    yield from wrapped(told, 0, view.width, hanging=_NUMBER)
    if because(reason):
        yield from wrapped(_short(because(reason)), _NUMBER, view.width, "dim")
    for item in reason.items[:MOST_ITEMS]:
        yield from _item(item, view)
    more = reason.more + len(reason.items[MOST_ITEMS:])
    if more:
        yield Text(f"{' ' * _NUMBER}… and {more:,} more")


def _item(item: Item, view: DecisionView) -> Iterator[Text]:
    label = visible(label_of(item))
    where = f"{visible(view.place(item.place))}  " if item.place else ""
    yield from wrapped(cut(where + label, _LONGEST), _NUMBER, view.width, hanging=2)
    if said_of(item):
        yield from wrapped(_short(said_of(item)), _NUMBER + 2, view.width)


def _heading(text: str) -> Iterator[Text]:
    yield Text()
    yield Text(text, "bold")


def _short(text: str) -> str:
    return cut(visible(" ".join(text.split())), _LONGEST)
