"""The branch that work is for: as the pipeline names it, or as the repository shows it; what changed since lies elsewhere."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.git import Git
from harness.adapters.seal_files import UNSHALLOW, in_git
from harness.errors import MachineError, TreeError

_TARGETS = (
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "BITBUCKET_PR_DESTINATION_BRANCH",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "BUILDKITE_PULL_REQUEST_BASE_BRANCH",
    "CHANGE_TARGET",
)
"""Where pipelines (of GitHub, GitLab, Bitbucket, Azure, Buildkite, Jenkins) name the branch that a change is for."""
_BASE = "CI_MERGE_REQUEST_DIFF_BASE_SHA"
"""Where GitLab names the commit that a merge request parted from."""
_DEFAULT = "CI_DEFAULT_BRANCH"
"""Where GitLab names the branch that work parts from; it fetches no other than the one that it runs for."""
_BEFORE, _EVENT = "CI_COMMIT_BEFORE_SHA", "GITHUB_EVENT_PATH"
"""Where GitLab names the commit before a push, and where GitHub keeps the event that does (in ``before``)."""
_TRUNKS = ("main", "master")
_OBJECT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True)
class Branch:
    """A branch, or whatever else was named, and the commit that it is at."""

    name: str
    commit: str


@dataclass(frozen=True)
class Branches:
    """The branches of the repository that a folder lies in. A branch comes before a tag of the same name."""

    root: Path

    @property
    def head(self) -> str | None:
        """The commit that is checked out; None where the repository has no commit at all.

        Raises:
            MachineError: where nobody can tell what came before: outside git, in a shallow clone, on a branch without commits.
        """
        if not in_git(self._git):
            raise MachineError("what a change edits is told by git", "run this in a repository: `git init`")
        if self._git.line("rev-parse", "--is-shallow-repository") == "true":
            raise MachineError(
                "this clone lacks older commits, so that nobody can tell what the change edits", UNSHALLOW
            )
        commit = self._commit("HEAD")
        if commit is None and self._git.line("for-each-ref", "--count=1"):
            raise MachineError(
                "this branch has no commit, and others have", "commit on the branch that the work is for"
            )
        return commit

    def given(self, revision: str) -> Branch:
        """What somebody named: a branch here or of a remote, a tag or a commit. Raises MachineError where there is none."""
        return self._found(revision, ("refs/heads/", "refs/remotes/"))

    def named(self, name: str) -> Branch:
        """A branch that work is for, as the remote has it before as it is here. Raises MachineError where there is none."""
        return self._found(name.removeprefix("refs/heads/"), ("refs/remotes/origin/", "refs/remotes/", "refs/heads/"))

    def target(self) -> Branch | None:
        """The branch that the pipeline says the change is for; None without such a pipeline.

        Raises:
            MachineError: where that is not in this clone.
        """
        name = next(filter(None, map(os.environ.get, _TARGETS)), None)
        base = os.environ.get(_BASE)
        if base and (name is None or not any(self._candidates(name.removeprefix("refs/heads/")))):
            return self.given(base)
        return self.named(name) if name else None

    def trunk(self) -> Branch | None:
        """The branch that work parts from where nobody says another: the remote's own, ``main`` or ``master``.

        Raises:
            MachineError: where the pipeline names one that is not in this clone.
        """
        if name := os.environ.get(_DEFAULT):
            return self.named(name)
        own = self._quiet("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD") or ""
        if own and (commit := self._commit(own)):
            return Branch(own.removeprefix("refs/remotes/"), commit)
        return next((Branch(name, commit) for name in _TRUNKS for commit in self._candidates(name)), None)

    def upstream(self) -> Branch | None:
        """What the branch that is checked out follows."""
        commit = self._commit("@{upstream}")
        return Branch("@{upstream}", commit) if commit else None

    def others(self) -> tuple[str, ...]:
        """The names of the branches, here and on remotes, that are another than what is checked out."""
        here = self._quiet("symbolic-ref", "--quiet", "--short", "HEAD") or ""
        names = self._git.line("for-each-ref", "--format=%(refname)%00%(symref)", "refs/heads", "refs/remotes").split(
            "\n"
        )
        plain = (name.partition("\0")[0] for name in names if name.endswith("\0"))
        return tuple(name for name in plain if here not in (name.removeprefix("refs/heads/"), name.split("/", 3)[-1]))

    def pushed_upon(self) -> str | None:
        """The commit that was there before the push which the pipeline runs for; None where it says none, or it is not here."""
        names = (os.environ.get(_BEFORE), _before(os.environ.get(_EVENT)))
        return next(
            (commit for name in names if name and _OBJECT.fullmatch(name) and (commit := self._commit(name))), None
        )

    def before(self, commit: str) -> str | None:
        """The commit before one, of a merge the one that it was merged into; None before the first."""
        return self._commit(f"{commit}^1")

    def common(self, one: str, other: str) -> str | None:
        """The last commit that two have in common; None where there is none."""
        return self._quiet("merge-base", one, other)

    @property
    def _git(self) -> Git:
        return Git(self.root)

    def _found(self, name: str, beginnings: tuple[str, ...]) -> Branch:
        wanted = () if _OBJECT.fullmatch(name) else beginnings
        found = next((commit for one in wanted if (commit := self._commit(f"{one}{name}"))), None) or self._commit(name)
        if found is None:
            hint = f"run `git fetch origin {name}`; on a forge `fetch-depth: 0`"
            raise MachineError(f"there is no revision `{name}` here", hint)
        return Branch(name, found)

    def _candidates(self, name: str) -> Iterator[str]:
        found = (self._commit(f"{one}{name}") for one in ("refs/remotes/origin/", "refs/heads/"))
        return (commit for commit in found if commit)

    def _commit(self, name: str) -> str | None:
        return self._quiet("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")

    def _quiet(self, *arguments: str) -> str | None:
        try:
            return self._git.line(*arguments)
        except TreeError:
            return None


def _before(event: str | None) -> str | None:
    try:
        found = json.loads(Path(event).read_bytes()) if event else None
    except (OSError, ValueError):
        return None
    return before if isinstance(found, dict) and isinstance(before := found.get("before"), str) else None
