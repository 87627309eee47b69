"""The trace: one row for each requirement, from what claims it, what came of that, and what someone accepted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from harness.domain.places import Mistake
from harness.domain.requirements import ByName, Requirement
from harness.domain.tracing import Anchor, Evidence, Exemption, Link, Orphan, Result, RowState, Trace, TraceRow
from harness.trace.exempting import COVERED, exempted
from harness.trace.linking import linked
from harness.trace.states import TWICE, Results, by_key, row_state
from harness.trace.suspect import Pair, accepted


def trace(
    requirements: Sequence[Requirement],
    evidence: Sequence[Evidence],
    results: Iterable[Result],
    anchors: Iterable[Anchor],
    exemptions: Iterable[Exemption],
    tree: str,
    *,
    today: date,
    withheld: Mapping[str, str] | None = None,
    doubted: Mapping[Pair, str] | None = None,
    loose: Iterable[Orphan] = (),
    mistakes: Iterable[Mistake] = (),
) -> Trace:
    """Tie everything together, in a time that grows with the sum of it all; rows are in the order of the requirements.

    ``results`` are those of ``tree`` alone. ``withheld`` says of evidence, by its key, why nothing that it showed counts;
    ``doubted`` of links why what was accepted of them is in doubt. ``loose`` are orphans that were found elsewhere.
    """
    by_name = ByName(requirements)
    found = linked(by_name, evidence)
    excused, wrong = exempted(exemptions, by_name, today)
    known = Results(by_key(results), {**dict.fromkeys(found.twice, TWICE), **(withheld or {})})
    held = accepted(anchors, doubted)
    rows = []
    for requirement in requirements:
        links = [known.link(requirement, one) for one in found.by_requirement.get(requirement.qualified, ())]
        rows.append(_row(requirement, held.judged(requirement, links), excused.get(requirement.qualified)))
    return Trace(tree=tree, rows=tuple(rows), orphans=(*found.orphans, *loose), mistakes=(*mistakes, *wrong))


def _row(requirement: Requirement, links: Sequence[Link], exemption: Exemption | None) -> TraceRow:
    state, reason = row_state(links)
    if exemption is None or state is RowState.VERIFIED:
        return TraceRow(requirement=requirement, state=state, reason=reason, links=tuple(links))
    if state not in COVERED:
        said = f"the exemption in {exemption.place} does not cover that it is {state.value}"
        return TraceRow(requirement=requirement, state=state, reason=said, links=tuple(links))
    return TraceRow(
        requirement=requirement,
        state=RowState.WAIVED,
        reason=reason,
        links=tuple(links),
        exemption=exemption,
        beneath=state,
    )
