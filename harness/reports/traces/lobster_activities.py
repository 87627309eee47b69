"""The evidence of a trace for LOBSTER: ``lobster-act-trace``; the requirements lie in ``lobster``."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.tracing import EvidenceKind, Shown, Trace
from harness.reports.traces._contents import said
from harness.reports.traces._exported import Claimed, claimed, named, shows
from harness.reports.traces._lobster import Item, location, plain, requirement_tag, tag, written
from harness.reports.traces._view import TraceView

_NAMESPACES = {
    EvidenceKind.CARD: "card",
    EvidenceKind.GOLDEN: "golden",
    EvidenceKind.PRINCIPLE: "principle",
    EvidenceKind.TEST: "test",
}
_WORST_FIRST = (
    Shown.FAIL, Shown.UNDECIDED, Shown.BLOCKED, Shown.STALE, Shown.NOT_RUN, Shown.CLAIMED, Shown.PASS,
)  # fmt: skip


def render(trace: Trace, view: TraceView) -> str:
    """Cards, golden cases, principles and tests. Each refers to what it shows, and only to that; the rest is a message.

    Markers are not in it: they say what code is meant to do and show nothing.
    """
    found = claimed(trace, named(trace.rows))
    return written("lobster-act-trace", 3, (_item(one) for one in found if one.evidence.kind in _NAMESPACES), view)


def _item(one: Claimed) -> Item:
    evidence = one.evidence
    name = one.name.removeprefix(f"{evidence.kind} ")
    return {
        "tag": tag(_NAMESPACES[evidence.kind], name, evidence.sha256),
        "location": location(evidence.place),
        "name": plain(name),
        "messages": list(_messages(one)),
        "just_up": [],
        "just_down": [],
        "just_global": [],
        "refs": [requirement_tag(name, row.requirement) for name, row, link in one.links if shows(row, link)],
        "framework": "harness",
        "kind": evidence.kind.value,
        "text": plain(evidence.title),
        "status": min((link.shown for _, _, link in one.links), key=_WORST_FIRST.index, default=None),
    }


def _messages(one: Claimed) -> Iterator[str]:
    for name, row, link in one.links:
        if not shows(row, link):
            why = "; ".join(part for part in (str(link.shown), said(link)) if part)
            yield plain(f"does not show {name}, which is {row.state}: {why}")
    for orphan in one.orphans:
        yield plain(f"claims '{orphan.claim}': {orphan.what}")
