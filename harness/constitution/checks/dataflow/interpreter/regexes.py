"""For which categories a string is harmless that a regular expression matched, or that holds certain characters alone.

Decided from the parsed pattern: it has to span the whole string, and none of the characters that it lets through may be one
that does harm. Lookarounds are ignored: what they forbid is not counted upon.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from harness.constitution.checks.dataflow.values import TEXT

ASCII = frozenset(chr(code) for code in range(128))
DIGITS = frozenset("0123456789")
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
WORD = DIGITS | LETTERS | {"_"}
SPACE = frozenset(" \t\n\r\f\v")
HARMFUL: dict[str, frozenset[str]] = {
    "sql": frozenset("'\"`;\\=<>()*#\0"),
    "nosql": frozenset("'\"${}:[]\\;()"),
    "command": frozenset(";&|`$()<>\n\r\\'\"*?~#!{}[]\0"),
    "code": frozenset("()[]{}'\"`;=\\:@\n"),
    "path": frozenset("/\\\0"),
    "html": frozenset("<>\"'&`"),
    "template": frozenset("{}%<>$#"),
    "redirect": frozenset("/:\\"),
    "url": frozenset("/:.@\\?#%"),
    "cors": frozenset("/:.@\\"),
    "xml": frozenset("<&>\"'"),
    "xpath": frozenset("'\"[]()=/|@*<>!"),
    "ldap": frozenset("*()\\\0&|!=,<>~"),
    "header": frozenset("\r\n"),
    "cookie": frozenset("\r\n;"),
    "log": frozenset("\r\n"),
    "email": frozenset("\r\n,;<>"),
    "session": frozenset("<>'\";&\r\n"),
    "regex": frozenset(".*+?()[]{}^$|\\"),
    "upload": frozenset("./\\"),
}
"""Characters that do harm; a category that is not here is never harmless by its characters, unless they are digits."""
NEWLINE = frozenset("\n")
BY_LINES = frozenset(("header", "cookie", "log", "email"))
_parser: Any = importlib.import_module("re._parser")


def safe_with(characters: Iterable[str]) -> frozenset[str]:
    """The categories for which a string of such characters alone is harmless."""
    there = frozenset(characters)
    if there <= DIGITS | {"-", "+", "."}:
        return frozenset((TEXT,))
    found = {category for category, harmful in HARMFUL.items() if not harmful & there}
    if not there & LETTERS and not there & {"'", '"', "`", "\\", "@"}:
        # without a letter there is no name: arithmetic at most
        found.add("code")
    return frozenset(found)


ALPHANUMERIC = safe_with(DIGITS | LETTERS)
IDENTIFIER = safe_with(WORD)


@lru_cache(maxsize=2048)
def safe_for(pattern: str, method: str, flags: int = 0) -> frozenset[str]:
    """The categories for which a string is harmless that ``method`` (match, fullmatch or search) found to match."""
    try:
        parsed = _parser.parse(pattern, flags)
    except (re.error, RecursionError, OverflowError, ValueError):
        return frozenset()
    every: frozenset[str] | None = None
    for branch in _branches(list(parsed)):
        found = _safe_branch(branch, method, parsed.state.flags)
        every = found if every is None else every & found
    return frozenset() if every is None else every


def class_of_pattern(pattern: str) -> frozenset[str] | None:
    """The characters that a pattern of one character matches, perhaps repeated; None for any other pattern."""
    try:
        parsed = list(_parser.parse(pattern))
    except (re.error, RecursionError, OverflowError, ValueError):
        return None
    if len(parsed) == 1 and str(parsed[0][0]) == "MAX_REPEAT" and parsed[0][1][0] == 1:
        parsed = list(parsed[0][1][2])
    if len(parsed) != 1 or str(parsed[0][0]) not in ("IN", "LITERAL", "NOT_LITERAL"):
        return None
    return _of(str(parsed[0][0]), parsed[0][1], 0)


def _branches(items: list[Any]) -> list[list[Any]]:
    """The alternatives at the top of a pattern, each with the anchors around them."""
    if len(items) == 1 and str(items[0][0]) == "SUBPATTERN":
        return _branches(list(items[0][1][3]))
    if items and str(items[-1][0]) == "BRANCH":
        return [inner for branch in items[-1][1][1] for inner in _branches([*items[:-1], *branch])]
    return [items]


def _safe_branch(items: list[Any], method: str, flags: int) -> frozenset[str]:
    lines = bool(flags & re.MULTILINE)
    begins = method != "search" or _anchor(items[:1]) in (
        ("AT_BEGINNING_STRING",) if lines else ("AT_BEGINNING", "AT_BEGINNING_STRING")
    )
    end = _anchor(items[-1:])
    ends = method == "fullmatch" or end == "AT_END_STRING" or (end == "AT_END" and not lines)
    if not ends:
        return _beginning(items) if begins else frozenset()
    tail = frozenset(("upload",)) if _extension(items) else frozenset()
    if not begins:
        return tail
    every, there = characters(items, flags), characters(_loose(items), flags)
    if every is None or there is None:
        return tail
    found = safe_with(there)
    if "/" in every and "." in there:
        found -= {"path"}
    if not _literal_end(items):
        found = (found - HOST_CATEGORIES) | (safe_with(every) & HOST_CATEGORIES)
    if method != "fullmatch" and end == "AT_END" and TEXT not in found:
        # `$` lets one newline through at the end: it does harm only where lines do
        found -= BY_LINES
    elif method != "fullmatch" and end == "AT_END":
        found = (frozenset(HARMFUL) | {"code", "deserialize", "prototype"}) - BY_LINES
    return found | tail | _beginning(items)


HOST_CATEGORIES = frozenset(("url", "redirect", "cors"))


def _loose(items: list[Any]) -> list[Any]:
    """Without the characters that stand in every match once, where the pattern puts them."""
    return [item for item in items if str(item[0]) != "LITERAL"]


def _literal_end(items: list[Any]) -> bool:
    """Whether a match ends with a dot and letters that nobody else chooses: a host below a fixed one."""
    text = ""
    for operation, argument in items:
        if str(operation) == "LITERAL":
            text += chr(argument)
        elif str(operation) != "AT":
            text = ""
    return re.search(r"\.[A-Za-z-]+\.[A-Za-z]+(?:[/:?#].*)?$", text) is not None


def _anchor(items: list[Any]) -> str:
    return str(items[0][1]) if items and str(items[0][0]) == "AT" else ""


def _beginning(items: list[Any]) -> frozenset[str]:
    """Where an address begins with a fixed host, or a path on the same one, what follows does not lead elsewhere."""
    text = ""
    for operation, argument in items:
        name = str(operation)
        if name == "LITERAL":
            text += chr(argument)
        elif text == "/" and _never_slash(name, argument):
            return frozenset(("redirect",))
        elif name == "MAX_REPEAT" and argument[0] == 0 and argument[1] == 1 and text in ("http", "ws"):
            continue
        elif name != "AT":
            break
    scheme = frozenset(("html-address",)) if re.match(r"(?:https?|mailto|tel):", text) else frozenset()
    return scheme | (frozenset(("url", "redirect", "cors")) if fixes_host(text) else frozenset())


def _never_slash(name: str, argument: Any) -> bool:
    """Whether what follows a slash begins with a character that is none."""
    if name in ("MAX_REPEAT", "MIN_REPEAT") and argument[0] >= 1:
        (first, inner) = argument[2][0]
        return len(argument[2]) == 1 and _never_slash(str(first), inner)
    found = _of(name, argument, 0) if name in ("IN", "NOT_LITERAL") else None
    return found is not None and not found & {"/", "\\"}


def fixes_host(prefix: str) -> bool:
    """Whether an address that begins so has a scheme and a host that nobody else chooses."""
    return re.match(r"[a-z][a-z0-9+.-]*://[^/?#@\\]+[/?#]", prefix) is not None


def _extension(items: list[Any]) -> bool:
    """Whether a pattern ends with a dot and one of some words: a file's extension is checked."""
    rest = [item for item in items if str(item[0]) != "AT"]
    for index in range(len(rest) - 1, -1, -1):
        operation, argument = rest[index]
        if str(operation) == "LITERAL" and chr(argument) == ".":
            return index < len(rest) - 1
        if str(operation) not in ("LITERAL", "SUBPATTERN", "BRANCH", "MAX_REPEAT") or _endless([rest[index]]):
            return False
    return False


def _endless(items: list[Any]) -> bool:
    for operation, argument in items:
        name = str(operation)
        if name in ("ANY", "IN", "NOT_LITERAL"):
            return True
        if name == "SUBPATTERN" and _endless(list(argument[3])):
            return True
        if name == "BRANCH" and any(_endless(list(branch)) for branch in argument[1]):
            return True
        if name == "MAX_REPEAT" and (argument[1] > 4 or _endless(list(argument[2]))):
            return True
    return False


def characters(items: Iterable[Any], flags: int) -> frozenset[str] | None:
    """The ASCII characters that may stand in what a pattern matches; None if that is not known."""
    found: frozenset[str] = frozenset()
    for operation, argument in items:
        more = _of(str(operation), argument, flags)
        if more is None:
            return None
        found |= more
    return found


def _of(name: str, argument: Any, flags: int) -> frozenset[str] | None:
    if name == "LITERAL":
        return frozenset((chr(argument),))
    if name == "NOT_LITERAL":
        return ASCII - {chr(argument)}
    if name == "ANY":
        return ASCII if flags & re.DOTALL else ASCII - NEWLINE
    if name == "IN":
        return _class(argument)
    if name in ("AT", "ASSERT", "ASSERT_NOT", "GROUPREF"):
        return frozenset()
    if name == "SUBPATTERN":
        return characters(argument[3], flags)
    if name == "ATOMIC_GROUP":
        return characters(argument, flags)
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return characters(argument[2], flags)
    if name == "BRANCH":
        found: frozenset[str] = frozenset()
        for branch in argument[1]:
            more = characters(branch, flags)
            if more is None:
                return None
            found |= more
        return found
    return None


CATEGORIES = {
    "CATEGORY_DIGIT": DIGITS,
    "CATEGORY_NOT_DIGIT": ASCII - DIGITS,
    "CATEGORY_SPACE": SPACE,
    "CATEGORY_NOT_SPACE": ASCII - SPACE,
    "CATEGORY_WORD": WORD,
    "CATEGORY_NOT_WORD": ASCII - WORD,
}


def _class(items: Iterable[Any]) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    negated = False
    for operation, argument in items:
        name = str(operation)
        if name == "NEGATE":
            negated = True
        elif name == "LITERAL":
            found |= {chr(argument)}
        elif name == "RANGE":
            found |= {chr(code) for code in range(argument[0], min(argument[1], 127) + 1)}
        elif name == "CATEGORY":
            found |= CATEGORIES.get(str(argument), ASCII)
        else:
            return None
    return ASCII - found if negated else found
