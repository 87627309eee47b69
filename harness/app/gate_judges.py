"""Which files the change edits by which it is judged, and who answers for that; which files those are lies beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import PurePosixPath

from harness.adapters import deciding
from harness.adapters.git import PathChange
from harness.adapters.git_paths import entries_at
from harness.adapters.reviewing import Review
from harness.adapters.revisions import files_at
from harness.adapters.seal_files import Change, Commit
from harness.app.gate_parting import Parting, common, parting, policy_at
from harness.app.judge_changes import Changes, changes
from harness.app.judge_kinds import Judges
from harness.app.project import Project
from harness.domain.configuration import GatePolicy
from harness.domain.gate import JudgeEdit
from harness.errors import HarnessError
from harness.trace.sealing import address

_MOST_REFUSALS = 3
_MAIL = re.compile(r"[^\s@,]+@[^\s@,]+")
_NOT_COMMITTED = "not committed, so that nobody can have reviewed it"


@dataclass(frozen=True)
class Judged:
    """The judges that a change edits, by their paths.

    ``since`` is the commit that the change parted from; empty where there is none, as before the first commit. ``unknown`` says
    why nobody can tell, with what to do; empty where ``edits`` is all. Of an edit that nobody answers for, ``how`` says why.
    """

    edits: tuple[JudgeEdit, ...] = ()
    since: str = ""
    unknown: str = ""

    @property
    def unreviewed(self) -> tuple[JudgeEdit, ...]:
        """The edits that nobody answers for."""
        return tuple(one for one in self.edits if not one.reviewer)


def judged(project: Project, since: str | None = None, reviewed_by: Sequence[str] = ()) -> Judged:
    """The judges that the change edits which ends in the working tree of a project, all that is not committed included.

    ``since`` names what it parted from (None: ``[gate] base``, or what the pipeline or the repository says); ``reviewed_by``
    are e-mail addresses of those who answer for the edits. Nothing is raised where nobody can tell.
    """
    base = ""
    try:
        found = parting(project.root, since, project.configuration.gate)
        if found is None:
            return Judged()
        base = found.base
        return Judged(tuple(_Judging(project, found).edits(reviewed_by)), base)
    except HarnessError as error:
        return Judged(since=base, unknown="; ".join(filter(None, (error.what, error.hint))))


@dataclass(frozen=True)
class _Judging:
    """One change: what it edits, and who may answer for that. All that decides on it is read as it was before."""

    project: Project
    parting: Parting

    def edits(self, reviewed_by: Sequence[str]) -> Iterator[JudgeEdit]:
        """The edits, sorted by path."""
        for path, kind in sorted(self._kinds.items()):
            reviewer, how = self._reviewer(path, reviewed_by)
            yield JudgeEdit(path=_written(path), kind=kind, by=self._by(path), reviewer=reviewer, how=how)

    def _reviewer(self, path: str, reviewed_by: Sequence[str]) -> tuple[str, str]:
        """Who answers for an edit and how that is known; or nobody, and why."""
        if path in self._uncommitted:
            return "", _NOT_COMMITTED
        refused: dict[str, None] = {}
        for commit in reversed(self._commits):
            for who in self._review.told[commit.id].reviewed:
                why = self._why_not(who) or self._why_not_in(commit, who, path)
                if not why:
                    return who, f"reviewed and signed off in {commit.id[:12]}"
                refused[f"{who}, as {commit.id[:12]} says, {why}"] = None
        for who in map(address, reviewed_by):
            why = self._why_not(who) if self._owners is not None else "is named where no file of owners was"
            if not why:
                return who, "named by --reviewed-by"
            refused[f"{who} {why}"] = None
        said = "; ".join(list(refused)[:_MOST_REFUSALS])
        return "", said or "no commit since says who reviewed it"

    def _why_not(self, who: str) -> str:
        """Why somebody may answer for no edit; empty where they may."""
        if self._owners is not None and who not in self._owners:
            return f"is none of the owners that `{self._policy.owners}` named before the change"
        if self._review.person(who) in self._editors:
            return "edited what the change is judged by"
        return ""

    def _why_not_in(self, commit: Commit, who: str, path: str) -> str:
        """Why a commit does not show that somebody reviewed the edit of a path; empty where it does."""
        if not self._touching(path) <= self._review.history(commit.id) or not self._shows(commit.id, path):
            return "reviewed another text of it"
        if self._policy.signed and not self._review.is_signed(commit.id, who):
            return "did not sign that with a key that is known"
        return ""

    def _shows(self, commit: str, path: str) -> bool:
        """Whether a commit of the change shows the same edit of a path: the same before, and the same after."""
        here = self._entry(self.parting.base, path), self._entry(self.parting.head, path)
        return (self._entry(self._before(commit), path), self._entry(commit, path)) == here

    def _entry(self, revision: str, path: str) -> str:
        return self._entries(revision).get(path, "")

    @cached_property
    def _entries(self) -> Callable[[str], Mapping[str, str]]:
        return cache(lambda revision: entries_at(self.project.root, revision, self._kinds))

    @cached_property
    def _before(self) -> Callable[[str], str]:
        return cache(lambda commit: common(self.project.root, self.parting.tip, commit))

    def _by(self, path: str) -> tuple[str, ...]:
        found = {name for one in self._commits if path in one.paths for name in self._hands(one)}
        if path in self._uncommitted:
            found.add(address(deciding.who(self.project.root)))
        return tuple(sorted(found))

    def _touching(self, path: str) -> frozenset[str]:
        return frozenset(one.id for one in self._commits if path in one.paths)

    @cached_property
    def _editors(self) -> frozenset[str]:
        """Everybody who made a commit that edits a judge, whether or not that edit is still there."""
        commits = (
            one for one in self._commits if any(path in self._kinds or self._judges.kind(path) for path in one.paths)
        )
        return frozenset(self._review.person(name) for one in commits for name in self._hands(one))

    def _hands(self, commit: Commit) -> tuple[str, ...]:
        return commit.author, commit.committer, *self._review.told[commit.id].written

    @cached_property
    def _commits(self) -> tuple[Commit, ...]:
        return Change(self.project.root, self.parting.tip).commits

    @cached_property
    def _review(self) -> Review:
        return Review(self.project.root, self.parting.tip, self.parting.base)

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return self._judges.edited(self._changes.since)

    @property
    def _uncommitted(self) -> Mapping[str, PathChange]:
        return self._changes.uncommitted

    @cached_property
    def _changes(self) -> Changes:
        return changes(self.project.root, self.parting, self._judges)

    @cached_property
    def _judges(self) -> Judges:
        policies = (self._policy, self.project.configuration.gate)
        named = {PurePosixPath(one.owners).as_posix(): "policy" for one in policies if one.owners}
        named |= {path: "policy" for path in (self._review.signers,) if path and self._policy.signed}
        return Judges(self.project, self.parting.base, named, [one.judges for one in policies])

    @cached_property
    def _policy(self) -> GatePolicy:
        return policy_at(self.project.root, self.parting.base)

    @cached_property
    def _owners(self) -> frozenset[str] | None:
        """The addresses of those who may review, as the file said before the change; None where no file was named."""
        name = self._policy.owners
        if name is None:
            return None
        path = PurePosixPath(name).as_posix()
        data = files_at(self.project.root, self.parting.base, (path,)).get(path, b"")
        lines = (line.partition("#")[0] for line in data.decode("utf-8", "replace").split("\n"))
        return frozenset(one for one in map(address, lines) if _MAIL.fullmatch(one))


def _written(path: str) -> str:
    return path.encode("utf-8", "replace").decode("utf-8")
