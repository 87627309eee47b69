"""The facts about requirements, as the trace tells them, and the exemptions that it used."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from harness.app.gate_counts import Rest, Tally, named, one_line
from harness.domain.gate import Fact, Item, WaiverUse
from harness.domain.principles import Level
from harness.domain.tracing import Exemption, Orphan, RowState, Shown, Trace, TraceRow
from harness.trace import codes
from harness.trace.states import beneath_suspicion

_OF_EXEMPTIONS = frozenset({codes.EXEMPTION.code, codes.EXPIRED.code})
_OF_RECORDS = frozenset({codes.RECORD.code})
_COUNTED = (RowState.VERIFIED, RowState.FAILING, RowState.SUSPECT, RowState.UNDECIDED, RowState.UNTESTED)


@dataclass(frozen=True)
class TraceSeen:
    """The trace of a tree. ``problem`` says which named run cannot be had, ``rest`` what its results are from."""

    trace: Trace
    rest: Rest
    problem: str = ""

    @property
    def waivable(self) -> Iterator[str]:
        """The keys of requirements that fail, or that nothing shows."""
        return (_item(row).key for row in self.trace.rows if row.state in (RowState.FAILING, RowState.UNTESTED))

    @property
    def untold(self) -> Iterator[str]:
        """The keys of requirements of which nobody can tell whether they hold."""
        return (_item(row).key for row in self.trace.rows if row.state in (RowState.UNDECIDED, RowState.SUSPECT))

    @cached_property
    def unknown(self) -> str:
        """Why nothing is known of the whole; empty where something is. What is wrong with an exemption takes no requirement."""
        told_elsewhere = _OF_EXEMPTIONS | _OF_RECORDS
        wrong = [one for one in self.trace.mistakes if one.code not in told_elsewhere]
        return self.problem or (f"a document cannot be read: {wrong[0]}" if wrong else "")

    def exemption_troubles(self) -> Iterator[Item]:
        """The exemptions that hold no more, or never did."""
        for one in self.trace.mistakes:
            if one.code in _OF_EXEMPTIONS:
                yield Item(key=f"waiver exemption {one.place}", what=one_line(one.what), place=one.place)

    def exemptions(self) -> Iterator[WaiverUse]:
        """The exemptions that were used, each with the requirement that it is for."""
        for row in self.trace.rows:
            if row.exemption is not None:
                yield _use(row.exemption, _item(row).key)

    def facts(self, covered: Mapping[str, str]) -> Iterator[Fact]:
        """Everything that a policy may ask of the trace; ``covered`` are the waived keys."""
        tally, rows = self._tally(), self.trace.rows
        excused = [row for row in rows if row.state is RowState.WAIVED or _is_waived(row, covered)]
        left = [row for row in rows if row.state is not RowState.WAIVED and not _is_waived(row, covered)]
        yield Tally(unknown=self.unknown).exactly("trace.requirements", len(rows))
        for state in _COUNTED:
            items = [_item(row) for row in left if row.state is state]
            yield tally.exactly(f"trace.{state.value}", len(items), items)
        yield tally.exactly("trace.waived", len(excused), map(_item, excused))
        must = [row for row in left if row.requirement.level is Level.MUST]
        failing = [_item(row) for row in must if _beneath(row) is RowState.FAILING]
        yield tally.exactly("trace.must_failing", len(failing), failing)
        yield self._untested(must)
        orphans = [_orphan(one) for one in self.trace.orphans]
        yield tally.exactly("trace.orphans", len(self.trace.orphans), orphans)
        yield self._coverage(tally)

    def _untested(self, must: list[TraceRow]) -> Fact:
        """What nothing shows; what is undecided, or was not run, may turn out to be shown or not."""
        nothing = [row for row in must if _beneath(row) is RowState.UNTESTED and not _is_claimed(row)]
        open_ = [
            row
            for row in must
            if _beneath(row) is RowState.UNDECIDED or (_beneath(row) is RowState.UNTESTED and _is_claimed(row))
        ]
        names = named([row.requirement.qualified for row in open_])
        tally = self._tally(f"{len(open_)} MUST requirements are not decided: {names}")
        return tally.items("trace.must_untested", [_item(row) for row in nothing], len(open_))

    def _coverage(self, tally: Tally) -> Fact:
        total, verified = len(self.trace.rows), self.trace.count(RowState.VERIFIED)
        if not total:
            return Tally(unknown=self.unknown or "there is no requirement").exactly("trace.coverage", 0)
        return tally.exactly("trace.coverage", verified / total)

    def _tally(self, undecided: str = "") -> Tally:
        rest = Rest(self.rest.runs, "trace")
        return Tally(rest, self.unknown, undecided)


def _item(row: TraceRow) -> Item:
    telling: Callable[[str], bool] = bool
    reasons = [row.reason, *(link.reason for link in row.links if link.shown is not Shown.PASS)]
    said = next(filter(telling, reasons), row.state.value)
    runs = (link.result.run for link in row.links if link.result and link.shown is Shown.FAIL)
    return Item(
        key=f"requirement {row.requirement.qualified}",
        what=one_line(f"{row.state.value}: {said}" if said != row.state.value else said),
        place=row.requirement.place,
        run=next(runs, ""),
    )


def _orphan(orphan: Orphan) -> Item:
    key = f"{orphan.evidence.key} {orphan.claim}"
    return Item(key=key, what=one_line(orphan.what), place=orphan.evidence.place)


def _is_waived(row: TraceRow, covered: Mapping[str, str]) -> bool:
    key = f"requirement {row.requirement.qualified}"
    return row.state in (RowState.FAILING, RowState.UNTESTED) and key in covered


def _beneath(row: TraceRow) -> RowState:
    """What a requirement is, whether or not something of it moved since someone looked."""
    return beneath_suspicion(row.links) if row.state is RowState.SUSPECT else row.state


def _is_claimed(row: TraceRow) -> bool:
    return any(link.shown is not Shown.CLAIMED for link in row.links)


def _use(exemption: Exemption, key: str) -> WaiverUse:
    return WaiverUse(
        id=exemption.requirement,
        scope=key,
        reason=exemption.reason,
        owner=exemption.who,
        until=exemption.until,
        place=exemption.place,
        covers=(key,),
    )
