"""The seals of a project's cards and what became of them; setting them and asking git who did lie beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from harness.adapters import deciding, seal_files
from harness.app.project import CARDS, Project
from harness.domain.cards import Card
from harness.domain.places import Mistake, Place, Severity
from harness.domain.tracing import Seal, SealRow, SealState
from harness.errors import DocumentError, MachineError, TreeError
from harness.trace.sealing import Log, address, seal_rows, why_broken

LOG = f"{CARDS}/seals.jsonl"
HINT = "let a reviewer look at it, and seal it again: `harness seal CARD --reason ...`"
_NO_GIT = (TreeError, MachineError)
_UNKNOWN = "whether it is as it was sealed cannot be told"
LOG_HINT = f"take the log back: `git checkout HEAD -- {LOG}`; it only ever grows"


@dataclass(frozen=True)
class Seals:
    """The log of a project as it was read; ``mistakes`` are of lines that are none."""

    log: Log
    rows: tuple[SealRow, ...]
    mistakes: tuple[Mistake, ...] = ()


def load_seals(project: Project) -> Seals:
    """The seals of a project with all its cards (``load_project(..., others=True)``, where only some are asked for).

    Raises:
        TreeError: if the project's repository cannot be read.
    """
    committed = seal_files.committed_seals(project.root, LOG)
    try:
        now, mistakes = seal_files.seals(project.root, LOG), ()
    except DocumentError as error:
        return Seals(Log(committed or ()), _unreadable(project, committed or (), error), error.mistakes)
    if not now and not committed:
        return Seals(Log(now, committed), ())
    log = Log(now, committed, address(deciding.who(project.root)))
    return Seals(log, seal_rows(log, every_card(project), project.requirements), mistakes)


@dataclass(frozen=True)
class SealsFound:
    """What became of the seals of a project: ``broken`` says why cards cannot pass, by their ids.

    ``unknown`` says why none of that can be told, and no card can pass then.
    """

    rows: tuple[SealRow, ...] = ()
    broken: Mapping[str, str] = field(default_factory=dict)
    unknown: str = ""


def found_seals(project: Project) -> SealsFound:
    """The seals of a project; where the log or the repository cannot be read, what that makes of its cards."""
    try:
        rows = load_seals(project).rows
    except _NO_GIT as error:
        why = f"{_UNKNOWN}: {error.what}"
        return SealsFound(broken={card.id: why for card in every_card(project)}, unknown=why)
    return SealsFound(rows, why_broken(rows, every_card(project)))


def broken_seals(project: Project) -> Mapping[str, str]:
    """Why cards cannot pass, by their ids: those whose seal is broken; all while the log or the repository cannot be read."""
    return found_seals(project).broken


def gone_seals(project: Project) -> tuple[str, ...]:
    """What is to be told of sealed cards that are not there any more: a card may go by another name now, and unsealed."""
    try:
        rows = load_seals(project).rows
    except _NO_GIT:
        return ()  # then no card could pass, and each says why
    return tuple(f"{row.reason}: {hint_of(row)}" for row in rows if row.state is SealState.GONE)


def seal_mistakes(project: Project) -> Iterator[Mistake]:
    """What is wrong with the seals of a project, as lint tells it."""
    try:
        seals = load_seals(project)
    except _NO_GIT as error:
        if (project.root / LOG).exists():
            yield _untold(error)
        return
    yield from seals.mistakes
    for row in () if seals.mistakes else seals.rows:
        if row.state is not SealState.WHOLE:
            yield _mistake(row, project)


def every_card(project: Project) -> tuple[Card, ...]:
    """The cards that were asked for, and the others."""
    return (*project.cards, *project.others)


def is_broken(row: SealRow) -> bool:
    """Whether nobody may rely on a seal."""
    return row.state not in (SealState.WHOLE, SealState.LIFTED)


def hint_of(row: SealRow) -> str:
    """What to do about a seal that is not whole."""
    if row.state is SealState.BROKEN:
        return LOG_HINT
    if row.state is SealState.UNREVIEWED:
        return "let somebody else look at it, seal it, and commit that: `harness seal CARD --reason ...`"
    if row.state is SealState.GONE:
        return "bring it back; or let a reviewer lift its seal: `harness seal lift CARD --reason ...`"
    return HINT


def _mistake(row: SealRow, project: Project) -> Mistake:
    lost = row.state in (SealState.BROKEN, SealState.GONE)
    return Mistake(
        place=Place(path=LOG if lost else row.path),
        what=f"{row.card}: {row.reason}; it cannot pass" if not lost else row.reason,
        hint=hint_of(row),
        code=seal_files.SEAL_LOST.code if lost else seal_files.SEAL_BROKEN.code,
        severity=Severity.ERROR if lost else Severity.WARNING,
    )


def _untold(error: TreeError | MachineError) -> Mistake:
    return Mistake(
        place=Place(path=LOG),
        what=f"{_UNKNOWN}: {error.what}",
        hint=error.hint,
        code=seal_files.LOG_BROKEN.code,
        severity=Severity.WARNING,
    )


def _unreadable(project: Project, committed: tuple[Seal, ...], error: DocumentError) -> tuple[SealRow, ...]:
    reason = f"the log of seals cannot be read: {error.mistakes[0]}"
    paths = {seal.card: seal.path for seal in committed} | {card.id: card.path for card in every_card(project)}
    return tuple(SealRow(card=id, path=paths[id], state=SealState.BROKEN, reason=reason) for id in sorted(paths))
