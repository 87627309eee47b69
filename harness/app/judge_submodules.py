"""Whether a submodule came to waive a principle in its comments; what else of it is a judge is told by its path alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from harness.adapters import files
from harness.adapters.git import Git, PathChange, changed_since, committed_tree
from harness.adapters.git_paths import entries_at
from harness.adapters.revisions import files_at
from harness.app.inline_waivers import WAIVE, is_waiving
from harness.errors import UsageError

_SUBMODULE = "160000"


def waives_more(project: Path, submodule: str, base: str) -> bool:
    """Whether a file in a submodule, as it lies there, has a waiver that it had not where the project was at a revision.

    Where the submodule lacks the commit of then, nothing was there before. Raises HarnessError where nobody can tell.
    """
    folder = project / submodule
    if not (folder / ".git").exists():
        return False
    then = _then(folder, _commit(project, submodule, base))
    changes = changed_since(folder, (then,))[0]
    if any(one.is_submodule and waives_more(folder, path, then) for path, one in changes.items()):
        return True
    now = dict(_now(folder, changes))
    known = [path for path in now if not changes[path].is_new]
    before = files_at(folder, then, known) if known else {}
    return any(is_waiving(path, data, before.get(path, b"")) for path, data in now.items())


def _now(folder: Path, changes: Mapping[str, PathChange]) -> Iterator[tuple[str, bytes]]:
    for path in changes:
        full = folder / path
        if full.is_file() and WAIVE in (data := files.read_bytes(full)):
            yield path, data


def _commit(project: Path, submodule: str, revision: str) -> str:
    mode, _, id = entries_at(project, revision, (submodule,)).get(submodule, "").partition(" ")
    return id.rpartition(" ")[2] if mode == _SUBMODULE else ""


def _then(folder: Path, commit: str) -> str:
    """A commit, or the id of a tree without anything in it."""
    git = Git(folder)
    with suppress(UsageError):
        return committed_tree(git, commit)
    return git.line("hash-object", "-t", "tree", "--stdin")
