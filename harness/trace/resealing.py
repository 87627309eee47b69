"""Whether a reviewer set or lifted the seals that a change brings; asking git who touched what lies in ``app`` and below."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from harness.domain.cards import Card
from harness.domain.requirements import Requirement
from harness.domain.tracing import Seal, SealRow, SealState
from harness.trace.sealing import address, last_seals, lines_by_card, lost, lost_row, sealed, set_by


@dataclass(frozen=True)
class Hands:
    """Who made a commit, by e-mail addresses in lower case; of what is not committed, both are who works here."""

    author: str
    committer: str


@dataclass(frozen=True)
class Since:
    """A change: the log ``before`` it, who the ``reviewers`` were then, who touched which path, and who logged which seal.

    ``beside`` is the log of what it is compared with, which may have grown meanwhile. ``touched`` tells of a path, ``logged``
    of a seal; None where nobody knows.
    """

    before: tuple[Seal, ...]
    beside: tuple[Seal, ...]
    reviewers: tuple[str, ...]
    touched: Callable[[str], Collection[Hands]]
    logged: Callable[[Seal], Hands | None]


def reviewed_rows(
    rows: Sequence[SealRow],
    log: Sequence[Seal],
    cards: Sequence[Card],
    requirements: Sequence[Requirement],
    since: Since,
) -> Iterator[SealRow]:
    """The rows as they stand after a change: a seal that it brings counts only if a reviewer set it.

    A seal that it lifts is told as well; a line of the log from before it that is not there any more breaks a seal.
    """
    missing = lost(since.before, log)
    now, logs = lines_by_card(log), [lines_by_card(one) for one in (since.before, since.beside)]
    known = {row.card for row in rows}
    told = [*rows, *(row for row in _lifted(log, since) if row.card not in known)]
    yield from (lost_row(id, since.before, "that revision") for id in sorted(missing))
    for row in told:
        if row.card not in missing:
            old = any(now.get(row.card) == one.get(row.card) for one in logs)
            yield row if old else _reviewed(row, cards, requirements, since)


def _lifted(log: Sequence[Seal], since: Since) -> Iterator[SealRow]:
    """What is sealed no more, though it was."""
    before = sealed(since.before)
    for id, seal in last_seals(log).items():
        if seal.lifted and id in before:
            reason = f"lifted {set_by(seal)}: {seal.reason}"
            yield SealRow(card=id, path=seal.path, state=SealState.LIFTED, reason=reason, seal=seal)


def _reviewed(row: SealRow, cards: Sequence[Card], requirements: Sequence[Requirement], since: Since) -> SealRow:
    seal = row.seal
    if row.state not in (SealState.WHOLE, SealState.LIFTED) or seal is None:
        return row
    what = _unreviewed(seal, _editors(seal, cards, requirements, since), since)
    return row.model_copy(update={"state": SealState.UNREVIEWED, "reason": what}) if what else row


def _unreviewed(seal: Seal, editors: Collection[str], since: Since) -> str:
    """Why a new seal is no reviewer's; empty where it is."""
    who, hands = address(seal.who), since.logged(seal)
    done = "lifted" if seal.lifted else "sealed"
    if hands is None:
        return f"nobody knows who logged that {seal.who} {done} it"
    if hands.author != who:
        return f"the log says that {seal.who} {done} it, and {hands.author or 'nobody'} logged that"
    if since.reviewers and who not in since.reviewers:
        return f"{seal.who} {done} it, who is none of the reviewers that `[seal] reviewers` names there"
    if not since.reviewers and who in editors:
        return f"{seal.who} edited it and {done} it"
    if hands.committer != who and hands.committer in editors and hands.committer not in since.reviewers:
        return f"{hands.committer} edited it and committed that {seal.who} {done} it"
    return ""


def _editors(seal: Seal, cards: Sequence[Card], requirements: Sequence[Requirement], since: Since) -> frozenset[str]:
    """Everybody who touched the card since, or a requirement of it that reads otherwise than it was sealed before."""
    before = sealed(since.before).get(seal.card)
    paths = set(_moved_documents(seal, before, requirements))
    if before is None or before.sha256 != seal.sha256 or seal.lifted:
        paths |= {seal.path, *(card.path for card in cards if card.id == seal.card), *([before.path] if before else [])}
    hands = [one for path in sorted(paths) for one in since.touched(path)]
    return frozenset(name for one in hands for name in (one.author, one.committer))


def _moved_documents(seal: Seal, before: Seal | None, requirements: Sequence[Requirement]) -> Iterator[str]:
    """Where those requirements stand that were sealed before with another hash."""
    if before is None:
        return
    for one in requirements:
        if seal.requirements.get(one.qualified) != before.requirements.get(one.qualified):
            yield one.place.path
