"""ruff: Python, by selected rules alone; ``# noqa`` and the project's own configuration count for nothing."""

from __future__ import annotations

from collections.abc import Sequence

from harness.constitution._orders import Order, with_paths
from harness.constitution.outputs.json_values import number, text
from harness.constitution.outputs.results import Reading, Result, Unparsed
from harness.markdown.values import Json
from harness.ports.sources import SourceTree

INSTALL = "pip install ruff"
SUFFIXES = (".py", ".pyi", ".pyw")
DONE = (0, 1)
STATUS_TELLS = True
PARSES_ALL = True
WANTS = None
_UNPARSED = ("invalid-syntax", "E902", "")
_ISOLATED = ("--isolated", "--ignore-noqa", "--no-cache", "--no-fix", "--output-format", "json")
_VERSION = "--target-version"
_NEWEST = "py313"
"""The newest Python that every ruff knows from 0.6 on: with an older one, newer syntax would be a mistake."""


def order(arguments: Sequence[str], rules: Sequence[str], paths: Sequence[str]) -> Order:
    """Files that are named are checked, whatever is excluded elsewhere."""
    selected = ("--select", ",".join(rules)) if rules else ()
    version = () if any(word.startswith(_VERSION) for word in arguments) else (_VERSION, _NEWEST)
    return with_paths(("ruff", "check", *_ISOLATED, *version, *selected, *arguments), paths)


def read(documents: Sequence[Json]) -> Reading | None:
    """``--output-format json``."""
    entries = documents[0] if len(documents) == 1 else None
    if not isinstance(entries, list) or not all(isinstance(one, dict) and one.keys() >= _KEYS for one in entries):
        return None
    told = [_told(one) for one in entries]
    return Reading(
        tuple(one for one in told if isinstance(one, Result)), tuple(one for one in told if isinstance(one, Unparsed))
    )


def seen(tree: SourceTree) -> SourceTree:
    """As it is."""
    return tree


_KEYS = {"filename", "location", "end_location", "code", "noqa_row"}


def _told(entry: Json) -> Result | Unparsed:
    path, code, message = text(entry, "filename"), text(entry, "code"), text(entry, "message")
    line = number(entry, "location.row")
    if code in _UNPARSED:
        return Unparsed(path, message, line)
    return Result(
        path,
        message,
        code,
        line,
        number(entry, "location.column"),
        number(entry, "end_location.row"),
        number(entry, "end_location.column"),
    )
