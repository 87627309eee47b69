"""How many times work was sent back, and what was last accepted, told from the log of decisions; the log lies in ``app``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from harness.domain.gate import Band, Cycles, Decision, DecisionRecord, Number, Renewal

Line = DecisionRecord | Renewal


def cycles(lines: Sequence[Line], gate: str, line: str, tree: str) -> Cycles:
    """How many times this gate, and this line of work, sent work back before; ``lines`` are of the log, the newest last.

    Shadows do not count, nor does what could not be decided. A tree that comes back to the same gate unchanged, right after
    it was sent back, uses no further cycle. A renewal begins anew for its line, and for its gate or all gates of it.
    """
    used: dict[str, int] = {}
    sent_back: dict[str, str] = {}
    for one in _of_line(lines, line):
        if isinstance(one, Renewal):
            _renew(one, used, sent_back)
        elif one.band is Band.REWORK:
            again = bool(one.tree) and sent_back.get(one.gate) == one.tree
            used[one.gate] = used.get(one.gate, 0) + (not again)
            sent_back[one.gate] = one.tree
        elif one.band is not Band.UNDECIDED:
            sent_back.pop(one.gate, None)
    again = bool(tree) and sent_back.get(gate) == tree
    return Cycles(gate=used.get(gate, 0), line=sum(used.values()), again=again)


def _renew(renewal: Renewal, *counts: dict[str, int] | dict[str, str]) -> None:
    """Forget what was counted at the gate of a renewal, or at all gates."""
    for one in counts:
        if renewal.gate:
            one.pop(renewal.gate, None)
        else:
            one.clear()


def baseline(lines: Sequence[Line], gate: str) -> Mapping[str, Number] | None:
    """The known facts of the last decision of this gate that accepted a tree; None if there is none."""
    for one in reversed(lines):
        if isinstance(one, DecisionRecord) and _accepted(one.decision, gate):
            return {fact.name: fact.value for fact in one.decision.facts if fact.value is not None}
    return None


def _accepted(decision: Decision, gate: str) -> bool:
    return decision.gate == gate and decision.band is Band.PASS and not decision.is_shadow


def _of_line(lines: Sequence[Line], line: str) -> Iterator[Decision | Renewal]:
    for one in lines:
        if isinstance(one, Renewal):
            if one.line == line:
                yield one
        elif one.decision.line == line and not one.decision.is_shadow:
            yield one.decision
