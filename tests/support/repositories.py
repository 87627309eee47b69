"""Real git repositories in temporary folders, and a picture of one that tells whether anything touched it."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_IDENTITY = {
    "GIT_AUTHOR_NAME": "A Person",
    "GIT_AUTHOR_EMAIL": "person@example.org",
    "GIT_COMMITTER_NAME": "A Person",
    "GIT_COMMITTER_EMAIL": "person@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


@dataclass(frozen=True)
class Repository:
    """A repository with a working tree at ``folder``."""

    folder: Path

    @classmethod
    def create(cls, folder: Path, files: dict[str, str] | None = None) -> Repository:
        """A new repository, with one commit of ``files`` unless it is None."""
        folder.mkdir(parents=True, exist_ok=True)
        repository = cls(folder)
        repository.git("init", "--quiet", "--initial-branch=main", "--template=", ".")
        if files is not None:
            repository.write(files)
            repository.commit("first")
        return repository

    def git(self, *arguments: str | bytes, typed: bytes = b"", check: bool = True) -> str:
        """Standard output of a git command, its last newline cut."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *arguments],
            cwd=self.folder,
            env={**environment, **_IDENTITY},
            input=typed,
            capture_output=True,
            check=False,
        )
        if check and done.returncode != 0:
            raise AssertionError(done.stderr.decode(errors="replace"))
        return os.fsdecode(done.stdout).rstrip("\n")

    def write(self, files: dict[str, str]) -> None:
        """Write files below the working tree, with the folders above them."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    def commit(self, message: str = "more") -> str:
        """Commit everything and return the commit's id."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def told(self) -> tuple[str, ...]:
        """What git tells of the repository: its status, every ref, the stash and the number of objects."""
        questions = (
            "status --porcelain=v2 --ignored",
            "for-each-ref",
            "symbolic-ref HEAD",
            "stash list",
            "count-objects -v",
        )
        return tuple(self.git("--no-optional-locks", *question.split(), check=False) for question in questions)

    def picture(self) -> Picture:
        """What must not change when somebody else reads the repository."""
        return Picture(
            files={
                name: (status.st_mode, status.st_size, _content(path), None if _is_object(name) else status.st_mtime_ns)
                for name, path, status in _walk(self.folder)
            },
            object_times={name: status.st_mtime_ns for name, _, status in _walk(self.folder) if _is_object(name)},
        )


@dataclass(frozen=True)
class Picture:
    """What stat and content say of every file, those below ``.git`` included: index, refs, stash and objects are files.

    The times of objects are kept apart: git renews them where it meets an object that it has already.
    """

    files: dict[str, tuple[object, ...]]
    object_times: dict[str, int] = field(compare=False)


def _walk(folder: Path) -> Iterator[tuple[str, Path, os.stat_result]]:
    for parent, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(parent, name)
            yield os.path.relpath(path, folder), path, path.lstat()


def _content(path: Path) -> str:
    if path.is_symlink() or not path.is_file() or not os.access(path, os.R_OK):
        return ""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_object(name: str) -> bool:
    return "/objects/" in name and ".git/" in name
