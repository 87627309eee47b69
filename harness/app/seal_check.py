"""The verb *seal check*: which seals are whole, and whether a reviewer set those that a change brings; it writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache
from pathlib import Path

from harness.adapters import deciding, seal_files
from harness.app.past_configuration import configuration_at
from harness.app.project import Project, load_project
from harness.app.sealing import LOG, Seals, every_card, load_seals
from harness.domain.nearest import did_you_mean
from harness.domain.tracing import Seal, SealRow
from harness.errors import DocumentError, MachineError, UsageError
from harness.trace.resealing import Hands, Since, reviewed_rows
from harness.trace.sealing import address


def check_seals(start: Path, names: Sequence[str] = (), since: str | None = None) -> tuple[SealRow, ...]:
    """The sealed cards of a project, or those that are named by path or id, with the states of their seals.

    With ``since`` (a branch or commit) the seals set or lifted since the work parted from it must be a reviewer's.

    Raises:
        DocumentError: if a document is invalid.
        UsageError: if a name is that of no sealed card.
        MachineError: if nobody can tell what happened since then.
    """
    project = load_project(start, others=True)
    if project.mistakes:
        raise DocumentError(project.mistakes)
    seals = load_seals(project)
    rows = seals.rows if since is None else _since(project, seals, since)
    return _named(rows, names, project, start)


def _since(project: Project, seals: Seals, revision: str) -> tuple[SealRow, ...]:
    change = seal_files.Change(project.root, revision)
    before = seal_files.committed_seals(project.root, LOG, change.base) or ()
    since = Since(
        before=before,
        beside=seal_files.committed_seals(project.root, LOG, change.tip) or (),
        reviewers=_reviewers(project, change.base),
        touched=_touched(change, seals.log.me or address(deciding.who(project.root))),
        logged=_logged(change, seals),
    )
    if seals.mistakes:
        return seals.rows
    return tuple(reviewed_rows(seals.rows, seals.log.now, every_card(project), project.requirements, since))


def _reviewers(project: Project, base: str) -> tuple[str, ...]:
    """Who could seal before the change: nobody makes themselves a reviewer of it."""
    try:
        then = configuration_at(project.root, base)
    except DocumentError as error:
        raise MachineError(f"who may seal is not known: {error}", "compare with a later revision") from error
    return tuple(address(one) for one in then.seal.reviewers) if then else ()


def _touched(change: seal_files.Change, me: str) -> Callable[[str], Collection[Hands]]:
    @cache
    def touched(path: str) -> tuple[Hands, ...]:
        found = [Hands(one.author, one.committer) for one in change.commits if path in one.paths]
        return (*found, Hands(me, me)) if change.is_edited(path) else tuple(found)

    return touched


def _logged(change: seal_files.Change, seals: Seals) -> Callable[[Seal], Hands | None]:
    logs = [*change.logs(LOG)]

    def logged(seal: Seal) -> Hands | None:
        """Who brought the last line on a card: the first commit that has as many of that line as there are now."""
        most = seals.log.now.count(seal)
        commit = next((one for one, log in logs if log.count(seal) == most), None)
        if commit:
            return Hands(commit.author, commit.committer)
        uncommitted = (seals.log.committed or ()).count(seal) < most
        return Hands(seals.log.me, seals.log.me) if uncommitted else None

    return logged


def _named(rows: Sequence[SealRow], names: Sequence[str], project: Project, start: Path) -> tuple[SealRow, ...]:
    if not names:
        return tuple(rows)
    known = {name: row for row in rows for name in (row.card, project.shown(row.path, start))}
    for name in names:
        if name not in known:
            raise UsageError(f"'{name}' is no sealed card", did_you_mean(name, {row.card for row in rows}))
    wanted = {known[name].card for name in names}
    return tuple(row for row in rows if row.card in wanted)
