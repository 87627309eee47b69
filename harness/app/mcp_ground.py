"""What an agent that asks over MCP may be told of a project: nothing outside of it, and of sealed cards how they came out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness.adapters import files
from harness.app.curtain import Curtain, curtain_of
from harness.app.gate_veil import Veil
from harness.app.outlines import kept_outlines
from harness.app.project import CARDS, Project, load_project
from harness.app.sealing import LOG
from harness.domain.gate import Visibility
from harness.errors import DocumentError, HarnessError, UsageError

_NOTHING = "nothing lies there that may be shown"
_WHERE = "name a file of the project, from its folder on; sealed cards are not shown"


@dataclass(frozen=True)
class Ground:
    """A project as it lies there now, and what is hidden of it. Of cards it knows ids, titles and paths, and no steps."""

    project: Project
    veil: Veil

    @classmethod
    def of(cls, start: Path) -> Ground:
        """That of the project which a folder lies in.

        Raises:
            DocumentError: if the configuration is invalid.
        """
        with kept_outlines() as outlines:
            project = load_project(start, outlines=outlines)
        return cls(project, Veil.behind(curtain_of(project, Visibility.OBSERVATIONS), project))

    @property
    def root(self) -> Path:
        """The folder of the project."""
        return self.project.root

    @property
    def curtain(self) -> Curtain:
        """What hides sealed cards."""
        return self.veil.curtain

    @contextmanager
    def telling(self) -> Iterator[None]:
        """While it lasts, no error that is raised names or quotes a sealed card."""
        try:
            yield
        except DocumentError as error:
            raise DocumentError([self.veil.mistake(one) for one in error.mistakes]) from None
        except HarnessError as error:
            error.what, error.hint = self.curtain.told(error.what), self.curtain.told(error.hint)
            raise

    def path_of(self, typed: str) -> str:
        """The path in the project of a file that may be shown; links are followed, and what they lead to is meant.

        Raises:
            UsageError: if there is none. Whether it is hidden or not there at all is not told.
        """
        try:
            full = (self.root / typed).resolve()
            inside = bool(typed) and full.is_relative_to(self.root.resolve())
            there = inside and full.is_file()
        except (OSError, RuntimeError, ValueError):
            raise UsageError("that is no path", _WHERE) from None
        if not inside:
            raise UsageError("a path leads out of the project", _WHERE)
        path = full.relative_to(self.root.resolve()).as_posix()
        if not there or self.is_hidden(path):
            raise UsageError(_NOTHING, _WHERE)
        return path

    def is_hidden(self, path: str) -> bool:
        """Whether nothing may be told of a file: it is a sealed card under whatever name, or the log of seals."""
        if self.curtain.is_open:
            return False
        name = _plain(path)
        if name in self._names or self._file(path) in self._files:
            return True
        below = name.startswith(f"{_plain(CARDS)}/")
        return below and (self.curtain.all or self.veil.hides_file(path, path in self._read))

    @cached_property
    def _read(self) -> frozenset[str]:
        return frozenset(card.path for card in self.project.cards)

    @cached_property
    def _names(self) -> frozenset[str]:
        """The paths that are hidden, in a form in which those that some file system takes for the same are the same."""
        return frozenset(map(_plain, (*self.curtain.paths, LOG)))

    @cached_property
    def _files(self) -> frozenset[tuple[int, int]]:
        """The hidden files themselves, whatever else they are called."""
        found = map(self._file, (*self.curtain.paths, LOG))
        return frozenset(one for one in found if one is not None)

    def _file(self, path: str) -> tuple[int, int] | None:
        try:
            told = (self.root / path).stat()
        except (OSError, ValueError):
            return None
        return told.st_dev, told.st_ino


def folder_of(start: Path) -> Path:
    """A folder that a project may lie in. Raises UsageError if it is none."""
    if not start.is_dir():
        raise UsageError(f"'{start}' is no folder", "name the project's folder with `--project`")
    return start.resolve()


def text_of(root: Path, path: str) -> bytes:
    """A file of a project. Raises UsageError."""
    return files.read_bytes(root / path)


def _plain(path: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())
