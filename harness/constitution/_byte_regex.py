"""Regular expressions of linear time over the bytes of a file, whatever their encoding; what a match means lies in ``text``."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any

import re2

_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_PROBE = 4096
_MOSTLY = 0.9


class RegexError(ValueError):
    """A pattern that RE2 does not accept; the message is RE2's own."""


def wide(data: bytes) -> bool:
    """Whether the bytes are UTF-16 or UTF-32, by their mark or their look: a pattern over bytes would miss every word."""
    if data.startswith(_WIDE_MARKS):
        return True
    probe = data[: min(_PROBE, len(data) // 2 * 2)]
    if b"\0" not in probe:
        return False
    halves = (probe[::2], probe[1::2])
    return any(_is_blank(first) and _is_plain(second) for first, second in (halves, halves[::-1]))


def _is_blank(half: bytes) -> bool:
    return half.count(0) >= _MOSTLY * len(half)


def _is_plain(half: bytes) -> bool:
    """Whether it is mostly ASCII text."""
    return sum(0x20 <= byte < 0x7F or byte in b"\t\r\n" for byte in half) >= _MOSTLY * len(half)


@dataclass(frozen=True)
class Text:
    """The bytes of a file as patterns see them: without a mark of their encoding, and with ``\\n`` at the end of lines."""

    original: bytes

    @cached_property
    def data(self) -> bytes:
        """What to search."""
        return self.original[self._shift :].replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    @cached_property
    def utf8(self) -> bool:
        """Whether it is text in UTF-8; anything else is searched byte by byte."""
        try:
            self.data.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True

    def origin(self, offset: int) -> int:
        """Where an offset in ``data`` lies in the file."""
        return self._shift + offset + bisect_left(self._shortened, offset)

    @property
    def _shift(self) -> int:
        return len(_UTF8_MARK) if self.original.startswith(_UTF8_MARK) else 0

    @cached_property
    def _shortened(self) -> Sequence[int]:
        ends = re.finditer(b"\r\n", self.original[self._shift :])
        return [end.start() - number for number, end in enumerate(ends)]


@dataclass(frozen=True)
class Found:
    """A match: its byte offsets in the file, what its first group holds (or else all of it), and the line it begins in."""

    start: int
    end: int
    value: bytes
    line: bytes


@dataclass(frozen=True)
class ByteRegex:
    """A pattern in RE2's syntax. By default ``^`` and ``$`` are the ends of a line, and no match is longer than its line.

    With ``whole_file`` a dot matches the end of a line as well, and ``^`` and ``$`` are the ends of the file.
    """

    pattern: str
    ignore_case: bool = False
    whole_file: bool = False

    def check(self) -> None:
        """Raise RegexError where the pattern cannot be used."""
        # what RE2 makes of an expression in ASCII it makes of it in either encoding
        for form in self._forms(utf8=True) | (set() if self.pattern.isascii() else self._forms(utf8=False)):
            if _compiled(*form).search(b""):
                raise RegexError("it matches where there is nothing, and so everywhere")

    def spans(self, text: Text, most: int) -> Iterator[tuple[int, int]]:
        """The first matches as byte offsets of the file, from each reading of its bytes."""
        for matches in self._matches(text):
            for start, end in islice((match.span() for match in matches), most):
                yield text.origin(start), text.origin(end)

    def found(self, text: Text) -> Iterator[Found]:
        """Each match from each reading of the bytes, with what is needed to judge it."""
        for match in chain.from_iterable(self._matches(text)):
            start, end = match.span()
            value = match[1] if match.re.groups and match[1] is not None else match[0]
            first = text.data.rfind(b"\n", 0, start) + 1
            last = text.data.find(b"\n", start)
            line = text.data[first:] if last < 0 else text.data[first:last]
            yield Found(text.origin(start), text.origin(end), value, line)

    def occurs(self, data: bytes) -> bool:
        """Whether it is found in some bytes, read as UTF-8 or, where they are none, byte by byte."""
        return any(_compiled(*form).search(data) for form in self._forms(Text(data).utf8))

    def _matches(self, text: Text) -> Iterator[Iterator[Any]]:
        """The matches that are not empty, from each reading of the bytes."""
        for form in sorted(self._forms(text.utf8)):
            yield (match for match in _compiled(*form).finditer(text.data) if match.start() < match.end())

    def _forms(self, utf8: bool) -> set[tuple[bytes, bool, bool, bool]]:
        """How to compile it. Bytes that are not UTF-8 may still hold words in it, and words in Latin-1."""
        forms = {self.pattern.encode("utf-8")}
        if not utf8 and all(ord(character) < 256 for character in self.pattern):
            forms.add(self.pattern.encode("latin-1"))
        return {(form, utf8, self.ignore_case, self.whole_file) for form in forms}


@functools.lru_cache(maxsize=1024)
def _compiled(pattern: bytes, utf8: bool, ignore_case: bool, whole_file: bool) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not ignore_case
    options.never_nl = not whole_file
    encodings = re2.Options.Encoding
    options.encoding = encodings.UTF8 if utf8 else encodings.LATIN1
    try:
        return re2.compile((b"(?s)" if whole_file else b"(?m)") + pattern, options)
    except re2.error as error:
        raise RegexError(_message(error)) from None


def _message(error: Exception) -> str:
    message = error.args[0] if error.args else ""
    return message.decode("utf-8", "replace") if isinstance(message, bytes) else str(message)
