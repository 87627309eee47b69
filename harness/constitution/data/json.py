"""JSON to values with places (RFC 8259), and the kind with comments that tools are configured with."""

from __future__ import annotations

import json
import re

from harness.constitution.data.tree import MOST_DEPTH, DataError, Item, Scalar, Source, list_of, table_of

_BLANK = re.compile(r"[ \t\n\r]*")
_BLANK_OR_COMMENT = re.compile(r"(?:[ \t\n\r]+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_MOST_DIGITS = 400
_STRINGS = json.JSONDecoder()


def document(source: Source, comments: bool = False) -> Item:
    """The value; with ``comments``, those and a comma behind the last item are overlooked.

    Raises:
        DataError: if it is not JSON, or a key is given twice.
    """
    reading = _Reading(source, _BLANK_OR_COMMENT if comments else _BLANK, comments)
    item = reading.value(None, 1)
    if reading.peek():
        raise reading.error("there is more after the value")
    return item


class _Reading:
    """A text and how far it has been read."""

    def __init__(self, source: Source, blank: re.Pattern[str], loose: bool) -> None:
        self._source = source
        self._text = source.text
        self._blank = blank
        self._loose = loose
        self._at = 0

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        blank = self._blank.match(self._text, self._at)
        self._at = blank.end() if blank else self._at
        return self._text[self._at : self._at + 1]

    def error(self, reason: str, at: int | None = None) -> DataError:
        """What is wrong at a place, or where the reading stands."""
        return DataError(f"it is not JSON: {reason}", self._source.line(self._at if at is None else at))

    def value(self, key: tuple[int, int] | None, depth: int) -> Item:
        """The value that comes next."""
        sign, start = self.peek(), self._at
        if depth > MOST_DEPTH:
            reason = f"it is nested more than {MOST_DEPTH} levels deep"
            raise DataError(reason, self._source.line(start))
        if sign == '"':
            return Item(self._string(), start, self._at, key)
        if sign == "{":
            members = self._members(depth)
            return table_of(members, start, self._at, key)
        if sign == "[":
            items = self._items(depth)
            return list_of(items, start, self._at, key)
        return Item(self._word(), start, self._at, key)

    def _members(self, depth: int) -> dict[str, Item]:
        members: dict[str, Item] = {}
        while self._goes_on("}", first=not members):
            if self.peek() != '"':
                raise self.error("a key in double quotes is missing")
            start = self._at
            name = self._string()
            key = (start, self._at)
            if self.peek() != ":":
                raise self.error("a colon is missing")
            self._at += 1
            if name in members:
                first = self._source.line((members[name].key or (0, 0))[0])
                raise self.error(f"key '{name}' is given twice, first on line {first}", start)
            members[name] = self.value(key, depth + 1)
        return members

    def _items(self, depth: int) -> list[Item]:
        items: list[Item] = []
        while self._goes_on("]", first=not items):
            items.append(self.value(None, depth + 1))
        return items

    def _goes_on(self, last: str, first: bool) -> bool:
        """Step over the opening bracket or the comma; False, behind it, where the closing bracket comes."""
        if first:
            self._at += 1
        elif self.peek() == ",":
            self._at += 1
            if not self._loose:
                return True
        elif self.peek() != last:
            raise self.error(f"a comma or `{last}` is missing")
        if self.peek() != last:
            return True
        self._at += 1
        return False

    def _string(self) -> str:
        try:
            text, self._at = _STRINGS.raw_decode(self._text, self._at)
        except json.JSONDecodeError as error:
            raise self.error(error.msg[:1].lower() + error.msg[1:], error.pos) from None
        return str(text)

    def _word(self) -> Scalar:
        for word, value in _WORDS.items():
            if self._text.startswith(word, self._at):
                self._at += len(word)
                return value
        number = _NUMBER.match(self._text, self._at)
        if not number:
            raise self.error("a value is missing")
        self._at = number.end()
        whole = number[1] is None and number[2] is None and len(number[0]) <= _MOST_DIGITS
        return int(number[0]) if whole else float(number[0])
