"""Reads single files out of an older revision, only from git's objects; exporting whole trees lies in ``git``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from harness.adapters.git import Git, committed_tree
from harness.errors import TreeError, UsageError

_MOST_BYTES = 8 * 1024 * 1024


def files_at(
    project: Path, revision: str, below: Sequence[str], wanted: Callable[[str], bool] = lambda path: True
) -> Mapping[str, bytes]:
    """The plain files that lay in some folders (or at some paths) of a project at a revision, by their paths in it, sorted.

    ``wanted`` says of a path whether it is read at all; without ``below`` the whole project is looked through.

    Raises:
        UsageError: if the project is not in git, there is no such revision, or a file has more than 8 MiB.
    """
    git = _opened(project, revision)
    rows = git.run("ls-tree", "--full-tree", "-r", "-l", "-z", committed_tree(git, revision), "--", *below)
    found = dict(sorted(_files(rows, revision, wanted)))
    answers = git.run("cat-file", "--batch", typed="".join(f"{id_}\n" for id_ in found.values()).encode())
    return dict(zip(found, _contents(answers), strict=True))


def present_at(project: Path, revision: str, names: Sequence[str]) -> tuple[str, ...]:
    """Those of some paths at the top of a project that it had at a revision, files and folders alike, in the order given.

    Raises:
        UsageError: if the project is not in git, or there is no such revision.
    """
    git = _opened(project, revision)
    rows = git.run("ls-tree", "--full-tree", "--name-only", "-z", committed_tree(git, revision), "--", *names)
    found = {os.fsdecode(row) for row in rows.split(b"\0")}
    return tuple(name for name in names if name in found)


def holding_at(project: Path, revision: str, word: str) -> tuple[str, ...]:
    """The paths of the files of text that held a word at a revision.

    Raises:
        UsageError: if the project is not in git, or there is no such revision.
        TreeError: if git cannot look.
    """
    git = _opened(project, revision)
    tree = committed_tree(git, revision)
    try:
        found = git.run("grep", "-I", "-l", "-z", "-F", "--full-name", "-e", word, tree, "--", ":/")
    except TreeError as error:
        if not error.what.endswith("ended with status 1"):  # which is how git grep says that no file has it
            raise
        return ()
    return tuple(os.fsdecode(name).partition(":")[2] for name in found.split(b"\0") if name)


def _opened(project: Path, revision: str) -> Git:
    git = Git(project)
    try:
        git.line("rev-parse", "--git-dir")
    except TreeError as error:
        raise UsageError(
            f"no revision `{revision}`: {error.what}", "it is read from git; run this in a repository"
        ) from error
    return git


def _files(rows: bytes, revision: str, wanted: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Paths and object ids of the plain files."""
    for row in filter(None, rows.split(b"\0")):
        facts, _, name = row.partition(b"\t")
        mode, _, id_, size = facts.decode().split()
        path = os.fsdecode(name)
        if mode.startswith("100") and wanted(path):
            if not size.isdigit():
                raise UsageError(f"`{revision}:{path}` is missing in this repository", "run `git fetch`, then again")
            if int(size) > _MOST_BYTES:
                raise UsageError(f"`{revision}:{path}` has more than 8 MiB", "documents that people own are smaller")
            yield path, id_


def _contents(answers: bytes) -> Iterator[bytes]:
    """What ``cat-file --batch`` answers: for each object a line with its size, then its content and a line end."""
    at = 0
    while at < len(answers):
        end = answers.index(b"\n", at)
        size = int(answers[at:end].split()[-1])
        yield answers[end + 1 : end + 1 + size]
        at = end + 2 + size
