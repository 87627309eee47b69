"""The log of seals, as it lies on disk and as git has it, and who touched what since a revision; judges nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness.adapters import files
from harness.adapters.deciding import parse_log, read_log
from harness.adapters.git import Git
from harness.adapters.revisions import files_at, present_at
from harness.domain.codes import Code
from harness.domain.places import Mistake, Place
from harness.domain.tracing import Seal
from harness.errors import DocumentError, MachineError, TreeError, UsageError

LOG_BROKEN = Code(
    code="SEAL101",
    title="log of seals cannot be read",
    reason="It tells which cards a reviewer sealed; while a line of it cannot be read, no card can be said to be as sealed.",
)

SEAL_BROKEN = Code(
    code="SEAL102",
    title="broken seal",
    reason="A reviewer sealed this text with these requirements; what one of them says now, nobody has looked at.",
)
SEAL_LOST = Code(
    code="SEAL103",
    title="lost seal",
    reason="A sealed card, or a line of the log of seals, is gone; else a seal could be got rid of without a reviewer.",
)
CODES = (LOG_BROKEN, SEAL_BROKEN, SEAL_LOST)


def seals(root: Path, name: str) -> tuple[Seal, ...]:
    """Every line of the log at the path ``name`` of a project. Raises DocumentError with every line that is none."""
    path = root / name
    if path.is_symlink() or (path.exists() and not path.is_file()):
        hint = "put a plain file in its place: take it back from git"
        raise DocumentError(
            [Mistake(place=Place(path=name), what="the log of seals is no file", hint=hint, code="SEAL101")]
        )
    return read_log(path, name, Seal, LOG_BROKEN)


def committed_seals(root: Path, name: str, revision: str = "HEAD") -> tuple[Seal, ...] | None:
    """The lines that the log has at a revision, but for those that are none; None where there is no git.

    Raises:
        TreeError: if the repository cannot be read.
        UsageError: if there is no such revision, but for ``HEAD`` before the first commit.
    """
    git = Git(root)
    if not in_git(git):
        return None
    if revision == "HEAD" and _quiet(git, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None:
        return ()
    try:
        there = present_at(root, revision, (name,))
    except UsageError:
        if revision != "HEAD":
            raise
        return ()  # a project in a folder that the last commit does not have
    return tuple(_readable(files_at(root, revision, (name,)).get(name, b""), name)) if there else ()


def in_git(git: Git) -> bool:
    """Whether a folder lies in a repository. Raises TreeError if it does, and that cannot be read."""
    try:
        git.line("rev-parse", "--git-dir")
    except TreeError as error:
        if "not a git repository (or any" in error.what:
            return False
        raise
    return True


@dataclass(frozen=True)
class Commit:
    """A commit: its id, who wrote it and who put it there (e-mail addresses in lower case), and the paths it touched."""

    id: str
    author: str
    committer: str
    paths: frozenset[str]


@dataclass(frozen=True)
class Change:
    """The commits of the work in ``root`` that ``revision`` does not have."""

    root: Path
    revision: str

    @cached_property
    def tip(self) -> str:
        """The commit that the revision names.

        Raises:
            MachineError: where there is none, or nobody can tell who did what since.
        """
        if not in_git(self._git):
            raise MachineError("what changed since a revision is told by git", "run this in a repository")
        if self._git.line("rev-parse", "--is-shallow-repository") == "true":
            raise MachineError("this clone lacks older commits, so that nobody can tell who did what", UNSHALLOW)
        named = f"{self.revision}^{{commit}}"
        commit = _quiet(self._git, "rev-parse", "--verify", "--quiet", "--end-of-options", named)
        if commit is None:
            raise MachineError(f"there is no revision `{self.revision}` here", "run `git fetch`, or name another")
        return commit

    @cached_property
    def base(self) -> str:
        """The commit where the work parted from the revision. Raises MachineError where there is none."""
        base = _quiet(self._git, "merge-base", self.tip, "HEAD")
        if base is None:
            raise MachineError(f"`{self.revision}` and this work have no commit in common", UNSHALLOW)
        return base

    @cached_property
    def commits(self) -> tuple[Commit, ...]:
        """The commits since, parents first; of a merge the paths are those that it has unlike each of its parents."""
        order = ("--topo-order", "--reverse", "--no-renames", "-c", "--name-only", "--relative", "-z")
        form = f"--format=%x00{_COMMIT.decode()}%H%x00%an%x00%ae%x00%cn%x00%ce"
        return tuple(_commits(self._git.run("log", *order, form, f"{self.tip}..HEAD")))

    @property
    def _git(self) -> Git:
        return Git(self.root)

    def is_edited(self, path: str) -> bool:
        """Whether a file reads otherwise than the last commit has it; line ends do not count."""
        now = self.root / path
        here = files.read_bytes(now) if now.is_file() else b""
        return _plain(files_at(self.root, "HEAD", (path,)).get(path, b"")) != _plain(here)

    def logs(self, name: str) -> Iterator[tuple[Commit, tuple[Seal, ...]]]:
        """The log as each commit has it that touched it, parents first."""
        for commit in self.commits:
            if name in commit.paths:
                yield commit, tuple(_readable(self.at(commit.id, name), name))

    def at(self, revision: str, path: str) -> bytes:
        """A file at a revision; nothing where there is none."""
        return files_at(self.root, revision, (path,)).get(path, b"")


_FIELDS = 5
_COMMIT = b"//"
UNSHALLOW = "fetch the whole history: `git fetch --unshallow`; on a forge `fetch-depth: 0`"


def _quiet(git: Git, *arguments: str) -> str | None:
    try:
        return git.line(*arguments)
    except TreeError:
        return None


def _readable(data: bytes, name: str) -> Iterator[Seal]:
    for line in data.splitlines():
        with suppress(DocumentError):
            yield from parse_log(line, name, Seal, LOG_BROKEN)


def _commits(rows: bytes) -> Iterator[Commit]:
    """Commits as ``git log`` tells them with NUL between all: no path begins as each of them does."""
    words = rows.split(b"\0")
    at = 1
    while at < len(words):
        id, author, email, committer, other = words[at : at + _FIELDS]
        end = next((later for later in range(at + _FIELDS, len(words)) if words[later].startswith(_COMMIT)), len(words))
        first, *rest = words[at + _FIELDS : end]
        # A line end stands before the first path, but for a merge: there it is NUL, also where no path follows.
        paths = frozenset(os.fsdecode(path) for path in (first.removeprefix(b"\n"), *rest) if path)
        yield Commit(_text(id.removeprefix(_COMMIT)), _known_by(author, email), _known_by(committer, other), paths)
        at = end


def _known_by(name: bytes, email: bytes) -> str:
    return _text(email).strip().lower() or _text(name).strip().lower()


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _plain(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")
