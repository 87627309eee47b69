"""The text of a description, JSON or YAML, as values that know their lines; what they say lies elsewhere."""

from __future__ import annotations

import json
import re
from bisect import bisect_right

from harness.errors import DocumentError
from harness.golden.proposing import _codes
from harness.markdown import codes
from harness.markdown.collector import Collector
from harness.markdown.front_matter import read_value
from harness.markdown.text import MOST_BYTES
from harness.markdown.tree import Listing, Scalar, Table, Value

MOST_DEPTH = 64
_HINT = "name a description in JSON or YAML: OpenAPI 3.0 or 3.1, or Swagger 2.0"
_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_WORD = re.compile(r"[^\s,\]}]+")


def read_tree(text: str, path: str) -> Table:
    """The keys of a description.

    Raises:
        DocumentError: if it is neither JSON nor YAML, is nested too deeply, or is not made of keys.
    """
    if text.lstrip().startswith("{"):
        value: Value | None = _JsonReading(text, path).document()
    else:
        value = read_value(text, path, subject="description", most=MOST_BYTES, deepest=MOST_DEPTH, aliases=True)
    if not isinstance(value, Table):
        what = "the file is empty" if value is None else "the description is not made of keys"
        raise Collector(path).refuse(_codes.NOT_READABLE, 1, what, _HINT)
    return value


class _JsonReading:
    """One reading of one JSON text. It is checked as a whole first, so that only what is JSON is gone through."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._collector = Collector(path)
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def document(self) -> Value:
        try:
            json.loads(self._text, parse_constant=_refuse_constant)
        except json.JSONDecodeError as error:
            raise self._refuse(error.lineno, f"not JSON: {error.msg}") from None
        except RecursionError:
            raise self._too_deep(1) from None
        except ValueError as error:
            raise self._refuse(1, f"not JSON: {error}") from None
        value, _ = self._value(self._skip(0), depth=1)
        self._collector.raise_if_any()
        return value

    def _value(self, at: int, depth: int) -> tuple[Value, int]:
        if depth > MOST_DEPTH:
            raise self._too_deep(self._line(at))
        match self._text[at]:
            case "{":
                return self._table(at, depth)
            case "[":
                return self._listing(at, depth)
            case '"':
                text, end = self._string(at)
                return Scalar(text, self._line(at)), end
        word = _WORD.match(self._text, at)
        assert word is not None
        return Scalar(None if word[0] == "null" else word[0], self._line(at), plain=True), word.end()

    def _table(self, at: int, depth: int) -> tuple[Value, int]:
        line, values, lines = self._line(at), dict[str, Value](), dict[str, int]()
        at = self._skip(at + 1)
        while self._text[at] != "}":
            key_line = self._line(at)
            key, at = self._string(at)
            value, at = self._value(self._skip(self._skip(at) + 1), depth + 1)
            if key in values:
                what = f"key '{key}' is given twice, first on line {lines[key]}"
                self._collector.add(codes.DUPLICATE_KEY, key_line, what, "keep one of the two")
            values[key], lines[key] = value, key_line
            at = self._next(at)
        return Table(values, lines, line), at + 1

    def _listing(self, at: int, depth: int) -> tuple[Value, int]:
        line, items = self._line(at), list[Value]()
        at = self._skip(at + 1)
        while self._text[at] != "]":
            value, at = self._value(at, depth + 1)
            items.append(value)
            at = self._next(at)
        return Listing(tuple(items), line), at + 1

    def _next(self, at: int) -> int:
        """Where the next item begins, or the end of them all stands."""
        at = self._skip(at)
        return self._skip(at + 1) if self._text[at] == "," else at

    def _string(self, at: int) -> tuple[str, int]:
        found = _STRING.match(self._text, at)
        assert found is not None
        # Half of a surrogate pair cannot be sent: it becomes a question mark.
        return json.loads(found[0]).encode("utf-8", "replace").decode(), found.end()

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        assert found is not None
        return found.end()

    def _line(self, at: int) -> int:
        return bisect_right(self._starts, at)

    def _too_deep(self, line: int) -> DocumentError:
        what = f"nested more than {MOST_DEPTH} levels deep"
        return self._collector.refuse(codes.TOO_DEEP, line, what, "flatten it")

    def _refuse(self, line: int, what: str) -> DocumentError:
        return self._collector.refuse(_codes.NOT_READABLE, line, what, _HINT)


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number in JSON")
