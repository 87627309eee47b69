"""mypy: the types of Python; ``# type: ignore``, ``# mypy:`` and the project's own configuration count for nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from harness.constitution._orders import Order, with_paths
from harness.constitution.outputs.json_values import number, text
from harness.constitution.outputs.results import Reading, Result, Unit, Unparsed
from harness.markdown.values import Json
from harness.ports.sources import Entry, SourceFile, SourceTree, Unread

INSTALL = "pip install mypy"
SUFFIXES = (".py", ".pyi")
DONE = (0, 1)
STATUS_TELLS = True
PARSES_ALL = True
WANTS = None
_OPTIONS = ("--config-file=", "--no-incremental", "--cache-dir=/dev/null", "--no-error-summary", "--output=json")
_KEYS = {"file", "line", "column", "message", "severity"}
# mypy has no switch that ignores these comments. Of the same length, so that no column moves.
_IGNORES = re.compile(rb"#[ \t]*(?:type[ \t]*:[ \t]*ignore|mypy:)")


def order(arguments: Sequence[str], rules: Sequence[str], paths: Sequence[str]) -> Order:
    """Named files only; which of its codes count is told from the results."""
    return with_paths(("mypy", *_OPTIONS, *arguments), paths)


def read(documents: Sequence[Json]) -> Reading | None:
    """``--output json``: one object to a line; nothing at all where there is nothing to report."""
    if not all(isinstance(one, dict) and one.keys() >= _KEYS for one in documents):
        return None
    told = [one for one in documents if text(one, "severity") != "note"]
    return Reading(
        tuple(_result(one) for one in told if text(one, "code") != "syntax"),
        tuple(
            Unparsed(text(one, "file"), text(one, "message"), number(one, "line"))
            for one in told
            if text(one, "code") == "syntax"
        ),
    )


def seen(tree: SourceTree) -> SourceTree:
    """With the comments that would silence it made plain ones, so that nothing else moves."""
    return _Unsilenced(tree)


class _Unsilenced:
    """A tree whose Python files cannot tell mypy to be silent."""

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree

    def entries(self) -> Sequence[Entry]:
        """Those of the tree."""
        return self._tree.entries()

    def skipped(self) -> Sequence[Unread]:
        """What the tree leaves out."""
        return self._tree.skipped()

    def read(self, paths: Iterable[str]) -> Iterator[SourceFile | Unread]:
        """The files, of the same length as they are."""
        for file in self._tree.read(paths):
            yield _unsilenced(file) if isinstance(file, SourceFile) and file.suffix in SUFFIXES else file

    def folder(self) -> str:
        """None: it lies nowhere."""
        return ""


def _unsilenced(file: SourceFile) -> SourceFile:
    data = _IGNORES.sub(lambda found: found[0].replace(b":", b"_"), file.data)
    return replace(file, data=data, sha256=hashlib.sha256(data).hexdigest(), origin="")


def _result(entry: Json) -> Result:
    """Its JSON counts columns from 0, unlike its lines, and takes characters for bytes (mypy 2.4)."""
    column, end = number(entry, "column"), number(entry, "end_column")
    return Result(
        text(entry, "file"),
        text(entry, "message"),
        text(entry, "code"),
        number(entry, "line"),
        None if column is None or column < 0 else column + 1,
        number(entry, "end_line"),
        None if end is None or end < 1 else end + 1,
        Unit.ASCII,
    )
