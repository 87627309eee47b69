"""JSON of any tool that lists objects with a path and a message; the tools that we know lie in ``linters``."""

from __future__ import annotations

from collections.abc import Sequence

from harness.constitution.outputs.json_values import at, number, text
from harness.constitution.outputs.results import NotUnderstood, Reading, Result
from harness.markdown.values import Json

_LISTS = ("results", "findings", "issues", "violations", "diagnostics", "problems", "vulnerabilities")
_PATH = ("path", "file", "filename", "filePath", "file_path", "location.path", "location.file", "file.path")
_MESSAGE = ("message", "text", "msg", "description", "title", "message.text")
_RULE = ("rule", "code", "rule_id", "ruleId", "check_id", "test_id", "rule.id", "code.value", "id", "name")
_LINE = (
    "line",
    "row",
    "lineno",
    "line_number",
    "startLine",
    "start_line",
    "start.line",
    "location.line",
    "location.row",
)
_LINE_BELOW = ("location.start.line", "range.start.line")
_COLUMN = ("column", "col", "startColumn", "start_column", "start.column", "start.col", "location.column")
_END_LINE = ("endLine", "end_line", "end.line", "end_location.row", "location.end.line")
_END_COLUMN = ("endColumn", "end_column", "end.column", "end.col", "end_location.column", "location.end.column")


def read(documents: Sequence[Json]) -> Reading:
    """The results of a list of objects, of an object that holds such a list, or of objects that follow one another.

    Raises:
        NotUnderstood: if something in it has no path, or no message.
    """
    return Reading(tuple(_result(one) for document in documents for one in _listed(document, len(documents))))


def _listed(document: Json, documents: int) -> Sequence[Json]:
    if isinstance(document, list):
        return document
    for name in _LISTS:
        found = at(document, name)
        if isinstance(found, list):
            return found
    if isinstance(document, dict) and (documents > 1 or text(document, *_PATH)):
        return [document]
    wanted = ", ".join(f"`{name}`" for name in _LISTS)
    raise NotUnderstood(f"it is neither a list of objects nor an object with one of {wanted}")


def _result(entry: Json) -> Result:
    path, message = text(entry, *_PATH), text(entry, *_MESSAGE)
    if not path or not message:
        raise NotUnderstood(f"an entry has no {'message' if path else 'path'}")
    return Result(
        path=path,
        message=message,
        rule=text(entry, *_RULE),
        line=number(entry, *_LINE, *_LINE_BELOW),
        column=number(entry, *_COLUMN),
        end_line=number(entry, *_END_LINE),
        end_column=number(entry, *_END_COLUMN),
    )
