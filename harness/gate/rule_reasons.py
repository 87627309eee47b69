"""What the gate's own rules say where they decided; the reasons of a policy's criteria lie in ``reasons``."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.gate import Fact, Item, JudgeEdit, Reason, Truth
from harness.domain.places import Place
from harness.gate import own_rules
from harness.gate.grounds import in_order
from harness.gate.numbers import cut, listed, ordinal, times
from harness.gate.phrases import counted
from harness.gate.settling import Cause, Outcome, attempt
from harness.gate.telling import LONGEST, items_of, reason_of
from harness.gate.weighing import Weighed

[UNREVIEWED] = own_rules.REVIEWED.facts


def caused(weighed: Weighed, outcome: Outcome) -> Iterator[Reason]:
    if outcome.cause is Cause.NOTHING_SHOWN:
        yield Reason(what=_nothing_shown(weighed))
    if outcome.cause is Cause.NOTHING_ASKED:
        yield Reason(what="the policy has no criterion for PASS, and nothing is accepted without one")
    if outcome.cause is Cause.NO_BAND:
        yield Reason(what="no band holds: PASS is not reached, and no criterion for REWORK holds")
    if outcome.cause is Cause.UNREVIEWED:
        yield _unreviewed(weighed)
    if outcome.cause is Cause.EXHAUSTED:
        yield Reason(what=f"rework exhausted: {_exhausted(weighed)}")


def _nothing_shown(weighed: Weighed) -> str:
    if weighed.shown.truth is Truth.FALSE:
        return "nothing shows anything of this tree: not one result counts"
    why = weighed.facts[weighed.shown.facts[0]].unknown
    return cut(f"whether anything is shown of this tree is not known: {why}", LONGEST)


def _unreviewed(weighed: Weighed) -> Reason:
    fact = weighed.facts[UNREVIEWED]
    if weighed.reviewed is Truth.UNKNOWN:
        what = f"whether this change edits what it is judged by is not known: {fact.unknown}"
        return Reason(what=cut(what, LONGEST), items=items_of([fact]))
    open_edits = [one for one in weighed.judges if not one.reviewer]
    if not open_edits:
        return reason_of(counted(fact), "", (fact.name,), weighed.facts)
    number = max(len(open_edits), int(fact.value or 0))
    items = in_order([*fact.items, *(_item(one) for one in open_edits if f"judge {one.path}" not in _keys(fact))])
    what = counted(Fact(name=fact.name, value=number))
    return Reason(what=what, items=items, more=max(number - len(items), 0))


def _keys(fact: Fact) -> set[str]:
    return {one.key for one in fact.items}


def _item(edit: JudgeEdit) -> Item:
    by = f", edited by {listed(edit.by)}" if edit.by else ""
    how = f": {edit.how}" if edit.how else ""
    return Item(key=f"judge {edit.path}", what=f"{edit.kind}{by}{how}", place=Place(path=edit.path))


def _exhausted(weighed: Weighed) -> str:
    by_gate, in_all = attempt(weighed)
    most, most_in_all = weighed.policy.max_cycles, weighed.policy.max_total_cycles
    if by_gate > most:
        return f"this gate sends the work back for the {ordinal(by_gate)} time, and {times(most)} allowed"
    return f"this line of work is sent back for the {ordinal(in_all)} time, and {times(most_in_all)} allowed"
