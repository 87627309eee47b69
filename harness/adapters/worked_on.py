"""What was worked on in a repository: which files are not as they were at a commit; reading them lies in ``revisions``."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.adapters.git import Git
from harness.adapters.sources import FolderTree
from harness.errors import MachineError, TreeError, UsageError

_BRANCHES = ("@{upstream}", "origin/HEAD", "origin/main", "origin/master", "main", "master")
"""From which the work on a branch may have parted, likeliest first."""

_DIFF = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=none", "--relative")


def head(project: Path) -> str:
    """The commit that is checked out; empty outside git, and before the first commit."""
    return _commit(Git(project), "HEAD")


def parted_from(project: Path, named: str | None = None, begun: str | None = None) -> str:
    """The commit that the work in a project began with; empty before the first commit.

    That is ``named``; else where the branch parted from the one that it goes back to; else where it parted from ``begun``,
    what was checked out as the work began (empty: nothing yet; None: nobody knows); else what is checked out.

    Raises:
        UsageError: if there is no git, or no such revision as ``named``.
    """
    git = Git(project)
    try:
        git.line("rev-parse", "--git-dir")
    except TreeError as error:
        raise UsageError("what changed cannot be told outside git", "run `git init`, and commit") from error
    if named is not None:
        if not (found := _commit(git, named)):
            raise UsageError(f"no revision `{named}` in this repository", "see `git log --oneline --all`")
        return _merge_base(git, found) or found
    here = _commit(git, "HEAD")
    bases = (_merge_base(git, commit) for name in _BRANCHES if (commit := _commit(git, name)) and here)
    parted = next((base for base in bases if base and base != here), "")
    return parted or (here if begun is None or not here else _grown_from(git, begun, here))


def changed_since(project: Path, commit: str) -> tuple[str, ...]:
    """The paths of the files that are not as at a commit, sorted: changed, new and deleted ones, tracked or not.

    What git ignores is left out. A mark by which an index hides edits (``assume-unchanged``) hides nothing here. Of a
    repository within this one that changed all files count.

    Raises:
        TreeError: if git cannot tell.
    """
    git = Git(project)
    listed = [*_names(git.run("ls-files", "-z", "--others", "--exclude-standard", "--", ".")), *_hidden(git)]
    if commit:
        listed += _names(git.run(*_DIFF, commit, "--", "."))
    else:
        listed += _names(git.run("ls-files", "-z", "--cached", "--", "."))
    return tuple(sorted(set(_in_repositories(project, listed))))


def is_ignored(project: Path, path: str) -> bool:
    """Whether git does not track a file and never would; nothing is ignored outside git."""
    try:
        Git(project).run("check-ignore", "--quiet", "--", path)
    except (TreeError, MachineError):
        return False
    return True


def _in_repositories(project: Path, listed: Sequence[str]) -> Iterator[str]:
    """The paths, with their files in the place of repositories (submodules, and those that git does not track yet)."""
    within = tuple(f"{one.rstrip('/')}/" for one in listed if _is_folder(project / one))
    yield from (one for one in listed if f"{one.rstrip('/')}/" not in within)
    if within:
        yield from (one.path for one in FolderTree(project).entries() if one.path.startswith(within))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _commit(git: Git, name: str) -> str:
    try:
        return git.line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except (TreeError, MachineError):
        return ""


def _merge_base(git: Git, commit: str) -> str:
    try:
        return git.line("merge-base", "HEAD", commit)
    except TreeError:
        return ""


def _grown_from(git: Git, begun: str, here: str) -> str:
    """Where what is checked out parted from a commit, which an amended one did before it; the commit itself if nowhere."""
    if not begun:
        return ""
    commit = _commit(git, begun)
    return (_merge_base(git, commit) or commit) if commit else here


def _hidden(git: Git) -> Iterator[str]:
    """The files that the index says need not be looked at, and that are there."""
    for row in git.run("ls-files", "-v", "-z", "--", ".").split(b"\0"):
        if row and (row[:1].islower() or row[:1] == b"S") and os.path.lexists(git.folder / os.fsdecode(row[2:])):
            yield os.fsdecode(row[2:])


def _names(listed: bytes) -> Sequence[str]:
    return [os.fsdecode(name) for name in listed.split(b"\0") if name]
