"""The facts about the constitution: where the tree breaks it, what of it nothing shows, and what could not be checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from harness.adapters import clock
from harness.app.gate_counts import Tally, first, named, one_line
from harness.app.gate_pieces import Kind, Pieces
from harness.app.trace_evidence import of_principle
from harness.domain.findings import Outcome, Waiver, WaiverTrouble
from harness.domain.gate import Fact, Item, WaiverUse
from harness.domain.places import Place
from harness.domain.principles import Level
from harness.domain.run_digest import PrincipleDigest, RunDigest
from harness.domain.tracing import Link, Shown

COMMAND = "harness check"
_ENDED = {"trouble": WaiverTrouble.EXPIRED, "said": f"it ended since it was used: run `{COMMAND}` again"}


@dataclass(frozen=True)
class Judgement:
    """What is known of one principle: the places that break it (``path:line``), and why more may do so, if that is open."""

    link: Link
    level: Level
    outcome: Outcome
    places: tuple[str, ...] = ()
    waived: int = 0
    open: str = ""

    @property
    def key(self) -> str:
        """What tells it from others."""
        return self.link.evidence.key

    @property
    def run(self) -> str:
        """The run that told of it."""
        return self.link.result.run if self.link.result else ""

    def item(self, place: str = "") -> Item:
        """It as a whole, or one place that breaks it."""
        where = self.link.evidence.place
        if place:
            path, _, line = place.rpartition(":")
            where = Place(path=path, line=int(line))
        what = self.link.evidence.title or self.link.reason
        key = f"{self.key} {place}" if place else self.key
        return Item(key=key, what=one_line(what), place=where, run=self.run)


@dataclass(frozen=True)
class ConstitutionSeen:
    """What came of all principles of a project. ``allows`` says of what a run called known before whether that counts here.

    A waiver that ended since a run used it waives nothing ``today``: what it covered is open until it is checked again.
    """

    kind: Kind
    runs: Mapping[str, RunDigest]
    allows: Callable[[str], bool]
    today: date
    unread: str = ""

    @classmethod
    def of(cls, pieces: Pieces, allows: Callable[[str], bool]) -> ConstitutionSeen:
        """Those of this tree."""
        wrong = pieces.traced.evidence.unread.get("constitutions")
        return cls(
            kind=pieces.of(map(of_principle, pieces.traced.evidence.principles)),
            runs=pieces.runs,
            allows=allows,
            today=clock.today(),
            unread=f"the constitution cannot be read: {wrong}" if wrong else "",
        )

    @cached_property
    def judgements(self) -> tuple[Judgement, ...]:
        """What is known of each principle that has a result."""
        return tuple(self._judgement(link) for link in self.kind.found)

    @property
    def passed(self) -> int:
        """How many principles are shown."""
        return sum(link.shown is Shown.PASS for link in self.kind.found)

    @property
    def waivable(self) -> Iterator[str]:
        """The keys of places and gaps that a waiver may cover."""
        for one in self.judgements:
            yield from (f"{one.key} {place}" for place in dict.fromkeys(one.places))
            if one.outcome is Outcome.GAP:
                yield one.key

    @cached_property
    def counted(self) -> tuple[RunDigest, ...]:
        """The runs that this rests on, newest last."""
        return tuple(self.runs[id] for id in sorted(self.kind.rest.runs) if id in self.runs)

    def waivers(self) -> Iterator[Waiver]:
        """The waivers of the constitution that were used, or are in trouble, in the newest run."""
        for one in self.counted[-1].waivers if self.counted else ():
            yield one.model_copy(update=_ENDED) if self._ended_since(one) else one

    def facts(self, covered: Mapping[str, str]) -> Iterator[Fact]:
        """Everything that a policy may ask of the constitution; ``covered`` are the waived keys."""
        whole = self._tally()
        yield Tally(unknown=self.unread).exactly("constitution.principles", len(self.kind.links))
        for level in Level:
            yield self._violations(level, covered)
        for level in (Level.MUST, Level.SHOULD):
            yield self._gaps(level, covered)
        open_ = [one.item() for one in self._of(Level.MUST) if one.outcome is Outcome.UNVERIFIED]
        yield whole.exactly("constitution.must_unverified", len(open_), open_)
        own = sum(max(one.waived, int(one.outcome is Outcome.WAIVED and not one.places)) for one in self.judgements)
        waived = list(self._covered(covered))
        yield whole.exactly("constitution.waived", own + len(waived), waived)
        weak = self.counted[-1].uncovered if self.counted else ()
        yield whole.exactly("constitution.uncovered", len(weak))

    def _violations(self, level: Level, covered: Mapping[str, str]) -> Fact:
        counting = [one for one in self._places(level) if one[0] not in covered]
        open_ = [f"{one.link.evidence.id}: {one.open}" for one in self._of(level) if one.open]
        tally = self._tally(f"{len(open_)} of the {level} principles could not be settled: {named(open_)}")
        high = None if open_ else len(counting)
        items = first(dict(counting).items(), lambda one: one[0].item(one[1]))
        return tally.number(f"constitution.{level.lower()}_violations", len(counting), high, items)

    def _places(self, level: Level) -> Iterator[tuple[str, tuple[Judgement, str]]]:
        """Every place that breaks a principle, by its key; one that is broken twice in a line is there twice."""
        return ((f"{one.key} {place}", (one, place)) for one in self._of(level) for place in one.places)

    def _gaps(self, level: Level, covered: Mapping[str, str]) -> Fact:
        gaps = [one.item() for one in self._of(level) if one.outcome is Outcome.GAP and one.key not in covered]
        open_ = [one.link.evidence.id for one in self._of(level) if one.outcome is Outcome.UNVERIFIED]
        tally = self._tally(f"{len(open_)} of the {level} principles could not be checked: {named(open_)}")
        return tally.items(f"constitution.{level.lower()}_gaps", gaps, len(open_))

    def _covered(self, covered: Mapping[str, str]) -> Iterator[Item]:
        """What waivers of the gate cover."""
        if not covered:
            return
        places = (found for level in Level for found in self._places(level))
        yield from (one.item(place) for key, (one, place) in places if key in covered)
        yield from (one.item() for one in self.judgements if one.outcome is Outcome.GAP and one.key in covered)

    def _of(self, level: Level) -> Iterator[Judgement]:
        return (one for one in self.judgements if one.level is level)

    def _tally(self, undecided: str = "") -> Tally:
        unknown = self.unread or self.kind.why_unknown("principle", COMMAND)
        return Tally(self.kind.rest, unknown, undecided)

    def _judgement(self, link: Link) -> Judgement:
        digest = self._digest(link)
        if link.result is None or digest is None:  # such as two principles of one name
            return Judgement(link, Level.MUST, Outcome.UNVERIFIED, open=link.reason or "its result cannot be told")
        run = self.runs[link.result.run]
        known = () if self.allows(run.baseline) else digest.known
        places = (*digest.counting, *known)
        if over := [one for one in run.waivers if one.principle == digest.id and self._ended_since(one)]:
            said = f"its waiver ended on {over[0].until}: run `{COMMAND}` again"
            return Judgement(link, digest.level, Outcome.UNVERIFIED, places, open=said)
        return Judgement(link, digest.level, digest.outcome, places, digest.waived, _open(digest, link))

    def _ended_since(self, waiver: Waiver) -> bool:
        return bool(waiver.used and waiver.trouble is None and waiver.until and waiver.until < self.today)

    def _digest(self, link: Link) -> PrincipleDigest | None:
        run = self.runs.get(link.result.run) if link.result else None
        return self._by_run[run.id].get(link.evidence.id) if run else None

    @cached_property
    def _by_run(self) -> Mapping[str, Mapping[str, PrincipleDigest]]:
        return {run.id: {one.id: one for one in run.principles} for run in self.runs.values()}


def uses(waivers: Iterator[Waiver]) -> Iterator[WaiverUse]:
    """The waivers of a constitution that were used."""
    for one in waivers:
        if one.used and one.trouble is None:
            yield WaiverUse(
                id=one.principle,
                scope=_scope(one),
                reason=one.reason,
                owner=one.owner,
                until=one.until.isoformat() if one.until else "",
                place=one.place,
            )


def troubles(waivers: Iterator[Waiver]) -> Iterator[Item]:
    """The waivers of a constitution that are in trouble."""
    for one in waivers:
        if one.trouble is not None:
            said = one.said or f"it is {one.trouble.value}"
            yield Item(key=f"waiver {one.principle} {one.place}", what=one_line(said), place=one.place)


def _scope(waiver: Waiver) -> str:
    where = waiver.path if waiver.line is None else f"{waiver.path}:{waiver.line}"
    return f"principle {waiver.principle} {where or waiver.excuses.value}".rstrip()


def _open(digest: PrincipleDigest, link: Link) -> str:
    """Why more places may break a principle than are known; empty where none can."""
    if digest.narrowed:
        return "only some files were asked for: run `harness check` without paths"
    if digest.unlisted:
        return "it is broken in more places than a record holds"
    if digest.outcome is Outcome.UNVERIFIED or digest.doubted:
        return one_line(link.reason.partition(": ")[2] or "a part of it could not be checked")
    return ""
