"""How traces went on from one to the next: what each counts, and which metric has worsened again and again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from harness.domain.tracing import HistoryLine, Metric, RowState, Shown, Trace, Worsening

IN_A_ROW = 3
_RAN = frozenset({Shown.PASS, Shown.FAIL, Shown.UNDECIDED, Shown.BLOCKED})
_NOT_COUNTED = frozenset({"when", "revision"})


def line_of(trace: Trace, when: str, revision: str = "") -> HistoryLine:
    """What a trace counts; ``when`` is in UTC (RFC 3339), ``revision`` the commit that was checked out.

    A result counts once, however many requirements it is for, and passes only if it does for each of them.
    """
    ran: dict[str, bool] = {}
    flaky: set[str] = set()
    covered = 0
    for row in trace.rows:
        links = [link for link in row.links if link.shown in _RAN]
        covered += bool(links)
        for link in links:
            key = link.evidence.key
            ran[key] = ran.get(key, True) and link.shown is Shown.PASS
            if link.result is not None and link.result.flaky:
                flaky.add(key)
    return HistoryLine(
        when=when,
        tree=trace.tree,
        revision=revision,
        requirements=len(trace.rows),
        coverage=_share(covered, len(trace.rows)),
        pass_rate=_share(sum(ran.values()), len(ran)),
        flaky=len(flaky),
        orphans=len(trace.orphans),
        **{state.value: trace.count(state) for state in RowState},
    )


def same(one: HistoryLine, other: HistoryLine) -> bool:
    """Whether two lines tell the same of the same tree."""
    return one.model_dump(exclude=set(_NOT_COUNTED)) == other.model_dump(exclude=set(_NOT_COUNTED))


def worsening(lines: Sequence[HistoryLine]) -> tuple[Worsening, ...]:
    """The metrics that each of the last three lines has worse than the line before it."""
    return tuple(found for metric in Metric if (found := _worsening(metric, lines[-IN_A_ROW - 1 :])) is not None)


def _worsening(metric: Metric, last: Sequence[HistoryLine]) -> Worsening | None:
    values = tuple(metric.of(line) for line in last)
    if len(values) != IN_A_ROW + 1:
        return None
    worse = all(later < earlier if metric.is_share else later > earlier for earlier, later in pairwise(values))
    return Worsening(metric=metric, values=(values[0], values[1], values[2], values[3])) if worse else None


def _share(part: int, whole: int) -> float:
    return round(part / whole, 6) if whole else 0.0
