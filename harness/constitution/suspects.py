"""Compares the evidence of an older compliance matrix with today's: what moved, what changed, what is gone; pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from harness.domain.base import Frozen
from harness.domain.findings import CheckResults, Finding, PrincipleResult
from harness.domain.matrix import MatrixRow, RowStatus
from harness.domain.principles import Level
from harness.domain.verdicts import ExitCode


class Fate(StrEnum):
    """What became of a row of evidence, worst first.

    ``gone``: nothing shows the principle there any more. ``suspect``: something still does, but its syntax node is another one,
    so that whoever relied on it has to look again. ``moved``: the same node on other lines, or in another file. ``live``: the
    same node at the same place.
    """

    GONE = "gone"
    SUSPECT = "suspect"
    MOVED = "moved"
    LIVE = "live"


class Compared(Frozen):
    """A row of the older matrix and what became of it; ``now`` is where it stands today."""

    row: MatrixRow
    fate: Fate
    now: str = ""
    reason: str = ""


class Comparison(Frozen):
    """What became of all evidence of an older matrix, in its order."""

    path: str
    rows: tuple[Compared, ...]

    @property
    def exit_code(self) -> ExitCode:
        """1 if evidence for a MUST is gone, 4 if some has changed, else 0; without any evidence nothing is known: 4."""
        fates = {one.fate for one in self.rows if one.row.level is Level.MUST}
        if Fate.GONE in fates:
            return ExitCode.FAIL
        return ExitCode.UNDECIDED if Fate.SUSPECT in fates or not self.rows else ExitCode.PASS


def compare(old_rows: Sequence[MatrixRow], results: CheckResults) -> tuple[Compared, ...]:
    """What became of each row of evidence; rows that show nothing are left out.

    Every place of today stands for one old row at most, so that of two equal nodes of which one was removed one is gone.
    """
    known = {result.id: result for result in results.principles}
    rows = [row for row in old_rows if row.status is RowStatus.ENFORCES]
    found: list[Compared | None] = [None] * len(rows)
    for id in dict.fromkeys(row.principle for row in rows):
        mine = [at for at, row in enumerate(rows) if row.principle == id]
        fates = _Matching(known.get(id)).fates([rows[at] for at in mine])
        for at, fate in zip(mine, fates, strict=True):
            found[at] = fate
    return tuple(one for one in found if one)


Rule = Callable[[MatrixRow, Finding], bool]


@dataclass
class _Matching:
    """Matches the old rows of one principle with its evidence of today, by the strictest rule first."""

    result: PrincipleResult | None
    taken: set[int] = field(default_factory=set)

    def fates(self, rows: Sequence[MatrixRow]) -> list[Compared]:
        fates: dict[int, Compared] = {}
        for fate, rule in _RULES:
            for at, row in enumerate(rows):
                now = self._take(row, rule) if at not in fates else None
                if now:
                    fates[at] = Compared(row=row, fate=fate, now=_place(now), reason=_REASONS.get(fate, ""))
        return [fates.get(at) or self._lost(row) for at, row in enumerate(rows)]

    def _take(self, row: MatrixRow, rule: Rule) -> Finding | None:
        evidence = self.result.evidence if self.result else ()
        free = [(at, one) for at, one in enumerate(evidence) if at not in self.taken and rule(row, one)]
        if not free:
            return None
        at, nearest = min(free, key=lambda one: (one[1].span.path != row.path, abs(one[1].span.line - (row.line or 1))))
        self.taken.add(at)
        return nearest

    def _lost(self, row: MatrixRow) -> Compared:
        if self.result is None:
            return Compared(row=row, fate=Fate.GONE, reason="the principle is not in the constitution any more")
        if self.result.unlisted_evidence:
            reason = f"it may be among {self.result.unlisted_evidence} places that were not recorded"
            return Compared(row=row, fate=Fate.SUSPECT, reason=reason)
        doubt = next((one for one in self.result.doubts if one.path in ("", row.path)), None)
        if doubt:
            return Compared(row=row, fate=Fate.SUSPECT, reason=f"undecided: {doubt.reason}")
        return Compared(row=row, fate=Fate.GONE, reason="nothing shows the principle there any more")


def _same_node(row: MatrixRow, now: Finding) -> bool:
    """Whether it is the same piece of code; where there is no syntax tree its fingerprint tells."""
    if row.node_sha256 or now.node_sha256:
        return row.node_sha256 == now.node_sha256
    return bool(row.fingerprint) and row.fingerprint == now.fingerprint


def _same_place(row: MatrixRow, now: Finding) -> bool:
    return row.path == now.span.path and (row.line or 1) == now.span.line


def _same_surroundings(row: MatrixRow, now: Finding) -> bool:
    """Whether it stands on lines that it stood on, or in the function or class that it stood in."""
    if row.path != now.span.path:
        return False
    first, last = row.line or 1, row.end_line or row.line or 1
    return (bool(row.symbol) and row.symbol == now.symbol) or (first <= now.span.end_line and now.span.line <= last)


_RULES: tuple[tuple[Fate, Rule], ...] = (
    (Fate.LIVE, lambda row, now: _same_node(row, now) and _same_place(row, now)),
    (Fate.MOVED, _same_node),
    (Fate.SUSPECT, _same_surroundings),
)
_REASONS = {Fate.SUSPECT: "its code has changed since: look at it again"}


def _place(finding: Finding) -> str:
    span = finding.span
    return f"{span.path}:{span.line}" if span.end else span.path
