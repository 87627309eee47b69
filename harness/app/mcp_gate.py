"""Tells an agent what a gate would decide, and how it stands with a requirement; deciding and tracing lie beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.app.gate import GateOptions, gate_status
from harness.app.mcp_answers import Document, Value
from harness.app.mcp_ground import Ground
from harness.app.outlines import kept_outlines
from harness.app.project import load_project
from harness.app.trace import TraceListener, traced_project
from harness.domain.gate import Band, Decision, Item, Reason
from harness.domain.nearest import did_you_mean
from harness.domain.requirements import ByName
from harness.domain.tracing import EvidenceKind, Link, TraceRow
from harness.errors import UsageError
from harness.reports.decisions._contents import headline, next_steps

_COMMAND = re.compile(r"`((?:harness|pytest) [^`]+)`")
_MOST_ITEMS = 10
_SEALED = "a sealed card"


def status(ground: Ground) -> Document:
    """What a gate would decide now, in short. Raises as ``gate_status``."""
    found = gate_status(ground.root, GateOptions(hides=True))
    unreviewed = [one.path for one in found.judges if not one.reviewer]
    return {
        "band": found.band.value,
        "said": headline(found),
        "beneath": found.beneath.value if found.beneath else None,
        "tree": found.tree,
        "profile": found.policy.profile.value,
        "reasons": [_reason(one) for one in found.reasons],
        "run": list(_commands(found)),
        "next": list(next_steps(found)),
        "cycles": {
            "gate": found.cycles.gate,
            "of": found.policy.max_cycles,
            "line": found.cycles.line,
            "of_line": found.policy.max_total_cycles,
        },
        "unreviewed_judges": list(unreviewed),
        "waivers": [f"{one.id} ({one.scope}) until {one.until}" for one in found.waivers],
    }


def requirement(ground: Ground, name: str) -> Document:
    """What a requirement asks for and what shows it on this tree.

    Raises:
        UsageError: if no requirement has that name, or several do.
        TreeError: if git cannot tell what tree this is.
    """
    names = ByName(ground.project.requirements)
    meant = names.all(name)
    if not meant:
        known = sorted(names.names())
        raise UsageError(f"no requirement is called '{name}'", did_you_mean(name, known))
    if len(meant) > 1:
        raise UsageError(f"'{name}' could mean {len(meant)} requirements", names.instead(name))
    with kept_outlines() as outlines:
        project = load_project(ground.root, outlines=outlines)
    traced = ground.veil.traced(traced_project(project, TraceListener()))
    row = next(one for one in traced.trace.rows if one.requirement.qualified == meant[0].qualified)
    return {**_row(row), "evidence": [_evidence(one, ground) for one in row.links], **_doubts(traced.trace.mistakes)}


def _doubts(mistakes: object) -> Document:
    rows = [str(one) for one in mistakes] if isinstance(mistakes, tuple) else []
    return {"documents_that_cannot_be_read": list(rows[:_MOST_ITEMS])}


def _row(row: TraceRow) -> Document:
    one = row.requirement
    exemption = row.exemption
    return {
        "id": one.qualified,
        "title": one.title,
        "level": one.level.value if one.level else None,
        "text": one.text,
        "place": str(one.place),
        "state": row.state.value,
        "reason": row.reason,
        "waived": f"by {exemption.who} until {exemption.until}: {exemption.reason}" if exemption else None,
        "scenarios": [scenario.text for scenario in one.scenarios],
    }


def _evidence(link: Link, ground: Ground) -> Value:
    """One thing that shows it; of a sealed card is told what came of it, and nothing else."""
    one = link.evidence
    if one.kind is EvidenceKind.CARD and ground.curtain.hides(one.id, one.place.path):
        return {"kind": one.kind.value, "id": _SEALED, "state": link.shown.value}
    return {
        "kind": one.kind.value,
        "id": one.id,
        "title": one.title,
        "place": str(one.place),
        "state": link.shown.value,
        "reason": link.reason,
        "run": link.result.run if link.result else "",
        "moved": list(link.moved),
    }


def _reason(one: Reason) -> Value:
    more = one.more + max(len(one.items) - _MOST_ITEMS, 0)
    return {
        "what": one.what,
        "criterion": one.criterion,
        "items": [_item(item) for item in one.items[:_MOST_ITEMS]],
        "more": more,
    }


def _item(one: Item) -> Value:
    return {"key": one.key, "what": one.what, "place": str(one.place) if one.place else None}


def _commands(found: Decision) -> Iterator[str]:
    """What to run so that more is known, as the facts and reasons say it."""
    said = [one.what for one in found.reasons]
    said += [one.unknown for one in found.facts if one.unknown]
    commands = list(dict.fromkeys(command for text in said for command in _COMMAND.findall(text)))
    if found.band is Band.PASS:
        return
    yield from commands or (["harness verify"] if found.band is Band.UNDECIDED else [])
