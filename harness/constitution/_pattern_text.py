"""Whether the bytes of a file are text that a parser sees as the language's own reader would; parsing lies elsewhere."""

from __future__ import annotations

import codecs
import re

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)")
"""PEP 263."""
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_LINES_OF_CSHARP = re.compile(rb"\xc2\x85|\xe2\x80[\xa8\xa9]")
"""What ends a line, and a comment with it (ECMA-334 6.3.3), besides CR and LF."""
_ESCAPES_OF_JAVA = re.compile(rb"\\u+00(?:0[aAdD]|2[27aAfF]|5[cC]|4[1-9a-fA-F]|5[0-9aA]|6[1-9a-fA-F]|7[0-9aA])")
"""Escapes of line ends, quotes, letters and what ends a comment: Java reads them first of all (JLS 3.3)."""
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
    if b"\r" in data and _LONE_RETURN.search(data):
        return "a line of it ends with CR alone, and what follows could be taken for a part of it; end lines with LF"
    if language == "csharp" and _LINES_OF_CSHARP.search(data):
        return "a line of it ends with U+0085, U+2028 or U+2029; end lines with LF"
    if language == "java" and (found := _ESCAPES_OF_JAVA.search(data)):
        return (
            f"`{found[0].decode()}` is read as code wherever it stands, even in a comment; write the character itself"
        )
    if language == "python" and (name := foreign_encoding(data)):
        return f"it says that it is in the encoding '{name}'; save it in UTF-8"
    return ""


def foreign_encoding(data: bytes) -> str:
    """The encoding that a file of Python names in its first two lines, where another one than UTF-8 would read other code."""
    second = data.find(b"\n", data.find(b"\n") + 1)
    if data.find(b"coding", 0, second if second > 0 else len(data)) < 0:
        return ""
    head = data.split(b"\n", 2)[:2]
    found = next(
        (match[1].decode() for line in head if (match := _COOKIE.match(line.removeprefix(codecs.BOM_UTF8)))), ""
    )
    if not found:
        return ""
    try:
        return "" if codecs.lookup(found).name in _FAITHFUL else found
    except LookupError:
        return found
