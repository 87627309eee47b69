"""ESLint's ``--format json`` as results: a list of files, each with its messages."""

from __future__ import annotations

from collections.abc import Sequence

from harness.constitution.outputs.json_values import at, items, number, text
from harness.constitution.outputs.results import Reading, Result, Unit, Unparsed
from harness.markdown.values import Json

_KEYS = {"filePath", "messages", "errorCount"}


def read(documents: Sequence[Json]) -> Reading | None:
    """What it reports, suppressed or not; None where the output is not of its form."""
    files = documents[0] if len(documents) == 1 else None
    if (
        not isinstance(files, list)
        or not files
        or not all(isinstance(one, dict) and one.keys() >= _KEYS for one in files)
    ):
        return None
    told = [_told(text(file, "filePath"), message) for file in files for message in _messages(file)]
    return Reading(
        tuple(one for one in told if isinstance(one, Result)), tuple(one for one in told if isinstance(one, Unparsed))
    )


def _messages(file: Json) -> list[Json]:
    return [*items(at(file, "messages")), *items(at(file, "suppressedMessages"))]


def _told(path: str, message: Json) -> Result | Unparsed:
    words, line = text(message, "message"), number(message, "line")
    if at(message, "fatal") is True:
        return Unparsed(path, words, line)
    return Result(
        path,
        words,
        text(message, "ruleId"),
        line,
        number(message, "column"),
        number(message, "endLine"),
        number(message, "endColumn"),
        Unit.UTF16,
    )
