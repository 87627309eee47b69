"""Every path that a change touches, where a judge may lie: what git tracks, and what is kept out of its sight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.git import PathChange, changed_since
from harness.adapters.git_paths import (
    entries_at,
    ignored_below,
    is_checked_out_whole,
    is_edited_within,
    rewritten_at,
    submodules_at,
)
from harness.app.gate_parting import Parting
from harness.app.judge_kinds import Judges
from harness.errors import MachineError


@dataclass(frozen=True)
class Changes:
    """What is not as it was before the change (``since``), and what is not as the last commit has it, by path."""

    since: Mapping[str, PathChange]
    uncommitted: Mapping[str, PathChange]


def changes(root: Path, parting: Parting, judges: Judges) -> Changes:
    """What a change touches in a project, whatever is not committed included.

    Raises:
        HarnessError: if git cannot tell.
    """
    _refuse_rewritten(root, parting.head, judges)
    since, uncommitted = map(dict, changed_since(root, (parting.base, parting.head)))
    for path in _large(root, parting.head, uncommitted, judges):
        del uncommitted[path]
        if _is_same(root, parting, path):
            since.pop(path, None)
    for path in _unseen(root, judges):
        for found in (since, uncommitted):
            found[path] = PathChange.put_there(found.get(path))
    for path in _edited_within(root):
        for found in (since, uncommitted):
            found[path] = PathChange.within(found.get(path))
    return Changes(since, uncommitted)


def _large(root: Path, head: str, uncommitted: Mapping[str, PathChange], judges: Judges) -> list[str]:
    """Files of Git LFS that only seem to be edited, because git keeps a pointer in their place."""
    plain = (path for path, one in uncommitted.items() if not (one.is_new or one.is_gone) and judges.kind(path))
    return [path for path in plain if is_checked_out_whole(root, head, path)]


def _is_same(root: Path, parting: Parting, path: str) -> bool:
    return entries_at(root, parting.base, (path,)) == entries_at(root, parting.head, (path,))


def _unseen(root: Path, judges: Judges) -> Iterator[str]:
    """The files that are read as judges though git ignores them."""
    yield from (path for path in ignored_below(root, judges.reached) if judges.kind(path))


def _edited_within(root: Path) -> Iterator[str]:
    """The submodules with something that is not committed in them: among the judges, or with a waiver in a comment."""
    yield from (path for path in submodules_at(root, (".",)) if is_edited_within(root, path))


def _refuse_rewritten(root: Path, head: str, judges: Judges) -> None:
    """What git rewrites may read otherwise here than it says: such a filter can hide an edit."""
    for path in rewritten_at(root, head, (*judges.places, *judges.documents)):
        what = f"git has a filter rewrite '{path}', so that nobody can tell whether it was edited"
        raise MachineError(what, "take its `filter` away from .gitattributes or .git/info/attributes")
