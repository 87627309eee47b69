"""The facts about test cards: which passed, which failed, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from harness.app.gate_counts import Rest, Tally, named, one_line
from harness.app.gate_pieces import Kind, Pieces
from harness.domain.gate import Fact, Item
from harness.domain.places import Place
from harness.domain.run_digest import CardDigest
from harness.domain.tracing import EvidenceKind, Link, Shown
from harness.domain.verdicts import Cause

COMMAND = "harness run-cards"


@dataclass(frozen=True)
class CardsSeen:
    """What came of all cards of a project. ``unread`` says which card cannot be read."""

    kind: Kind
    digests: Mapping[tuple[str, str], CardDigest]
    unread: str = ""

    @classmethod
    def of(cls, pieces: Pieces) -> CardsSeen:
        """Those of this tree."""
        kind = pieces.of(pieces.all(EvidenceKind.CARD))
        digests = {(run.id, card.id): card for run in pieces.runs.values() for card in run.cards}
        folder = "testcards/"
        wrong = (one for one in pieces.traced.project.mistakes if one.place.path.startswith(folder))
        unread = next((f"a card cannot be read: {one}" for one in wrong), "")
        return cls(kind, digests, unread)

    @cached_property
    def passed(self) -> tuple[Link, ...]:
        """The cards that passed."""
        return tuple(link for link in self.kind.found if link.shown is Shown.PASS)

    @cached_property
    def flaky(self) -> tuple[Link, ...]:
        """The cards that both passed and failed, or of which that is said."""
        return tuple(filter(_is_flaky, self.kind.found))

    @cached_property
    def failed(self) -> tuple[Link, ...]:
        """The others that failed."""
        return tuple(link for link in self.kind.found if link.shown is Shown.FAIL and not _is_flaky(link))

    @cached_property
    def open(self) -> tuple[Link, ...]:
        """The cards that could not be decided."""
        return tuple(filter(_is_open, self.kind.found))

    @property
    def tampered(self) -> tuple[Item, ...]:
        """The cards in whose run somebody tampered with what judges them."""
        return tuple(self._item(link) for link in (*self.failed, *self.flaky) if self._cause(link) is Cause.TAMPERING)

    @property
    def waivable(self) -> Iterator[str]:
        """The keys of failures that a waiver may cover: all but tampering."""
        return (link.evidence.key for link in self.failed if self._cause(link) is not Cause.TAMPERING)

    def facts(self, covered: Mapping[str, str]) -> Iterator[Fact]:
        """Everything that a policy may ask of cards; ``covered`` are the waived keys."""
        failed = [link for link in self.failed if link.evidence.key not in covered]
        waived = [link for link in self.failed if link.evidence.key in covered]
        tally, open_, total = self._tally(), len(self.open), len(self.kind.links)
        yield Tally(unknown=self.unread).exactly("cards.total", total)
        yield tally.links("cards.passed", self.passed, self._item, open_)
        yield tally.links("cards.failed", failed, self._item, open_)
        yield tally.links("cards.inconclusive", self.open, self._item)
        yield tally.links("cards.flaky", self.flaky, self._item)
        yield self._rate(tally)
        yield tally.links("cards.waived", waived, self._item)
        yield tally.links("cards.judged", self._judged(), self._item, open_)
        told = [digest for link in self.kind.found if (digest := self._digest(link))]
        yield tally.exactly("cards.seconds", round(sum(one.seconds for one in told), 3))
        yield tally.exactly("cards.dollars", round(sum(one.dollars for one in told), 6))
        yield tally.exactly("cards.tokens", sum(one.tokens for one in told))

    def _rate(self, tally: Tally) -> Fact:
        total, passed = len(self.kind.links), len(self.passed)
        if not total:
            return Tally(unknown=self.unread or "there is no card").exactly("cards.pass_rate", 0)
        return tally.number("cards.pass_rate", passed / total, (passed + len(self.open)) / total)

    def _tally(self) -> Tally:
        """An empty kind is known to be empty."""
        unknown = self.unread or self.kind.why_unknown("card", COMMAND)
        open_ = [f"{link.evidence.id}: {one_line(link.reason or link.evidence.title)}" for link in self.open]
        undecided = f"{len(open_)} of {len(self.kind.links)} cards could not be decided: {named(open_)}"
        return Tally(self.kind.rest if self.kind.links else Rest(), unknown, undecided)

    def _judged(self) -> list[Link]:
        return [link for link in self.passed if (digest := self._digest(link)) and digest.judged]

    def _digest(self, link: Link) -> CardDigest | None:
        return self.digests.get((link.result.run, link.evidence.id)) if link.result else None

    def _cause(self, link: Link) -> Cause | None:
        digest = self._digest(link)
        return digest.cause if digest else None

    def _item(self, link: Link) -> Item:
        digest, evidence = self._digest(link), link.evidence
        line = digest.line if digest else evidence.place.line
        return Item(
            key=evidence.key,
            what=one_line(link.reason or evidence.title),
            place=Place(path=evidence.place.path, line=line),
            run=link.result.run if link.result else "",
        )


def _is_flaky(link: Link) -> bool:
    return link.shown is not Shown.PASS and bool(link.result and link.result.flaky)


def _is_open(link: Link) -> bool:
    return link.shown not in (Shown.PASS, Shown.FAIL) and not _is_flaky(link)
