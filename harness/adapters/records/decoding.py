"""Bytes that a product sent, as the text that a user would see; the bytes themselves are kept elsewhere."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence

STDOUT, STDERR = 1, 2
"""The streams of a command, numbered as its descriptors are."""

Segment = tuple[int, int]
"""A stretch of output in the order it came: (stream, bytes)."""

_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.ASCII | re.IGNORECASE)
_CHARSETS = frozenset({"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16", "utf-16-le", "utf-16-be"})
_SURROGATES = re.compile("[\ud800-\udfff]")


def text_of(data: bytes) -> str:
    """UTF-8 with every invalid byte replaced by U+FFFD; never raises."""
    return data.decode("utf-8", "replace")


def storable(text: str) -> str:
    """The text without lone surrogates, which JSON in UTF-8 cannot carry; each becomes U+FFFD."""
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)


def shown_text(stdout: bytes, stderr: bytes, segments: Sequence[Segment]) -> str:
    """Both streams in the order they came, with no character cut in two; what no segment covers is last."""
    streams = {STDOUT: _Stream(stdout), STDERR: _Stream(stderr)}
    parts = [streams[number].next(length) for number, length in segments]
    return "".join(parts) + "".join(stream.rest() for stream in streams.values())


def body_text(body: bytes, headers: Iterable[tuple[str, str]]) -> str:
    """The body of an answer in the charset that its headers name, or in UTF-8 where they name none that is known."""
    return body.decode(_charset(headers), "replace")


def _charset(headers: Iterable[tuple[str, str]]) -> str:
    for name, value in headers:
        if name.lower() == "content-type" and (found := _CHARSET.search(value)):
            return _known(found[1])
    return "utf-8"


def _known(name: str) -> str:
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return "utf-8"
    return codec if codec in _CHARSETS else "utf-8"


class _Stream:
    """One stream, decoded piece by piece."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def next(self, length: int) -> str:
        piece = self._data[self._at : self._at + length]
        self._at += length
        return self._decoder.decode(piece)

    def rest(self) -> str:
        return self._decoder.decode(self._data[self._at :], final=True)
