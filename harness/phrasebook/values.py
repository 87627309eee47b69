"""The parts of a phrase that must have a form of their own: paths, names, numbers, JSON, patterns, addresses."""

from __future__ import annotations

import json
import math
import re

from harness.phrasebook import regex
from harness.phrasebook.phrase import PhraseError

PLACEHOLDER = re.compile(r"(?<!\$)\{([A-Za-z][A-Za-z0-9_-]*)\}")
MOST_SECONDS = 3600.0
_FIELD = re.compile(r"[^\s.\[\]]+(\.[^\s.\[\]]+)*")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*?)\s*")
_REQUEST = re.compile(r"([A-Za-z]+)\s+(\S+)")
_NAME_IN_PATTERN = re.compile(r"(?<!\\[pPx])" + PLACEHOLDER.pattern)
_ON_THIS_MACHINE = re.compile(r"https?://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?([/?#]\S*)?", re.IGNORECASE)
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


def user_path(path: str) -> str:
    """A path below the user's folder, as written."""
    if not path.strip() or "\n" in path:
        raise PhraseError("the path is empty", "name a file of the user's folder, such as `orders.csv`")
    if path.startswith(("/", "~")):
        raise PhraseError(f"'{path}' is outside the user's folder", "write it relative to the user's folder")
    depth = 0
    for part in path.split("/"):
        depth += -1 if part == ".." else part not in ("", ".")
        if depth < 0:
            raise PhraseError(f"'{path}' leaves the user's folder", "stay below the user's folder: no '..' out of it")
    if depth == 0 or path.endswith("/"):
        raise PhraseError(f"'{path}' is a folder", "name a file of the user's folder, such as `orders.csv`")
    return path


def field_path(path: str) -> str:
    """A dotted path into JSON."""
    if not _FIELD.fullmatch(path):
        what = f"'{path}' is not a path to a field"
        raise PhraseError(what, "join names and positions with dots, such as `items.0.id`")
    return path


def kept_name(name: str) -> str:
    """The name in ``{name}``."""
    found = PLACEHOLDER.fullmatch(name)
    if not found:
        raise PhraseError(f"'{name}' is not a name to keep something under", "write it in braces, such as `{order}`")
    return found[1]


def pattern(written: str) -> str:
    """A linear-time regex, as written; ``{name}`` may stand in it."""
    try:
        regex.compile(_NAME_IN_PATTERN.sub("x", written))
    except regex.RegexError as error:
        hint = "use RE2 syntax: no look-around, no back-references"
        raise PhraseError(f"`{_short(written)}` is not a valid regular expression: {error}", hint) from None
    return written


def json_text(value: str, hint: str) -> str:
    """JSON text as written; ``{name}`` may stand in it."""
    try:
        json.loads(PLACEHOLDER.sub("0", value), parse_constant=_refuse_constant)
    except RecursionError:
        raise PhraseError("the JSON is nested too deeply", hint) from None
    except ValueError as error:
        reason = f"{error.msg}, line {error.lineno}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise PhraseError(f"`{_short(value)}` is not JSON: {reason}", hint) from None
    return value


def seconds(number: str) -> float:
    """A length of time, above zero and at most an hour."""
    value = float(number)
    if not 0 < value <= MOST_SECONDS:
        raise PhraseError(
            f"{_short(number)} seconds is not a time that a card can take", "choose more than 0 and at most 3600"
        )
    return value


def decimal(number: str) -> str:
    """A number to compare with, as written."""
    if not math.isfinite(float(number)):
        raise PhraseError(f"{_short(number)} is too large a number", "write a number that a person would")
    return number


def whole_number(number: str, least: int, most: int, subject: str) -> int:
    """A whole number between two bounds."""
    value = int(number[:10])
    if not least <= value <= most:
        raise PhraseError(f"{_short(number)} is not {subject}", f"choose a number from {least} to {most}")
    return value


def address(target: str) -> str:
    """A path that begins with a slash, or an address on this machine; ``{name}`` may stand in it."""
    hint = "write a path such as `/accounts`, or an address on 127.0.0.1"
    if target.startswith("{") or (target.startswith("/") and not target.startswith("//")):
        return target
    if not _ON_THIS_MACHINE.fullmatch(target):
        raise PhraseError(f"'{target}' is neither a path nor an address on this machine", hint)
    return target


def request(line: str) -> tuple[str, str]:
    """Method and target of ``GET /path``."""
    hint = "write a method and a path, such as `GET /accounts`"
    found = _REQUEST.fullmatch(line.strip())
    if not found:
        raise PhraseError(f"`{_short(line)}` is not a request", hint)
    method = found[1].upper()
    if method not in _METHODS:
        raise PhraseError(f"'{found[1]}' is not a method", f"use one of {', '.join(_METHODS)}")
    return method, address(found[2])


def is_request(line: str) -> bool:
    """Whether inline code is a request rather than a command."""
    found = _REQUEST.fullmatch(line.strip())
    return (
        bool(found) and found[1] in _METHODS and found[2].startswith(("/", "http://", "https://", "{"))
        if found
        else False
    )


def header(line: str) -> tuple[str, str]:
    """Name and value of ``X: y``."""
    found = _HEADER.fullmatch(line)
    if not found:
        raise PhraseError(
            f"`{_short(line)}` is not a header", "write its name, a colon and its value, such as `Accept: text/csv`"
        )
    return found[1], found[2]


def form(fields: str) -> str:
    """The fields of a form, as written."""
    if not fields or any("=" not in field or field.startswith("=") for field in fields.split("&")):
        raise PhraseError(f"`{_short(fields)}` is not a form", "write names and values, such as `from=alice&amount=30`")
    return fields


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number in JSON")


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= 60 else f"{line[:57]}…"
