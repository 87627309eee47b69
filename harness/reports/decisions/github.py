"""A decision as workflow commands, which GitHub shows as annotations at the lines of a change; worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.domain.gate import Band, Decision, DecisionRecord, Item, Reason
from harness.reports._annotations import Annotation, in_step
from harness.reports.decisions._comment import comment
from harness.reports.decisions._contents import because, label_of, next_steps, said_of, title, waiver
from harness.reports.decisions._view import DecisionView


def render(decision: Decision, record: DecisionRecord | None, view: DecisionView) -> str:
    """One command a line: errors for what holds the tree up, notices where nothing does or a shadow decided.

    Ten of each kind are commands, as many as GitHub shows for a step; the others follow as plain lines.
    """
    return in_step(_all(decision, view))


def summary(decision: Decision, record: DecisionRecord | None, view: DecisionView, most: int) -> str:
    """What is appended to the summary of the step, in at most so many bytes of UTF-8: empty where it has no room."""
    told = comment(decision, record, view)
    return told if len(told.encode()) <= most else ""


def _all(decision: Decision, view: DecisionView) -> Iterator[Annotation]:
    kind = "notice" if decision.is_shadow or decision.band is Band.PASS else "error"
    reasons = (f"{number}. {one.what}" for number, one in enumerate(decision.reasons, 1))
    steps = (step.replace("`", "") for step in next_steps(decision, view.bundle))
    yield Annotation(kind, "harness gate", (title(decision), *reasons, *steps))
    if decision.band is not Band.PASS:
        yield from (_annotation(kind, reason, item, view) for reason, item in _in_turn(decision.reasons))
    for use in decision.waivers:
        yield Annotation("notice", f"waiver {use.id}", (waiver(use),), view.in_repository(use.place), use.place.line)


def _in_turn(reasons: Sequence[Reason]) -> Iterator[tuple[Reason, Item]]:
    """The first thing of each reason, then the second of each: of many only the first are shown."""
    for at in range(max((len(one.items) for one in reasons), default=0)):
        yield from ((one, one.items[at]) for one in reasons if at < len(one.items))


def _annotation(kind: str, reason: Reason, item: Item, view: DecisionView) -> Annotation:
    lines = (said_of(item), f"{reason.what}{f' ({because(reason)})' if because(reason) else ''}")
    if item.place is None:
        return Annotation(kind, label_of(item), lines)
    return Annotation(kind, label_of(item), lines, view.in_repository(item.place), item.place.line)
