"""A short text that a pattern of a schema matches; where none is found quickly, there is none."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from typing import Any

from harness.phrasebook import regex

# The standard library's own tree of a pattern: `re.sre_parse` until 3.10, and under this name since.
_parser: Any = __import__("re._parser", fromlist=["parse"])
_constants: Any = __import__("re._constants", fromlist=["LITERAL"])
_LONGEST_PATTERN = 500
_LONGEST = 200
_ANY = "a"
_OF_CATEGORY = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_DIGIT": "a"}
_NOT_ELSEWHERE = {"CATEGORY_NOT_SPACE": "a", "CATEGORY_NOT_WORD": "-"}
_TRIED = "a1A-_ .:/@0bZ!"


class _NotFound(ValueError):
    """No text was found."""


def matching(pattern: str, least: int = 0) -> str | None:
    """A text that a pattern matches, with at least so many characters where it may grow; None where none is found."""
    if len(pattern) > _LONGEST_PATTERN or least > _LONGEST:
        return None
    try:
        compiled = regex.compile(pattern)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = _parser.parse(pattern)
        for extra in (0, least, 1):
            text = _Text(extra).of(tree)
            if len(text) >= least and compiled.search(text) is not None:
                return text
    except (regex.RegexError, re.error, _NotFound, RecursionError, OverflowError):
        return None
    return None


class _Text:
    """Writes the shortest text of a pattern, with ``extra`` more repetitions of the first thing that may repeat."""

    def __init__(self, extra: int) -> None:
        self._extra = extra

    def of(self, tree: Iterable[Any]) -> str:
        text = ""
        for kind, content in tree:
            text += self._piece(str(kind), content)
            if len(text) > _LONGEST:
                raise _NotFound
        return text

    def _piece(self, kind: str, content: Any) -> str:
        match kind:
            case "LITERAL":
                return chr(content)
            case "NOT_LITERAL":
                return next(one for one in _TRIED if one != chr(content))
            case "ANY":
                return _ANY
            case "IN":
                return _of_class(content)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                return self._repeated(*content)
            case "SUBPATTERN":
                return self.of(content[-1])
            case "ATOMIC_GROUP":
                return self.of(content)
            case "BRANCH":
                return self.of(content[1][0])
            case "AT":
                return ""
        raise _NotFound

    def _repeated(self, least: int, most: Any, inner: Any) -> str:
        count = int(least)
        if self._extra > count:
            count, self._extra = min(self._extra, int(most)), 0
        if count > _LONGEST:
            raise _NotFound
        return "".join(self.of(inner) for _ in range(count))


def _of_class(content: Any) -> str:
    """A character of a class such as ``[a-z]`` or ``[^/]``."""
    kind, first = content[0]
    if str(kind) == "NEGATE":
        return next((one for one in _TRIED if not _is_in(one, content[1:])), _ANY)
    if str(kind) == "RANGE":
        return chr(first[0])
    return _of_category(str(first)) if str(kind) == "CATEGORY" else chr(first)


def _is_in(character: str, content: Any) -> bool:
    for kind, what in content:
        if str(kind) == "LITERAL" and chr(what) == character:
            return True
        if str(kind) == "RANGE" and what[0] <= ord(character) <= what[1]:
            return True
        if str(kind) == "CATEGORY" and _of_category(str(what)) == character:
            return True
    return False


def _of_category(name: str) -> str:
    return {**_OF_CATEGORY, **_NOT_ELSEWHERE}.get(name, _ANY)
