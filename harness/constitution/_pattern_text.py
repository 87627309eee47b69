"""Whether the bytes of a file are text that a parser sees as the language's own reader would; parsing lies elsewhere."""

from __future__ import annotations

import codecs
import re

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)")
"""PEP 263."""
_FAITHFUL = frozenset({"ascii", "cp1252", "iso8859-1", "iso8859-15", "utf-8", "utf-8-sig"})
"""Encodings in which every ASCII byte is its own letter: in others, such as UTF-7, a comment can hold code."""


def not_text(data: bytes, language: str) -> str:
    """Why the bytes are no text of the language; empty where they are."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return f"it is not UTF-8 text (byte {error.start + 1})"
    if b"\0" in data:
        return "it holds a NUL byte, so it is no text"
    if language == "python" and (name := _foreign_encoding(data)):
        return f"it says that it is in the encoding '{name}'; save it in UTF-8"
    return ""


def _foreign_encoding(data: bytes) -> str:
    """The encoding that a file of Python names in its first two lines, where another one than UTF-8 would read other code."""
    head = data[:4096].splitlines()[:2] if b"coding" in data[:4096] else []
    found = next(
        (match[1].decode() for line in head if (match := _COOKIE.match(line.removeprefix(codecs.BOM_UTF8)))), ""
    )
    if not found:
        return ""
    try:
        return "" if codecs.lookup(found).name in _FAITHFUL else found
    except LookupError:
        return found
