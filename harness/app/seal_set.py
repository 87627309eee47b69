"""The verbs *seal set* and *seal lift*: a reviewer's decision on cards, logged; whether it holds is told by *seal check*."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from harness.adapters import clock, deciding
from harness.app.lint import lint_errors
from harness.app.project import Project, load_project
from harness.app.sealing import LOG, LOG_HINT, Seals, load_seals
from harness.app.selection import Selection, select
from harness.domain.cards import Card
from harness.domain.nearest import did_you_mean
from harness.domain.requirements import ByName, Requirement
from harness.domain.tracing import Seal
from harness.domain.visible import is_blank
from harness.errors import DocumentError, UsageError
from harness.trace.sealing import address, lost, sealed


def seal_cards(start: Path, names: Sequence[str], reason: str) -> tuple[Seal, ...]:
    """Seal the cards that are named by their paths or ids; those that this reviewer sealed as they are, are left out.

    Raises:
        DocumentError: if a document is invalid, or a card breaks rules for cards.
        UsageError: where nobody may seal, or a card cannot be sealed as it is.
        MachineError: where the log cannot be written.
    """
    who = _signature(start, reason)
    project, cards = select(start, Selection(names=tuple(names)))
    _refuse_errors(project, cards)
    seals = _whole_log(project)
    new = [one for card in cards if not _is_sealed(one := _seal(project, card, who, reason), seals)]
    with deciding.logged(project.root / LOG, *new):
        return tuple(new)


def lift_seals(start: Path, names: Sequence[str], reason: str) -> tuple[Seal, ...]:
    """Take the seals of cards away, named by their ids or by where they lay when they were sealed.

    Raises:
        DocumentError: if the log or the configuration is invalid.
        UsageError: where nobody may lift a seal, or a name is that of no sealed card.
        MachineError: where the log cannot be written.
    """
    who = _signature(start, reason)
    project = load_project(start)
    seals = _whole_log(project)
    known = sealed(seals.log.now)
    new = [_lifted(_named(known, project, name, start), who, reason) for name in dict.fromkeys(names)]
    with deciding.logged(project.root / LOG, *new):
        return tuple(new)


def _signature(start: Path, reason: str) -> str:
    """Who decides. Raises UsageError where nobody may, or nobody knows who it is."""
    refused = deciding.may_decide("sealed")
    if refused:
        raise UsageError(refused, "a reviewer seals at a terminal, and commits that")
    if is_blank(reason):
        raise UsageError("a seal needs a reason", "say what was looked at: `--reason`")
    who = deciding.who(start)
    if "@" not in address(who):
        raise UsageError("git does not know who you are", "set your e-mail address: `git config user.email`")
    return who


def _refuse_errors(project: Project, cards: Sequence[Card]) -> None:
    found = lint_errors(project, cards)
    if found:
        raise DocumentError([mistake for mistakes in found.values() for mistake in mistakes])


def _whole_log(project: Project) -> Seals:
    """The log, where it can be read and has lost nothing."""
    seals = load_seals(project)
    if seals.mistakes:
        raise DocumentError(seals.mistakes)
    gone = sorted(lost(seals.log.committed or (), seals.log.now))
    if gone:
        raise UsageError(f"the log of seals lacks lines on {', '.join(gone)} that the last commit has", LOG_HINT)
    return seals


def _seal(project: Project, card: Card, who: str, reason: str) -> Seal:
    verified = [_only(project, card, claim) for claim in card.verifies]
    return Seal(
        card=card.id,
        path=card.path,
        sha256=card.sha256,
        requirements={one.qualified: one.sha256 for one in verified},
        who=who,
        when=clock.timestamp(),
        reason=reason.strip(),
    )


def _only(project: Project, card: Card, claim: str) -> Requirement:
    """The one requirement of a name. Raises UsageError where there is none, or another."""
    known = ByName(project.requirements)
    found = known.all(claim)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"{card.id}: requirement '{claim}' is not known", did_you_mean(claim, known.names()))
    listed = " or ".join(f"'{one.qualified}'" for one in found)
    raise UsageError(f"{card.id}: requirement '{claim}' names {len(found)} requirements", f"write {listed}")


def _is_sealed(seal: Seal, seals: Seals) -> bool:
    """Whether the same reviewer sealed the same already."""
    last = sealed(seals.log.now).get(seal.card)
    signed = {"when": seal.when, "reason": seal.reason}
    return last is not None and last.model_copy(update=signed) == seal


def _named(known: dict[str, Seal], project: Project, name: str, start: Path) -> Seal:
    for id, seal in known.items():
        if name in (id, project.shown(seal.path, start)):
            return seal
    raise UsageError(f"'{name}' is no sealed card", did_you_mean(name, known))


def _lifted(seal: Seal, who: str, reason: str) -> Seal:
    signed = {"who": who, "when": clock.timestamp(), "reason": reason.strip(), "lifted": True}
    return seal.model_copy(update=signed)
