"""Files of ``KEY=VALUE`` lines to values with places; every value is text, and nothing is substituted in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.constitution.data.tree import DataError, Item, Source, table_of

_LINE = re.compile(
    r"[ \t]*(?:"
    r"(?:export[ \t]+)?(?P<key>[A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*"
    r"(?P<value>\"(?:[^\"\\]|\\.)*\"|'[^']*'|`[^`]*`|(?![\"'`])[^\n]*)[ \t]*(?:[ \t]\#[^\n]*)?"
    r"|\#[^\n]*|(?:export[ \t]+)?[A-Za-z_][A-Za-z0-9_.-]*[ \t]*"
    r")?\r?(?:\n|\Z)",
    re.DOTALL,
)
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#.*", re.DOTALL)


def document(source: Source) -> Item:
    """The keys with their values. Raises DataError for any other line, and for a key that is given twice."""
    members: dict[str, Item] = {}
    for name, item in _pairs(source):
        if name in members:
            first = source.line(members[name].start)
            raise DataError(f"key '{name}' is given twice, first on line {first}", source.line(item.start))
        members[name] = item
    return table_of(members, 0, len(source.text))


def _pairs(source: Source) -> Iterator[tuple[str, Item]]:
    at = 0
    while at < len(source.text):
        line = _LINE.match(source.text, at)
        if not line:
            raise DataError("a line is neither `KEY=VALUE` nor a comment", source.line(at))
        if line["key"]:
            value = _value(line["value"])
            start, end = line.start("value"), line.end("value") - len(line["value"]) + len(value[1])
            yield line["key"], Item(value[0], start, end, line.span("key"))
        at = line.end()


def _value(written: str) -> tuple[str, str]:
    """What a value means, and how much of what is written is the value."""
    if written[:1] in ("'", '"', "`"):
        return written[1:-1], written
    text = _COMMENT.sub("", written).strip()
    return text, text
