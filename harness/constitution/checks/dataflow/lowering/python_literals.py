"""What the literals of Python stand for, from their text alone: escapes, prefixes, numbers of all spellings."""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = {
    "\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\n": "",
}  # fmt: skip
_ESCAPE = re.compile(
    r"\\(?:(?P<octal>[0-7]{1,3})|x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|N\{(?P<name>[^}]*)\}"
    r"|(?P<plain>[\\'\"abfnrtv\n]))"
)
_ESCAPE_OF_BYTES = re.compile(r"\\(?:(?P<octal>[0-7]{1,3})|x(?P<x>[0-9a-fA-F]{2})|(?P<plain>[\\'\"abfnrtv\n]))")
_MOST_DIGITS = 4300
"""Python refuses a decimal number with more."""
_MOST_BITS = 14_000
"""A number with more cannot be shown: Python would refuse that too."""


class Malformed(ValueError):
    """A literal that Python would refuse."""


def text_value(text: str, is_raw: bool) -> str:
    """What stands between the quotes of a string, as its value; what is no escape keeps its backslash.

    Raises:
        Malformed: for a character that there is not.
    """
    text = _with_plain_lines(text)
    if is_raw or "\\" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def bytes_value(text: str, is_raw: bool) -> bytes:
    """What stands between the quotes of bytes, as their value."""
    text = _with_plain_lines(text)
    if not is_raw and "\\" in text:
        text = _ESCAPE_OF_BYTES.sub(_byte, text)
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError as error:
        raise Malformed("bytes hold ASCII characters only") from error


def format_value(text: str, is_raw: bool) -> str:
    """A part of an f-string between its replacement fields: braces stand there twice.

    A brace after a backslash is no escape, and the braces of a named character are none either.
    """
    text = _with_plain_lines(text)
    if is_raw or "\\" not in text:
        return text.replace("{{", "{").replace("}}", "}")
    return _FORMAT_ESCAPE.sub(_character_or_brace, text)


def number_value(text: str) -> int | float | None:
    """The value of a number; None for an imaginary one, which nobody asks for, and for one that Python refuses."""
    text = text.replace("_", "").lower()
    if text.startswith(("0x", "0o", "0b")):
        value = int(text.rstrip("l"), 0)
        return value if value.bit_length() <= _MOST_BITS else None
    if text.endswith("j"):
        return None
    if not text.rstrip("l").isdigit():
        return float(text)
    digits = text.rstrip("l")
    if len(digits) > _MOST_DIGITS:
        return None
    is_octal = text[0] == "0" and not any(digit in "89" for digit in digits)
    return int(digits, 8) if is_octal else int(digits)


_FORMAT_ESCAPE = re.compile(_ESCAPE.pattern + r"|(?P<brace>\{\{|\}\})")


def _with_plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _character_or_brace(found: re.Match[str]) -> str:
    return found["brace"][0] if found["brace"] else _character(found)


def _character(found: re.Match[str]) -> str:
    if plain := found["plain"]:
        return _ESCAPES[plain]
    if octal := found["octal"]:
        return chr(int(octal, 8))
    try:
        if (name := found["name"]) is not None:
            return unicodedata.lookup(name)
        return chr(int(found["x"] or found["u"] or found["U"], 16))
    except (KeyError, ValueError, OverflowError) as error:
        raise Malformed(f"there is no character {found[0]}") from error


def _byte(found: re.Match[str]) -> str:
    if plain := found["plain"]:
        return _ESCAPES[plain]
    if octal := found["octal"]:
        return chr(int(octal, 8) & 0xFF)
    return chr(int(found["x"], 16))
