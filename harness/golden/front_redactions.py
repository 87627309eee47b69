"""Adds redactions to the front matter of a case, and leaves every other byte of its document as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from harness.domain.golden import Redaction
from harness.errors import DocumentError
from harness.markdown.front_matter import read_table
from harness.markdown.tree import Listing, Scalar, Value

_KEY = "redact"
_ITEM = re.compile(r"([ \t]*)-[ \t]")
_COMMENT = re.compile(r"[ \t]+#.*$")


def with_redactions(text: str, redactions: Sequence[Redaction]) -> str:
    """The text of a case with redactions added to those in its front matter, in the form in which those are written.

    Whatever that form is, what the document then says is read back: only the redactions have become more.
    """
    if not redactions:
        return text
    end = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    lines = text.split("\n")
    last = next(at for at, line in enumerate(lines) if at and line.rstrip() in ("---", "..."))
    head = [line.removesuffix("\r") for line in lines[1:last]]
    added = [_written(one) for one in redactions]
    changed = [line + end.removesuffix("\n") for line in _changed(head, added)]
    return "\n".join([lines[0], *changed, *lines[last:]])


def _changed(head: Sequence[str], added: Sequence[str]) -> Sequence[str]:
    """The lines of the front matter with more redactions."""
    table = read_table("\n".join(head), "", first_line=0)
    if _KEY not in table.values:
        return [*head, f"{_KEY}: [{', '.join(added)}]"]
    start = table.key_lines[_KEY]
    stop = min((line for line in table.key_lines.values() if line > start), default=len(head))
    wanted = [*_items(table.values[_KEY]), *(_plain(_parsed(one)) for one in added)]
    others = {key: _plain(value) for key, value in table.values.items() if key != _KEY}
    for form in _forms(head[start:stop], added):
        lines = [*head[:start], *form, *head[stop:]]
        if _says("\n".join(lines), wanted, others):
            return lines
    whole = f"{_KEY}: [{', '.join([*map(_flow, _items(table.values[_KEY])), *added])}]"
    return [*head[:start], whole, *head[stop:]]


def _forms(block: Sequence[str], added: Sequence[str]) -> Iterator[Sequence[str]]:
    """The lines of the key with more items, in each form in which they could be written."""
    more = ", ".join(added)
    last = max(at for at, line in enumerate(block) if _COMMENT.sub("", f" {line}").strip())
    yield [*_in_flow(block[: last + 1], more), *block[last + 1 :]]
    items = [found[1] for line in block[1 : last + 1] if (found := _ITEM.match(line))]
    if items:
        yield [*block[: last + 1], *(f"{items[0]}- {one}" for one in added), *block[last + 1 :]]
    key, colon, value = block[0].partition(":")
    comment = _COMMENT.search(value)
    bare = value[: comment.start()] if comment else value
    inner = f"{bare.strip()}, " if bare.strip() else ""
    yield [f"{key}{colon} [{inner}{more}]{comment[0] if comment else ''}", *block[1:]]


def _in_flow(block: Sequence[str], more: str) -> Iterator[str]:
    """Lines of which the last one ends in a bracket, with more before it: on a line of its own where the bracket has one."""
    *lines, last = block
    before, bracket, after = last.rpartition("]")
    kept = before.rstrip()
    if not kept and lines and not lines[-1].rstrip().endswith("["):
        item = lines[-1].rstrip()
        indent = item[: len(item) - len(item.lstrip())]
        yield from (*lines[:-1], item if item.endswith(",") else f"{item},", f"{indent}{more},", last)
        return
    comma = "" if not kept or kept.endswith("[") else " " if kept.endswith(",") else ", "
    yield from (*lines, f"{kept}{comma}{more}{before[len(kept) :]}{bracket}{after}")


def _says(head: str, wanted: Sequence[object], others: dict[str, object]) -> bool:
    try:
        table = read_table(head, "")
    except DocumentError:
        return False
    values = dict(table.values)
    found = values.pop(_KEY, None)
    said = {key: _plain(value) for key, value in values.items()}
    return found is not None and _items(found) == list(wanted) and said == others


def _items(value: Value) -> list[object]:
    plain = _plain(value)
    return list(plain) if isinstance(plain, list) else [] if plain is None else [plain]


def _plain(value: Value) -> object:
    """What a value says, wherever it stands."""
    if isinstance(value, Scalar):
        return value.text
    if isinstance(value, Listing):
        return [_plain(item) for item in value.items]
    return {key: _plain(inner) for key, inner in value.values.items()}


def _parsed(written: str) -> Value:
    found = read_table(f"{_KEY}: [{written}]", "").values[_KEY]
    assert isinstance(found, Listing)
    return found.items[0]


def _flow(item: object) -> str:
    """A redaction that was read, written again."""
    if isinstance(item, dict):
        return "{" + ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in item.items()) + "}"
    return str(item)


def _written(redaction: Redaction) -> str:
    if redaction.name and not redaction.path:
        return redaction.name
    keys = {"name": redaction.name, "pattern": redaction.pattern, "path": redaction.path, "as": redaction.mask}
    return _flow({key: value for key, value in keys.items() if value})
