"""How many times work was sent back, and what was last accepted, told from the log of decisions; the log lies in ``app``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harness.domain.gate import Cycles, DecisionRecord, Number, Renewal

Line = DecisionRecord | Renewal


def cycles(lines: Sequence[Line], gate: str, line: str, tree: str) -> Cycles:
    """How many times this gate, and this line of work, sent work back before, newest line last."""
    raise NotImplementedError


def baseline(lines: Sequence[Line], gate: str) -> Mapping[str, Number] | None:
    """The known facts of the last decision of this gate that accepted a tree; None if there is none."""
    raise NotImplementedError
