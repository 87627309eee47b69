"""Whether the seals of cards are whole; whether a reviewer set them lies in ``resealing``, reading them in ``app``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from harness.domain.cards import Card
from harness.domain.requirements import ByName, Requirement
from harness.domain.tracing import Seal, SealRow, SealState

_ADDRESS = re.compile(r"<([^<>]+)>\s*$")


@dataclass(frozen=True)
class Log:
    """The lines of the log of seals: as they are ``now``, and as the last commit has them (None: there is no git).

    ``me`` is who works here, by the e-mail address that git is configured with.
    """

    now: tuple[Seal, ...]
    committed: tuple[Seal, ...] | None = None
    me: str = ""


def address(who: str) -> str:
    """What somebody is known by: their e-mail address where it is told, in lower case."""
    found = _ADDRESS.search(who)
    return (found[1] if found else who).strip().lower()


def last_seals(log: Iterable[Seal]) -> dict[str, Seal]:
    """What was decided last of each card, by its id."""
    return {seal.card: seal for seal in log}


def sealed(log: Iterable[Seal]) -> dict[str, Seal]:
    """The last seal of each card that has one."""
    return {id: seal for id, seal in last_seals(log).items() if not seal.lifted}


def lost(before: Sequence[Seal], now: Sequence[Seal]) -> frozenset[str]:
    """The cards of which a line was there before and is not now, or stands in another order: a log only grows."""
    lines = lines_by_card(now)
    return frozenset(id for id, old in lines_by_card(before).items() if not _grown(old, lines.get(id, ())))


def lines_by_card(log: Iterable[Seal]) -> dict[str, list[str]]:
    """The lines of a log on each card, in their order, in a form that tells one line from another."""
    found: dict[str, list[str]] = {}
    for seal in log:
        found.setdefault(seal.card, []).append(seal.model_dump_json())
    return found


def seal_rows(log: Log, cards: Collection[Card], requirements: Iterable[Requirement]) -> tuple[SealRow, ...]:
    """Every sealed card with the state of its seal, by their ids."""
    known, by_id, at = ByName(requirements), _by_id(cards), {card.path: card.id for card in cards}
    doubts = dict(_doubts(log))
    rows = {}
    for id, seal in last_seals(log.now).items():
        row = None if seal.lifted else _state(seal, by_id.get(id, ()), known, at.get(seal.path, ""))
        if id in doubts and (row is None or row.state is SealState.WHOLE):
            row = _row(seal, SealState.BROKEN, doubts[id])
        if row is not None:
            rows[id] = row
    rows |= {id: lost_row(id, log.committed or (), "the last commit") for id in lost(log.committed or (), log.now)}
    return tuple(rows[id] for id in sorted(rows))


def why_broken(rows: Sequence[SealRow], cards: Iterable[Card]) -> dict[str, str]:
    """Why a card cannot pass, by its id; also of a card that took the place of a sealed one under another name."""
    known = {row.card for row in rows}
    at = {card.path: card.id for card in cards if card.id not in known}
    renamed = {at[row.path]: row.reason for row in rows if row.state is SealState.GONE and row.path in at}
    return {**renamed, **{row.card: row.reason for row in rows if row.state is not SealState.WHOLE}}


def set_by(seal: Seal) -> str:
    """Who set a seal and when, in words."""
    return f"by {seal.who} on {seal.when.partition('T')[0]}"


def lost_row(id: str, before: Iterable[Seal], where: str) -> SealRow:
    """A card of which the log has lost a line that it had ``before``; ``where`` says when that was."""
    seal = last_seals(before)[id]
    return _row(seal, SealState.BROKEN, f"the log of seals lacks a line on {id} that {where} has")


def _by_id(cards: Iterable[Card]) -> dict[str, list[Card]]:
    found: dict[str, list[Card]] = {}
    for card in cards:
        found.setdefault(card.id, []).append(card)
    return found


def _state(seal: Seal, of_it: Sequence[Card], known: ByName, there: str) -> SealRow:
    """``of_it`` are the cards of its id, ``there`` is the id of the card that lies where it lay."""
    if not of_it:
        now = f"{seal.path} is the card {there} now" if there else "no card has that id now"
        return _row(seal, SealState.GONE, f"{seal.card} was sealed {set_by(seal)}, and {now}")
    if len(of_it) > 1:
        both = " and ".join(card.path for card in of_it)
        return _row(seal, SealState.EDITED, f"sealed {set_by(seal)}, and its id stands in {both} now")
    (card,) = of_it
    if card.sha256 != seal.sha256:
        return _row(seal, SealState.EDITED, f"edited since it was sealed {set_by(seal)}", card.path)
    moved = _moved(seal, card, known)
    if moved:
        return _row(seal, SealState.MOVED, f"{moved} since it was sealed {set_by(seal)}", card.path)
    return _row(seal, SealState.WHOLE, "", card.path)


def _moved(seal: Seal, card: Card, known: ByName) -> str:
    """What of the requirements is not as it was sealed; empty where all is."""
    now: dict[str, str] = {}
    for claim in card.verifies:
        found = known.all(claim)
        if len(found) != 1:
            return f"requirement {claim} names {'several' if found else 'none'}"
        now[found[0].qualified] = found[0].sha256
    changed = sorted(id for id in {*now, *seal.requirements} if now.get(id) != seal.requirements.get(id))
    return f"{'requirement' if len(changed) == 1 else 'requirements'} {', '.join(changed)} changed" if changed else ""


def _doubts(log: Log) -> Iterator[tuple[str, str]]:
    """The cards on which the last line of the log may not be what it says, and why."""
    now, latest = lines_by_card(log.now), _latest(log.now)
    before = now if log.committed is None else lines_by_card(log.committed)
    for id, seal in last_seals(log.now).items():
        done = f"{'lifted' if seal.lifted else 'sealed'} {set_by(seal)}"
        if seal.when < latest[id]:
            # An old line that was put at the end once more would bring an old text back.
            yield id, f"the last line of the log says that it was {done}, and a line before it is newer"
        elif now[id] != before.get(id) and address(seal.who) != log.me:
            who = log.me or "unknown to git"
            yield id, f"the log says that it was {done}; that is not committed, and who works here is {who}"


def _latest(log: Iterable[Seal]) -> dict[str, str]:
    found: dict[str, str] = {}
    for seal in log:
        found[seal.card] = max(seal.when, found.get(seal.card, ""))
    return found


def _row(seal: Seal, state: SealState, reason: str, path: str = "") -> SealRow:
    return SealRow(card=seal.card, path=path or seal.path, state=state, reason=reason, seal=seal)


def _grown(before: Sequence[str], now: Sequence[str]) -> bool:
    """Whether all lines from before are still there, in their order; a merge may put others between them."""
    left = iter(now)
    return all(line in left for line in before)
