"""The requirements of a trace for LOBSTER: ``lobster-req-trace``; the evidence for them lies in ``lobster_activities``."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.tracing import RowState, Trace
from harness.domain.tracing import TraceRow as Row
from harness.reports.traces._contents import exempted
from harness.reports.traces._exported import named
from harness.reports.traces._lobster import Item, location, plain, requirement_tag, written
from harness.reports.traces._view import TraceView


def render(trace: Trace, view: TraceView) -> str:
    """Each requirement with its state as ``status``; a waived one is justified, and any other says why it is not verified."""
    return written("lobster-req-trace", 4, _items(trace), view)


def _items(trace: Trace) -> Iterator[Item]:
    # A specification that cannot be read may hold any of them: no requirement is "OK" until it can.
    unread = [plain(f"cannot be read: {mistake}") for mistake in trace.mistakes]
    for name, row in named(trace.rows):
        one = row.requirement
        yield {
            "tag": requirement_tag(name, one),
            "location": location(one.place),
            "name": plain(name),
            "messages": [*_messages(row), *unread[:1]],
            "just_up": [],
            "just_down": [plain(exempted(row))] if row.state is RowState.WAIVED and not unread else [],
            "just_global": [],
            "framework": plain(one.format) or "specification",
            "kind": one.kind.value,
            "text": plain(one.text),
            "status": row.state.value,
        }


def _messages(row: Row) -> list[str]:
    if row.state in (RowState.VERIFIED, RowState.WAIVED):
        return []
    return [plain(f"{row.state}: {row.reason}" if row.reason else str(row.state))]
