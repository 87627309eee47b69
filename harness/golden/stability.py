"""What differs when nothing changed: from runs of one case, which redactions would mask it, and what remains unstable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.domain.golden import Capture, Difference, PartKind, Redaction
from harness.golden.comparing import Alike, differences
from harness.golden.redaction import NAMED, ORDER, masked, masked_in, redact

Run = Sequence[Capture]
_FIRST = ("uuids", "timestamps", "durations", "addresses", "ports", "paths", "dates", "times", "epochs", "tokens")
"""The order in which redactions are tried: what has a shape of its own before what could be anything."""


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

    A redaction is proposed only if what it masks in a leaf is as much in each run, and differs. Nothing masks a picture.
    """
    redactions = list(declared)
    wavering: dict[str, Wavering] = {}
    known = -1
    while len(redactions) != known:
        known = len(redactions)
        # What is masked may bring parts together that had other names in each run: then these are compared.
        for difference in _each(_between(runs, redactions, pictures)):
            masking = propose and not _is_of_picture(difference, runs)
            proposals = list(_proposals(difference, redactions)) if masking else []
            redactions.extend(proposals)
            if masking and (order := _order(difference, runs, redactions)) is not None:
                proposals.append(order)
                redactions.append(order)
            if proposals or str(difference) not in wavering:
                wavering[str(difference)] = Wavering(difference, tuple(proposals))
    unstable = dict.fromkeys(_leaf(one) for one in _between(runs, redactions, pictures))
    return Stability(tuple(redactions), tuple(wavering.values()), tuple(unstable))


def _each(found: Iterator[Difference]) -> Iterator[Difference]:
    """Each leaf once."""
    seen: set[str] = set()
    for one in list(found):
        if str(one) not in seen:
            seen.add(str(one))
            yield one


def _between(
    runs: Sequence[Run], redactions: Sequence[Redaction], pictures: Alike = str.__eq__
) -> Iterator[Difference]:
    """What differs between the first run and each other one."""
    first, *others = (redact(run, redactions).captures for run in runs)
    for other in others:
        yield from differences(first, other, pictures=pictures)


def _is_of_picture(difference: Difference, runs: Sequence[Run]) -> bool:
    where = difference.place, difference.part
    found = (part.kind for run in runs for one in run for part in one.parts if (one.place, part.name) == where)
    return next(found, None) is PartKind.PICTURE


def _leaf(difference: Difference) -> str:
    """The leaf that wavers; of text the whole part, since the number of its lines may waver as well."""
    return str(difference).partition(" / line ")[0]


def _proposals(difference: Difference, declared: Sequence[Redaction]) -> Iterator[Redaction]:
    """Named redactions that mask something which differs in a leaf."""
    golden, received = difference.golden, difference.received
    if golden is None or received is None:
        yield from _of_names(difference, declared)
        return
    for one in declared:
        golden, received = masked(golden, one), masked(received, one)
    for name in (one for one in _FIRST if one in NAMED.names()):
        candidate = Redaction(name=name)
        before, after = masked_in(golden, candidate), masked_in(received, candidate)
        if len(before) == len(after) and before != after:
            yield candidate
            golden, received = masked(golden, candidate), masked(received, candidate)


def proposals_for(difference: Difference, declared: Sequence[Redaction] = ()) -> Iterator[Redaction]:
    """Named redactions that would mask something which differs in one leaf."""
    return _proposals(difference, declared)


def _of_names(difference: Difference, declared: Sequence[Redaction]) -> Iterator[Redaction]:
    """Named redactions that mask something in the name of a part which is not there in every run."""
    name = difference.part
    for one in declared:
        name = masked(name, one)
    for candidate in (Redaction(name=one) for one in _FIRST if one in NAMED.names()):
        if masked_in(name, candidate):
            yield candidate
            return


def _order(difference: Difference, runs: Sequence[Run], declared: Sequence[Redaction]) -> Redaction | None:
    """The redaction of an order under which a leaf that still differs does not any more; None where there is none."""
    if not _differs(difference, runs, declared):
        return None
    for candidate in (Redaction(name=ORDER), Redaction(name=ORDER, path=_part(difference))):
        if candidate not in declared and not _differs(difference, runs, [*declared, candidate]):
            return candidate
    return None


def _differs(difference: Difference, runs: Sequence[Run], redactions: Sequence[Redaction]) -> bool:
    return any(_leaf(one) == _leaf(difference) for one in _between(runs, redactions))


def _part(difference: Difference) -> str:
    """How the redaction of an order names the leaf: the part of text, the dotted way into JSON."""
    part, *way = _leaf(difference).partition(" / ")[2].split(" / ")
    return ".".join(way) if way else part
