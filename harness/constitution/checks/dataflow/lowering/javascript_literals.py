"""Literals of JavaScript: the values that strings, templates and numbers spell; it knows no tree."""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    r"""\\(?:u\{([0-9A-Fa-f_]+)\} | u([0-9A-Fa-f]{4}) | x([0-9A-Fa-f]{2}) | ([0-3][0-7]{0,2} | [4-7][0-7]?)
        | (\r\n | [\n\r\u2028\u2029]) | (.))""",
    re.VERBOSE | re.DOTALL,
)
_SINGLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_HIGHEST = 0x10FFFF
_BASES = {"0x": 16, "0o": 8, "0b": 2}


def string(text: str) -> str:
    """The value of what stands between quotes (ECMA-262, 12.9.4): escapes are decoded, joined lines are one."""
    if "\\" not in text:
        return text
    return _paired(_ESCAPE.sub(_escaped, text))


def template(text: str) -> str:
    """The value of a piece of a template: as a string's, and every end of a line is a line feed (12.9.6)."""
    return string(text.replace("\r\n", "\n").replace("\r", "\n"))


def number(text: str) -> int | float | None:
    """The value of a numeric literal; whole numbers are ints, whatever they look like. None where it is none."""
    digits = text.replace("_", "").lower()
    try:
        if digits[:2] in _BASES:
            return int(digits[2:].removesuffix("n"), _BASES[digits[:2]])
        return _decimal(digits)
    except (ValueError, OverflowError):
        return None


def _decimal(digits: str) -> int | float:
    if digits.endswith("n"):
        return int(digits[:-1])
    if digits.isdigit():
        octal = len(digits) > 1 and digits[0] == "0" and not set(digits) & set("89")
        return int(digits, 8 if octal else 10)
    value = float(digits)
    return int(value) if value.is_integer() else value


def _escaped(match: re.Match[str]) -> str:
    braced, four, two, octal, joint, single = match.groups()
    if joint is not None:
        return ""
    if single is not None:
        return _SINGLE.get(single, single)
    if octal is not None:
        return chr(int(octal, 8))
    point = int(braced or four or two, 16)
    return chr(point) if point <= _HIGHEST else match[0]


def _paired(text: str) -> str:
    """Two escapes that are the halves of one character (``\\uD83D\\uDE00``) make that character."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
