"""What a piece of evidence shows of a requirement on this tree, and what that makes of the requirement."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from harness.domain.requirements import Requirement
from harness.domain.tracing import Evidence, EvidenceKind, Link, Result, RowState, Shown

TWICE = "several have this id, and their results cannot be told apart"


@dataclass(frozen=True)
class Results:
    """The results of this tree by the key of their evidence, oldest first.

    ``withheld`` says of evidence, by its key, why nothing that it showed counts.
    """

    by_key: Mapping[str, Sequence[Result]]
    withheld: Mapping[str, str] = field(default_factory=dict)

    def link(self, requirement: Requirement, evidence: Evidence) -> Link:
        """What the evidence shows of the requirement.

        A failure stands, whatever passed before or after it on the same tree with the same texts; for all else the last
        result counts. Nothing passes that wavered once.
        """
        return self.shown(evidence, (requirement,))

    def shown(self, evidence: Evidence, requirements: Sequence[Requirement]) -> Link:
        """What the evidence shows by results that are of today's text of it and of all of these requirements; see ``link``."""
        if evidence.kind is EvidenceKind.MARKER:
            return Link(evidence=evidence, shown=Shown.CLAIMED)
        if evidence.key in self.withheld:
            return Link(evidence=evidence, shown=Shown.UNDECIDED, reason=self.withheld[evidence.key])
        found = self.by_key.get(evidence.key, ())
        of_today = [
            one for one in found if one.shown is not Shown.NOT_RUN and not _why_stale(one, evidence, requirements)
        ]
        if of_today:
            return _counted(evidence, of_today)
        return _uncounted(evidence, requirements, found)


def by_key(results: Iterable[Result]) -> dict[str, list[Result]]:
    """Results in the order of time, by the key of their evidence."""
    found: dict[str, list[Result]] = {}
    for one in sorted(results, key=lambda one: (one.when, one.run)):
        found.setdefault(one.key, []).append(one)
    return found


def row_state(links: Sequence[Link]) -> tuple[RowState, str]:
    """The state of a requirement, and a sentence where the links do not say why."""
    shown = {link.shown for link in links}
    if Shown.FAIL in shown:
        return RowState.FAILING, ""
    if any(link.moved for link in links):
        return RowState.SUSPECT, ""
    return _shown_state(shown)


def beneath_suspicion(links: Iterable[Link]) -> RowState:
    """The state that a requirement would have if nothing had moved."""
    shown = {link.shown for link in links}
    return RowState.FAILING if Shown.FAIL in shown else _shown_state(shown)[0]


def _shown_state(shown: Collection[Shown]) -> tuple[RowState, str]:
    telling = set(shown) - {Shown.CLAIMED}
    if not telling:
        return RowState.UNTESTED, "only markers claim it, and they show nothing" if shown else "nothing claims it"
    if telling == {Shown.PASS}:
        return RowState.VERIFIED, ""
    if telling == {Shown.NOT_RUN}:
        return RowState.UNTESTED, ""
    return RowState.UNDECIDED, ""


def _hash_then(result: Result, requirement: Requirement) -> str | None:
    """The hash of the requirement when the result came about; None where it is not recorded."""
    then = result.requirements or {}
    return then.get(requirement.qualified) or then.get(requirement.id)


def _counted(evidence: Evidence, results: Sequence[Result]) -> Link:
    last = results[-1]
    failed = next((one for one in reversed(results) if one.shown is Shown.FAIL), None)
    passed = next((one for one in reversed(results) if one.shown is Shown.PASS), None)
    wavered = next((one for one in reversed(results) if one.flaky), None)
    if failed and passed:
        reason = f"flaky: it failed in run {failed.run} and passed in run {passed.run}, on the same tree"
        return _link(evidence, Shown.FAIL, _joined(reason, failed.reason), failed.model_copy(update={"flaky": True}))
    if failed:
        return _link(evidence, Shown.FAIL, failed.reason, failed)
    if wavered:
        return _link(evidence, Shown.UNDECIDED, _joined(f"flaky in run {wavered.run}", wavered.reason), wavered)
    return _link(evidence, last.shown, last.reason, last)


def _uncounted(evidence: Evidence, requirements: Sequence[Requirement], found: Sequence[Result]) -> Link:
    if not found:
        return Link(evidence=evidence, shown=Shown.NOT_RUN)
    carried_out = [one for one in found if one.shown is not Shown.NOT_RUN]
    if not carried_out:
        return _link(evidence, Shown.NOT_RUN, found[-1].reason, found[-1])
    last = carried_out[-1]
    return _link(evidence, Shown.STALE, _why_stale(last, evidence, requirements), last)


def _why_stale(last: Result, evidence: Evidence, requirements: Iterable[Requirement]) -> str:
    """Why a result is not of today's texts; empty where it is."""
    if last.sha256 != evidence.sha256:
        return f"the {evidence.kind.value} was changed since run {last.run}"
    for requirement in requirements:
        then = _hash_then(last, requirement)
        if then is None:
            return f"run {last.run} does not tell what the requirement said then"
        if then != requirement.sha256:
            return f"the requirement was changed since run {last.run}"
    return ""


def _link(evidence: Evidence, shown: Shown, reason: str, result: Result) -> Link:
    return Link(evidence=evidence, shown=shown, reason=reason, result=result)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
