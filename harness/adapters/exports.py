"""A project as it was at a revision, in a temporary folder, for checks alone; trees that are run are exported by ``git``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.adapters.cell.rooms import beginning
from harness.adapters.git import Git, committed_tree
from harness.errors import TreeError, UsageError


@contextmanager
def exported(project: Path, revision: str) -> Iterator[Path]:
    """A folder with all that git tracked of the project at a revision, documents included; it is removed in the end.

    Links are written as they are, whatever they point to: nobody may follow them. It is a repository of its own in which
    these files are tracked, so that it is listed by the same rules as the project itself. Of a submodule that is not
    here, or not at that commit, the folder stays empty.

    Raises:
        UsageError: if the project is not in git, or there is no such revision.
        TreeError: if git cannot write the files.
    """
    git = Git(project)
    try:
        git.line("rev-parse", "--git-dir")
    except TreeError as error:
        raise UsageError(
            f"no revision `{revision}`: {error.what}", "older findings are found by git; run this in a repository"
        ) from error
    tree = committed_tree(git, revision)
    with tempfile.TemporaryDirectory(prefix=beginning("since"), ignore_cleanup_errors=True) as room:
        folder = Path(room, "tree")
        _write(git, tree, folder)
        yield folder


def _write(git: Git, tree: str, folder: Path) -> None:
    shape = git.line("rev-parse", "--show-object-format")
    git.run("init", "--quiet", "--template=", f"--object-format={shape}", str(folder))
    here = {"GIT_DIR": git.line("rev-parse", "--absolute-git-dir"), "GIT_WORK_TREE": str(folder)}
    here["GIT_INDEX_FILE"] = str(folder / ".git" / "index")
    git.run("read-tree", tree, variables=here)
    git.run("checkout-index", "--all", "--force", "--quiet", variables=here)
    for entry in git.entries(tree):
        if entry.mode == "160000":
            _write_submodule(Git(git.folder / entry.path), entry.id, folder / entry.path)


def _write_submodule(git: Git, commit: str, folder: Path) -> None:
    if (git.folder / ".git").exists():
        try:
            tree = git.line("rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{tree}}")
        except TreeError:
            return
        _write(git, tree, folder)
