"""Leaves out of a site everything that sealed cards say or showed: what is left is that they are there, and how they ended."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from harness.domain.findings import Finding
from harness.domain.gate import Decision, DecisionRecord, Item
from harness.domain.results import Attempt, CardResult
from harness.domain.tracing import EvidenceKind, Link, Orphan, Trace, TraceRow
from harness.reports._site.data import RunLine, SiteCard, SiteData, SitePrinciple

HIDDEN = "a sealed card, whose text is left out"
_SEEN_IN = "what a sealed card says and showed is left out"
_BEFORE_TROUBLE = " is not believed"
_DISAGREES = "the record does not agree with itself"


def without_sealed(data: SiteData, sealed: AbstractSet[str]) -> SiteData:
    """The same without the text of the ``sealed`` cards, what they showed, and whatever quotes either."""
    quoting = _keys(data, sealed)
    paths = frozenset(one.card.path for one in data.cards if one.card.id in sealed)
    lines = (_record(one, quoting) if isinstance(one, DecisionRecord) else one for one in data.log.lines)
    return replace(
        data,
        cards=tuple(_card(one) if one.card.id in sealed else one for one in data.cards),
        trace=_trace(data.trace, sealed) if data.trace else None,
        principles=tuple(_principle(one, paths) for one in data.principles),
        decision=_decision(data.decision, quoting) if data.decision else None,
        recorded=_record(data.recorded, quoting) if data.recorded else None,
        log=replace(data.log, lines=tuple(lines)),
        runs=tuple(_run(one) for one in data.runs),
        notes=tuple(
            one.partition(_BEFORE_TROUBLE)[0] + _BEFORE_TROUBLE if _BEFORE_TROUBLE in one else one for one in data.notes
        ),
    )


def _keys(data: SiteData, sealed: AbstractSet[str]) -> frozenset[str]:
    """The keys of everything that may quote a sealed card: itself, its seal, and the requirements that it verifies."""
    rows = (
        row for row in (data.trace.rows if data.trace else ()) if any(_is_sealed(link, sealed) for link in row.links)
    )
    of_cards = {f"{kind} {id}" for kind in ("card", "seal") for id in sealed}
    return frozenset(of_cards | {f"requirement {row.requirement.qualified}" for row in rows})


def _principle(one: SitePrinciple, paths: AbstractSet[str]) -> SitePrinciple:
    """A principle without the lines of sealed cards, which it may be about like any other file."""
    found = {
        name: tuple(_finding(each, paths) for each in getattr(one.result, name)) for name in ("findings", "evidence")
    }
    return replace(one, result=one.result.model_copy(update=found))


def _finding(one: Finding, paths: AbstractSet[str]) -> Finding:
    return one.model_copy(update={"lines": (), "note": "", "fix": None}) if one.span.path in paths else one


def _run(line: RunLine) -> RunLine:
    """A run without what its troubles and problems quote."""
    problems = tuple(_SEEN_IN for _ in line.problems)
    return replace(line, problems=problems, trouble=_DISAGREES if line.trouble else "")


def _card(one: SiteCard) -> SiteCard:
    bare = _bare(one.card)
    return replace(one, card=bare, run=one.run.model_copy(update={"cards": (bare,)}), evidence=None, hidden=True)


def _bare(card: CardResult) -> CardResult:
    attempts = tuple(_attempt(one) for one in card.attempts)
    return card.model_copy(update={"title": HIDDEN, "reason": "", "hint": "", "attempts": attempts})


def _attempt(one: Attempt) -> Attempt:
    checks = tuple(check.model_copy(update={"seen": ""}) for check in one.checks)
    gone = {"reason": "", "steps": (), "written": (), "evidence": None, "friction": (), "checks": checks}
    return one.model_copy(update=gone)


def _trace(trace: Trace, sealed: AbstractSet[str]) -> Trace:
    rows = tuple(
        _row(row, sealed) if any(_is_sealed(link, sealed) for link in row.links) else row for row in trace.rows
    )
    orphans = tuple(_orphan(one, sealed) for one in trace.orphans)
    return trace.model_copy(update={"rows": rows, "orphans": orphans, "mistakes": trace.mistakes})


def _row(row: TraceRow, sealed: AbstractSet[str]) -> TraceRow:
    links = tuple(_link(link) if _is_sealed(link, sealed) else link for link in row.links)
    return row.model_copy(update={"links": links, "reason": _SEEN_IN if row.reason else ""})


def _is_sealed(link: Link, sealed: AbstractSet[str]) -> bool:
    return link.evidence.kind is EvidenceKind.CARD and link.evidence.id in sealed


def _link(link: Link) -> Link:
    evidence = link.evidence.model_copy(update={"title": HIDDEN})
    result = link.result.model_copy(update={"reason": ""}) if link.result else None
    return link.model_copy(update={"evidence": evidence, "reason": "", "result": result})


def _orphan(one: Orphan, sealed: AbstractSet[str]) -> Orphan:
    if one.evidence.kind is not EvidenceKind.CARD or one.evidence.id not in sealed:
        return one
    return one.model_copy(update={"evidence": one.evidence.model_copy(update={"title": HIDDEN})})


def _record(record: DecisionRecord, quoting: AbstractSet[str]) -> DecisionRecord:
    return record.model_copy(update={"decision": _decision(record.decision, quoting)})


def _decision(decision: Decision, quoting: AbstractSet[str]) -> Decision:
    facts = (one.model_copy(update={"items": _items(one.items, quoting)}) for one in decision.facts)
    reasons = (one.model_copy(update={"items": _items(one.items, quoting)}) for one in decision.reasons)
    return decision.model_copy(update={"facts": tuple(facts), "reasons": tuple(reasons)})


def _items(items: Sequence[Item], quoting: AbstractSet[str]) -> tuple[Item, ...]:
    return tuple(one.model_copy(update={"what": _SEEN_IN}) if one.key in quoting else one for one in items)
