"""The facts about golden cases: which behave as recorded, and which otherwise, also against another revision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from harness.app.gate_counts import Rest, Tally, named, one_line
from harness.app.gate_pieces import Kind, Pieces
from harness.domain.gate import Fact, Item
from harness.domain.golden import CHANGED, CaseOutcome
from harness.domain.places import Place
from harness.domain.run_digest import CaseDigest, RunDigest
from harness.domain.tracing import EvidenceKind, Link, Shown

COMMAND = "harness golden check"
_DIFFERS = (*CHANGED, CaseOutcome.GONE, CaseOutcome.TAMPERING)


@dataclass(frozen=True)
class GoldenSeen:
    """What came of all golden cases of a project, and of those that were compared with a revision.

    ``gone`` are ids of cases of which nothing is left, ``unused`` paths of snapshots that belong to no case; ``unread`` says
    which document cannot be read. ``cut_short`` are comparisons in which cases are missing.
    """

    kind: Kind
    digests: Mapping[tuple[str, str], CaseDigest]
    compared: tuple[tuple[RunDigest, CaseDigest], ...] = ()
    gone: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    unread: str = ""
    cut_short: tuple[Item, ...] = ()

    @classmethod
    def of(cls, pieces: Pieces) -> GoldenSeen:
        """Those of this tree."""
        cases = pieces.traced.evidence.cases
        wrong = pieces.traced.evidence.unread.get("golden")
        texts = {case.id: case.card.sha256 for case in cases.every} if cases else {}
        return cls(
            kind=pieces.of(pieces.all(EvidenceKind.GOLDEN)),
            digests={(run.id, case.id): case for run in pieces.runs.values() for case in run.cases},
            compared=tuple(_compared(pieces, texts)),
            gone=cases.gone if cases else (),
            unused=cases.unused if cases else (),
            unread=f"the golden cases cannot be read: {wrong}" if wrong else "",
            cut_short=tuple(_cut_short(pieces)),
        )

    @cached_property
    def differing(self) -> tuple[Item, ...]:
        """The cases that behave otherwise, and of which no requirement says why."""
        checked = (self._item(link) for link in self.kind.found if link.shown is Shown.FAIL)
        compared = (_compared_item(run, case) for run, case in self.compared if _is_unexplained(case))
        gone = (Item(key=f"golden case {id}", what="it was accepted, and nothing of it is left") for id in self.gone)
        return tuple({item.key: item for item in (*gone, *compared, *checked)}.values())

    @cached_property
    def tampered(self) -> tuple[Item, ...]:
        """The cases in whose run somebody tampered with what judges them."""
        told = [(run, case) for run, case in self.compared if case.outcome is CaseOutcome.TAMPERING]
        found = ((link, self._digest(link)) for link in self.kind.found)
        checked = [self._item(link) for link, one in found if one and one.outcome is CaseOutcome.TAMPERING]
        return (*checked, *(_compared_item(run, case) for run, case in told))

    @cached_property
    def open(self) -> tuple[Item, ...]:
        """The cases that could not be decided."""
        settled = {item.key for item in self.differing}
        checked = (self._item(link) for link in self.kind.found if link.shown not in (Shown.PASS, Shown.FAIL))
        compared = (_compared_item(run, case) for run, case in self.compared if case.outcome not in _SETTLED)
        found = (*self.cut_short, *compared, *checked)
        return tuple({one.key: one for one in found if one.key not in settled}.values())

    @property
    def same(self) -> tuple[Item, ...]:
        """The cases that behave as they were recorded."""
        return tuple(self._item(link) for link in self._passing() if not self._is_explained(link))

    @property
    def waivable(self) -> Iterator[str]:
        """The keys of differences that a waiver may cover: all but tampering."""
        tampered = {item.key for item in self.tampered}
        return (item.key for item in self.differing if item.key not in tampered)

    @property
    def runs(self) -> Mapping[str, str]:
        """The runs that all this rests on, with the end of each."""
        return {**self.kind.rest.runs, **{run.id: run.finished for run, _ in self.compared}}

    def facts(self, covered: Mapping[str, str]) -> Iterator[Fact]:
        """Everything that a policy may ask of golden cases; ``covered`` are the waived keys."""
        unexplained = [item for item in self.differing if item.key not in covered]
        waived = [item for item in self.differing if item.key in covered]
        explained = [self._item(link) for link in self._passing() if self._is_explained(link)]
        tally, open_, total = self._tally(), len(self.open), len(self.kind.links) + len(self.gone)
        unread = Tally(unknown=self.unread)
        yield unread.exactly("golden.total", total)
        yield tally.items("golden.same", self.same, open_)
        yield tally.items("golden.unexplained", unexplained, open_)
        yield tally.items("golden.explained", explained, open_)
        yield tally.exactly("golden.undecided", open_, self.open)
        yield tally.exactly("golden.waived", len(waived), waived)
        unused = [
            Item(key=f"golden case {path}", what="no case uses it", place=Place(path=path)) for path in self.unused
        ]
        yield unread.exactly("golden.unused", len(unused), unused)

    def _tally(self) -> Tally:
        unknown = self.unread or self.kind.why_unknown("golden case", COMMAND)
        said = [f"{item.key.removeprefix('golden case ')}: {item.what}" for item in self.open]
        undecided = f"{len(said)} of {len(self.kind.links)} golden cases could not be decided: {named(said)}"
        return Tally(Rest(self.runs), unknown, undecided)

    def _passing(self) -> Iterator[Link]:
        return (link for link in self.kind.found if link.shown is Shown.PASS)

    def _is_explained(self, link: Link) -> bool:
        digest = self._digest(link)
        return bool(digest and digest.explained)

    def _digest(self, link: Link) -> CaseDigest | None:
        return self.digests.get((link.result.run, link.evidence.id)) if link.result else None

    def _item(self, link: Link) -> Item:
        digest = self._digest(link)
        return Item(
            key=link.evidence.key,
            what=one_line(link.reason or link.evidence.title),
            place=Place(path=link.evidence.place.path, line=digest.line if digest else link.evidence.place.line),
            run=link.result.run if link.result else "",
        )


_SETTLED = (CaseOutcome.SAME, *_DIFFERS)


def _compared(pieces: Pieces, texts: Mapping[str, str]) -> Iterator[tuple[RunDigest, CaseDigest]]:
    """The cases that were compared, as they read today; one that is gone since is compared as it was.

    Of an interrupted or a stale run only the differences count.
    """
    least = pieces.traced.project.configuration.cards.isolation
    for run in pieces.runs.values():
        if run.isolation is None or not run.isolation.satisfies(least):
            continue
        weak = run.interrupted or pieces.stale(run)
        for case in run.compared:
            counts = not weak or _is_unexplained(case)
            if counts and texts.get(case.id, case.sha256) == case.sha256:
                yield run, case


def _cut_short(pieces: Pieces) -> Iterator[Item]:
    """The comparisons of which nobody knows what else they would have told."""
    for run in pieces.runs.values():
        why = run.problem or ("it was interrupted" if run.interrupted else "")
        if why and "compare" in run.kinds:
            yield Item(key=f"record {run.id}", what=one_line(f"a comparison is not whole: {why}"), run=run.id)


def _is_unexplained(case: CaseDigest) -> bool:
    return case.outcome in _DIFFERS and not case.explained


def _compared_item(run: RunDigest, case: CaseDigest) -> Item:
    return Item(
        key=f"golden case {case.id}",
        what=one_line(f"compared with another revision: {case.reason or case.outcome.value}"),
        place=Place(path=case.path, line=case.line),
        run=run.id,
    )
