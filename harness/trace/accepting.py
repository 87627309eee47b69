"""What a person may accept of a trace: that its evidence shows a requirement, once all of it passes on this tree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.domain.tracing import Anchor, Link, RowState, Shown, Trace, TraceRow
from harness.trace.states import beneath_suspicion
from harness.trace.suspect import GONE

_WHY = {
    RowState.FAILING: "it fails on this tree",
    RowState.UNDECIDED: "not all of its evidence passes on this tree",
    RowState.UNTESTED: "nothing shows it on this tree",
}


@dataclass(frozen=True)
class Offer:
    """A requirement of which something is to be looked at: the links that moved, or that nobody ever accepted."""

    row: TraceRow
    links: tuple[Link, ...]

    @property
    def suspect(self) -> bool:
        """Whether something moved since it was accepted."""
        return any(link.moved for link in self.links)


@dataclass(frozen=True)
class Offers:
    """What may be accepted, what moved first, and what may not, with why."""

    open: tuple[Offer, ...]
    refused: tuple[tuple[Offer, str], ...]


@dataclass(frozen=True)
class Signature:
    """Who accepts, when (RFC 3339, UTC) and why."""

    who: str
    when: str
    reason: str


def offers(trace: Trace) -> Offers:
    """Everything that is to be looked at. What does not pass as a whole is never offered."""
    found = [one for row in trace.rows if (one := _offer(row)) is not None]
    refused = [(one, why) for one in found if (why := _refused(one.row))]
    barred = {id(one) for one, _ in refused}
    may = [one for one in found if id(one) not in barred]
    return Offers(tuple(sorted(may, key=lambda one: not one.suspect)), tuple(refused))


def anchors(offer: Offer, tree: str, signature: Signature) -> Iterator[Anchor]:
    """The lines of the lock that say that someone looked at these links; one that is gone is kept as rightly so."""
    requirement = offer.row.requirement
    for link in offer.links:
        yield Anchor(
            requirement=requirement.qualified,
            requirement_sha256=requirement.sha256,
            evidence=link.evidence.key,
            evidence_sha256="" if is_gone(link) else link.evidence.sha256,
            shown=link.shown,
            tree=tree,
            who=signature.who,
            when=signature.when,
            reason=signature.reason,
        )


def is_gone(link: Link) -> bool:
    """Whether this was accepted as evidence, and is so no more."""
    return GONE in link.moved


def _offer(row: TraceRow) -> Offer | None:
    links = tuple(link for link in row.links if link.moved or link.accepted is None)
    return Offer(row, links) if links else None


def _refused(row: TraceRow) -> str:
    state = beneath_suspicion(_there(row.links))
    if state is RowState.VERIFIED:
        return ""
    keys = [link.evidence.key for link in _there(row.links) if link.shown not in (Shown.PASS, Shown.CLAIMED)]
    named = f" ({', '.join(keys[:3])}{' …' if len(keys) > 3 else ''})" if keys else ""
    return f"{_WHY[state]}{named}"


def _there(links: Iterable[Link]) -> list[Link]:
    return [link for link in links if not is_gone(link)]
