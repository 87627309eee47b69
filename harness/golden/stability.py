"""What differs when nothing changed: from runs of one case, which redactions would mask it, and what remains unstable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.domain.golden import Capture, Difference, DifferenceClass, PartKind, Redaction
from harness.golden.candidates import hides_the_same, leaf_of, narrowed, orders_for, proposals_for
from harness.golden.comparing import Alike, differences
from harness.golden.redaction import redact

__all__ = ["Stability", "Wavering", "proposals_for", "stability"]

Run = Sequence[Capture]
_MOST_TRIED = 50
"""So many leaves are tried with an order; with more of them, order is not what they lack."""


@dataclass(frozen=True)
class Wavering:
    """A leaf that differed from run to run, one of its differences, and the redactions that are proposed for it."""

    difference: Difference
    proposals: tuple[Redaction, ...] = ()


@dataclass(frozen=True)
class Stability:
    """What several runs of one case told: every redaction that it needs, what wavered, and the leaves that still do."""

    redactions: tuple[Redaction, ...]
    wavering: tuple[Wavering, ...] = ()
    unstable: tuple[str, ...] = ()

    @property
    def proposed(self) -> tuple[Redaction, ...]:
        """The redactions that nobody has declared."""
        return tuple(dict.fromkeys(proposal for one in self.wavering for proposal in one.proposals))


def stability(
    runs: Sequence[Run], declared: Sequence[Redaction] = (), propose: bool = True, pictures: Alike = str.__eq__
) -> Stability:
    """Compare runs with one another; ``propose`` finds redactions for what differs, ``pictures`` compares those.

    A redaction is proposed only if what it masks in a leaf is as much in each run, and differs; where it would hide something
    that does not waver, it is kept to the leaf. Nothing masks a picture.
    """
    found = _Finding(runs, declared, pictures)
    if propose:
        found.propose()
    return found.result()


class _Finding:
    """The redactions that were found so far, and what wavered."""

    def __init__(self, runs: Sequence[Run], declared: Sequence[Redaction], pictures: Alike) -> None:
        self._runs = runs
        self._pictures = pictures
        self._redactions = list(declared)
        self._tried: set[str] = set()
        self._wide: dict[Redaction, bool] = {}
        self._known: dict[tuple[str, tuple[Redaction, ...], int], frozenset[str]] = {}
        self._wavering: dict[str, Wavering] = {}
        self._note(self._between())

    def propose(self) -> None:
        """Look until nothing new is found: what is masked may bring parts together that had other names in each run."""
        known = -1
        while len(self._redactions) != known:
            known = len(self._redactions)
            wavering = list(self._between())
            self._note(wavering)
            declared = tuple(self._redactions)
            for one in _each(wavering):
                self._add(one, [self._fitting(candidate, one) for candidate in self._candidates(one, declared)])
            for one in _each(self._between()):
                self._add(one, self._orders(one))

    def result(self) -> Stability:
        """What it told."""
        unstable = dict.fromkeys(leaf_of(one) for one in self._between())
        return Stability(tuple(self._redactions), tuple(self._wavering.values()), tuple(unstable))

    def _note(self, found: Iterator[Difference] | Sequence[Difference]) -> None:
        for one in found:
            self._wavering.setdefault(str(one), Wavering(one))

    def _add(self, difference: Difference, proposals: Sequence[Redaction]) -> None:
        if not proposals:
            return
        self._redactions.extend(one for one in dict.fromkeys(proposals) if one not in self._redactions)
        before = self._wavering.get(str(difference), Wavering(difference))
        together = tuple(dict.fromkeys((*before.proposals, *proposals)))
        self._wavering[str(difference)] = Wavering(before.difference, together)

    def _between(self, redactions: Sequence[Redaction] = (), place: str = "") -> Iterator[Difference]:
        """What differs between the first run and each other one, everywhere or in one step."""
        kept = [[one for one in run if not place or one.place == place] for run in self._runs]
        first, *others = (redact(run, [*self._redactions, *redactions]).captures for run in kept)
        for other in others:
            yield from differences(first, other, pictures=self._pictures)

    def _candidates(self, difference: Difference, declared: Sequence[Redaction]) -> Iterator[Redaction]:
        if difference.kind is DifferenceClass.ORDER:
            return  # no shape is needed where an order does
        if self._kind(difference) not in (PartKind.PICTURE, PartKind.BINARY):
            yield from proposals_for(difference, declared)

    def _fitting(self, candidate: Redaction, difference: Difference) -> Redaction:
        """The redaction for everything that is shown, or for the leaf alone where it would hide too much."""
        if candidate not in self._wide:
            self._wide[candidate] = not hides_the_same(candidate, self._runs)
        return candidate if self._wide[candidate] else narrowed(candidate, difference)

    def _orders(self, difference: Difference) -> Sequence[Redaction]:
        """The redaction of an order under which a leaf that still differs does not any more; none where there is none."""
        leaf, kind = leaf_of(difference), self._kind(difference)
        if kind not in (PartKind.TEXT, PartKind.JSON) or leaf in self._tried or len(self._tried) == _MOST_TRIED:
            return ()
        self._tried.add(leaf)
        if not self._differs(difference, ()):
            return ()
        found = (one for one in orders_for(difference, kind) if not self._differs(difference, (one,)))
        return tuple(one for one in (next(found, None),) if one is not None)

    def _differs(self, difference: Difference, redactions: tuple[Redaction, ...]) -> bool:
        asked = (difference.place, redactions, len(self._redactions))
        if asked not in self._known:
            self._known[asked] = frozenset(leaf_of(one) for one in self._between(redactions, difference.place))
        return leaf_of(difference) in self._known[asked]

    def _kind(self, difference: Difference) -> PartKind | None:
        parts = (part for run in self._runs for one in run if one.place == difference.place for part in one.parts)
        return next((part.kind for part in parts if part.name == difference.part), None)


def _each(found: Iterator[Difference] | Sequence[Difference]) -> Iterator[Difference]:
    """Each leaf once."""
    seen: set[str] = set()
    for one in list(found):
        if str(one) not in seen:
            seen.add(str(one))
            yield one
