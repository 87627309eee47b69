"""Leaves out of a site everything that sealed cards say or showed: what is left is that they are there, and how they ended."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from harness.domain.gate import Decision, DecisionRecord, Item
from harness.domain.results import Attempt, CardResult
from harness.domain.tracing import EvidenceKind, Link, Orphan, Trace, TraceRow
from harness.reports._site.data import SiteCard, SiteData

HIDDEN = "a sealed card, whose text is left out"
_SEEN_IN = "what was seen in a sealed card is left out"


def without_sealed(data: SiteData, sealed: AbstractSet[str]) -> SiteData:
    """The same without the text of the ``sealed`` cards, what they showed, and whatever quotes either."""
    return replace(
        data,
        cards=tuple(_card(one) if one.card.id in sealed else one for one in data.cards),
        trace=_trace(data.trace, sealed) if data.trace else None,
        decision=_decision(data.decision, sealed) if data.decision else None,
        recorded=_record(data.recorded, sealed) if data.recorded else None,
        log=replace(
            data.log,
            lines=tuple(_record(one, sealed) if isinstance(one, DecisionRecord) else one for one in data.log.lines),
        ),
        runs=tuple(replace(one, problems=tuple(_SEEN_IN for _ in one.problems)) for one in data.runs),
    )


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


def _record(record: DecisionRecord, sealed: AbstractSet[str]) -> DecisionRecord:
    return record.model_copy(update={"decision": _decision(record.decision, sealed)})


def _decision(decision: Decision, sealed: AbstractSet[str]) -> Decision:
    facts = tuple(
        fact.model_copy(update={"items": tuple(_item(item, sealed) for item in fact.items)}) for fact in decision.facts
    )
    reasons = tuple(
        reason.model_copy(update={"items": tuple(_item(item, sealed) for item in reason.items)})
        for reason in decision.reasons
    )
    return decision.model_copy(update={"facts": facts, "reasons": reasons})


def _item(item: Item, sealed: AbstractSet[str]) -> Item:
    kind, _, id = item.key.partition(" ")
    return item.model_copy(update={"what": HIDDEN}) if kind in ("card", "seal") and id in sealed else item
