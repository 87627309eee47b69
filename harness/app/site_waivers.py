"""Every accepted exception of a project in one list: the constitution's, the gate's, the trace's, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from harness.adapters import clock
from harness.app.gate_waivers import load_waivers
from harness.app.project import Project
from harness.app.trace import exemptions
from harness.domain.findings import Excuse, Waiver, WaiverTrouble
from harness.domain.gate import Decision
from harness.domain.results import Run
from harness.domain.tracing import Trace
from harness.domain.waivers import GateWaiver
from harness.errors import HarnessError
from harness.reports._site.data import SiteWaiver, WaiverSource, WaiverState

_STATES = {WaiverTrouble.EXPIRED: WaiverState.EXPIRED, WaiverTrouble.UNUSED: WaiverState.UNUSED}
_MARK = "waiver "


def site_waivers(
    project: Project | None, checked: Run | None, trace: Trace | None, decision: Decision | None
) -> tuple[SiteWaiver, ...]:
    """The waivers, what wants looking at first.

    Those of principles are as the newest run ``checked`` found them; those of the gate are used where the ``decision`` says so.
    """
    found = [
        *(_of_constitution(checked) if checked else ()),
        *(_of_gate(project, decision) if project else ()),
        *(_of_trace(project, trace) if project else ()),
    ]
    return tuple(sorted(found, key=lambda one: (list(WaiverState).index(one.state), one.source, one.id)))


def _of_constitution(run: Run) -> Iterator[SiteWaiver]:
    for one in run.constitution.waivers if run.constitution else ():
        yield SiteWaiver(
            source=WaiverSource.CONSTITUTION,
            id=one.principle,
            state=_state(one),
            scope=_scope(one),
            reason=one.reason,
            owner=one.owner,
            until=one.until.isoformat() if one.until else "",
            place=one.place,
            covers=(f"{one.used} place{'' if one.used == 1 else 's'}",) if one.used else (),
            said=one.said,
        )


def _state(one: Waiver) -> WaiverState:
    if one.trouble is not None:
        return _STATES.get(one.trouble, WaiverState.FAULTY)
    if one.until is not None and one.until < clock.today():
        return WaiverState.EXPIRED
    return WaiverState.USED if one.used else WaiverState.UNUSED


def _scope(one: Waiver) -> str:
    if one.excuses is Excuse.GAP:
        return f"principle {one.principle}: nothing shows it"
    if one.excuses is Excuse.WEAKENED:
        return f"principle {one.principle}: weaker than where it is from"
    where = f"{one.path}:{one.line}" if one.line else one.path
    return f"principle {one.principle} {where}".rstrip()


def _of_gate(project: Project, decision: Decision | None) -> Iterator[SiteWaiver]:
    try:
        waivers = load_waivers(project).waivers
    except HarnessError:
        return  # the decision, which needs them too, says why
    uses = {one.id: one.covers for one in decision.waivers} if decision else {}
    troubles = _troubles(decision)
    for one in waivers:
        yield SiteWaiver(
            source=WaiverSource.GATE,
            id=one.id,
            state=_state_of_gate(one, uses, troubles),
            scope=", ".join(map(str, one.scopes)),
            reason=one.reason,
            owner=one.owner,
            until=one.until.isoformat(),
            place=one.place,
            covers=uses.get(one.id, ()),
            said=troubles.get(one.id, ""),
        )


def _state_of_gate(one: GateWaiver, uses: Mapping[str, tuple[str, ...]], troubles: Mapping[str, str]) -> WaiverState:
    if one.until < clock.today():
        return WaiverState.EXPIRED
    if one.id in uses:
        return WaiverState.USED
    return WaiverState.FAULTY if one.id in troubles and "unused" not in troubles[one.id] else WaiverState.UNUSED


def _troubles(decision: Decision | None) -> dict[str, str]:
    facts = decision.facts if decision else ()
    items = (item for fact in facts if fact.name == "waivers.troubles" for item in fact.items)
    return {item.key.removeprefix(_MARK): item.what for item in items if item.key.startswith(_MARK)}


def _of_trace(project: Project, trace: Trace | None) -> Iterator[SiteWaiver]:
    used = {row.exemption.requirement: row for row in trace.rows if row.exemption} if trace else {}
    for one in exemptions(project):
        row = used.get(one.requirement)
        ended = date.fromisoformat(one.until) < clock.today()
        yield SiteWaiver(
            source=WaiverSource.EXEMPTION,
            id=one.requirement,
            state=WaiverState.EXPIRED if ended else WaiverState.USED if row else WaiverState.UNUSED,
            scope=f"requirement {one.requirement}",
            reason=one.reason,
            owner=one.who,
            until=one.until,
            place=one.place,
            covers=(f"requirement {row.requirement.qualified}",) if row else (),
        )
