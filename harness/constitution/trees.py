"""Trees that lie in memory: the samples of principles; trees on disk lie in ``adapters``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from harness.ports.sources import Entry, SourceFile, SourceTree, Unread

_NAMES = {
    "dockerfile": "Dockerfile",
    "env": ".env",
    "workflow": ".github/workflows/sample.yml",
    "makefile": "Makefile",
}
_SUFFIXES = {
    "bash": "sh",
    "c#": "cs",
    "c++": "cpp",
    "cpp": "cpp",
    "csharp": "cs",
    "golang": "go",
    "javascript": "js",
    "jsx": "jsx",
    "kotlin": "kt",
    "markdown": "md",
    "plain": "txt",
    "py": "py",
    "python": "py",
    "ruby": "rb",
    "rust": "rs",
    "shell": "sh",
    "terraform": "tf",
    "text": "txt",
    "typescript": "ts",
}


def sample_path(language: str) -> str:
    """The path that a sample has which names none: ``sample.`` and what files of its language end with."""
    language = language.lower()
    return _NAMES.get(language) or f"sample.{_SUFFIXES.get(language, language or 'txt')}"


def memory_file(path: str, text: str) -> SourceFile:
    """A file that lies in memory only."""
    return memory_bytes(path, text.encode("utf-8", "surrogatepass"))


def memory_bytes(path: str, data: bytes) -> SourceFile:
    """The same, of bytes."""
    return SourceFile(path=path, data=data, sha256=hashlib.sha256(data).hexdigest())


class MemoryTree:
    """A tree of files in memory. It has no folder: what needs one must make it from what ``read`` gives."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self._files = {file.path: file for file in sorted(files, key=lambda file: file.path)}

    def entries(self) -> Sequence[Entry]:
        """Every file, sorted by path."""
        return [Entry(path, len(file.data), file.mode) for path, file in self._files.items()]

    def skipped(self) -> Sequence[Unread]:
        """Nothing is ever left out."""
        return ()

    def read(self, paths: Iterable[str]) -> Iterator[SourceFile | Unread]:
        """The named files."""
        for path in paths:
            yield self._files.get(path) or Unread(path, "there is no such file")

    def folder(self) -> str:
        """Always empty: it lies nowhere."""
        return ""


class BesideTree:
    """A tree that lists only its own files, while those of another can be read by their names."""

    def __init__(self, own: SourceTree, other: SourceTree) -> None:
        self._own = own
        self._other = other

    def entries(self) -> Sequence[Entry]:
        """Its own files."""
        return self._own.entries()

    def skipped(self) -> Sequence[Unread]:
        """What was left out of its own."""
        return self._own.skipped()

    def read(self, paths: Iterable[str]) -> Iterator[SourceFile | Unread]:
        """The named files; its own come first."""
        for path in paths:
            own = next(iter(self._own.read([path])))
            yield next(iter(self._other.read([path]))) if isinstance(own, Unread) else own

    def folder(self) -> str:
        """That of its own files."""
        return self._own.folder()
