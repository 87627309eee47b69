"""What git says of single paths of a folder: what it has of them, what it would never track, what a submodule holds back."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from harness.adapters import files
from harness.adapters.git import Git, changed_since, folder_at, is_large_file
from harness.adapters.revisions import files_at

_SUBMODULE = "160000"
_REWRITING = ("filter", "working-tree-encoding")
_NOT_REWRITTEN = (b"unspecified", b"unset", b"set", b"lfs")
_LARGEST_POINTER = 1024
_MOST_NAMED = 1000
"""The most paths that are named in one command: a system has a limit there."""
_MOST_BYTES = 512 * 1024 * 1024


def ignored_below(project: Path, places: Sequence[str]) -> tuple[str, ...]:
    """The files at some places of a folder that git would never track. Raises TreeError."""
    existing = [f":(literal){place}" for place in places if os.path.lexists(project / place)]
    listing = ("ls-files", "-z", "--others", "--ignored", "--exclude-standard")
    rows = Git(project).run(*listing, "--", *existing) if existing else b""
    return tuple(os.fsdecode(row) for row in rows.split(b"\0") if row)


def entries_at(project: Path, revision: str, paths: Collection[str]) -> Mapping[str, str]:
    """Mode and id of some paths of a folder at a revision, by path; those are left out that it lacks.

    Raises:
        TreeError: if the repository cannot be read.
        UsageError: if there is no such revision.
    """
    git = Git(project)
    tree = folder_at(git, revision)
    if tree is None or not paths:
        return {}
    named = sorted(paths) if len(paths) < _MOST_NAMED else ()
    rows = git.run("ls-tree", "--full-tree", "-r", "-z", tree, "--", *named).split(b"\0")
    entries = (row.partition(b"\t") for row in rows if row)
    wanted = frozenset(paths)
    return {path: facts.decode() for facts, _, name in entries if (path := os.fsdecode(name)) in wanted}


def submodules_at(project: Path, places: Sequence[str]) -> tuple[str, ...]:
    """The submodules at or below some places of a folder, checked out or not. Raises TreeError."""
    existing = [f":(literal){place}" for place in places if os.path.lexists(project / place)]
    rows = Git(project).run("ls-files", "-z", "--stage", "--", *existing).split(b"\0") if existing else []
    entries = (row.partition(b"\t") for row in rows)
    return tuple(os.fsdecode(path) for facts, _, path in entries if facts.startswith(_SUBMODULE.encode()))


def rewritten_at(project: Path, revision: str, places: Sequence[str]) -> tuple[str, ...]:
    """The files at some places that do not read as a revision has them, where a filter of git may be why. Raises TreeError.

    Line ends do not count. What the revision lacks is left out, and so is what Git LFS keeps.
    """
    git = Git(project)
    existing = [f":(literal){place}" for place in places if os.path.lexists(project / place)]
    paths = git.run("ls-files", "-z", "--", *existing) if existing else b""
    words = git.run("check-attr", "-z", "--stdin", *_REWRITING, typed=paths).split(b"\0")
    found = {
        os.fsdecode(path) for path, value in zip(words[::3], words[2::3], strict=False) if value not in _NOT_REWRITTEN
    }
    then = files_at(project, revision, sorted(found)) if found else {}
    return tuple(path for path, data in then.items() if _plain(_now(project / path)) != _plain(data))


def is_edited_within(project: Path, submodule: str) -> bool:
    """Whether a submodule has something that is not committed, that it ignores, or that the project does not have of it.

    Raises:
        TreeError: if git cannot tell.
    """
    folder = project / submodule
    if not (folder / ".git").exists():
        return False
    git = Git(folder)
    if _commit_of(project, submodule) != git.line("rev-parse", "HEAD") or changed_since(folder, ("HEAD",))[0]:
        return True
    if git.run("status", "--porcelain", "-z", "--untracked-files=all", "--ignore-submodules=none"):  # also in its own
        return True
    return any(not _is_hidden(path) for path in ignored_below(folder, (".",)))


def _commit_of(project: Path, submodule: str) -> str:
    """The commit that the project has of a submodule, whatever its settings say of looking at it."""
    facts = Git(project).line("ls-files", "--stage", "--", f":(literal){submodule}").partition("\t")[0].split()
    return facts[1] if facts else ""


def _is_hidden(path: str) -> bool:
    """Whether something lies where no document is read: what Python keeps for itself, and what begins with a dot."""
    return any(part.startswith(".") or part == "__pycache__" for part in path.split("/"))


def is_checked_out_whole(project: Path, revision: str, path: str) -> bool:
    """Whether a file is what Git LFS keeps for that which a revision has: git alone would say that it was edited."""
    git = Git(project)
    id = entries_at(project, revision, (path,)).get(path, "").rpartition(" ")[2]
    if not id or not (project / path).is_file() or int(git.line("cat-file", "-s", id)) > _LARGEST_POINTER:
        return False
    return is_large_file(git.run("cat-file", "blob", id), files.read_bytes(project / path, _MOST_BYTES))


def _now(path: Path) -> bytes:
    return files.read_bytes(path) if path.is_file() else b""


def _plain(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")
