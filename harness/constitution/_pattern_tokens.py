"""The tokens of a pattern as far as they can be told without its grammar; what follows from them lies with its callers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Sort(Enum):
    """What a token is; ``UNKNOWN`` is a metavariable, or all that follows where nothing more can be told."""

    WORD = auto()
    NUMBER = auto()
    TEXT = auto()
    MARK = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Token:
    """A token. Of a text in quotes only the beginning is kept: what is in front of the quote, and the quote."""

    sort: Sort
    text: str


SLASHES = frozenset(
    {"c", "cpp", "csharp", "go", "java", "javascript", "kotlin", "php", "rust", "scala", "tsx", "typescript"}
)
"""The languages with comments of ``//`` and ``/* */`` whose patterns can be told apart here, besides Python and Ruby."""
_PAIRED_QUOTES = SLASHES - {"cpp", "rust", "scala"} | {"python"}
"""The languages in which both quotes come in pairs: in the others one of them stands alone, as in ``'a`` or ``1'000``."""
_TOKEN = re.compile(
    r"""
    (?P<blank>\s+) | (?P<variable>\$[\w$]*) | (?P<number>\d\w*)
    | (?P<word>[^\W\d]\w*(?!\w*["'$])) | (?P<text>[A-Za-z]{0,3}(?:"[^"\\\n]*"|'[^'\\\n]*')) | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPAQUE = "\"'`\\#"
_OPAQUE_ELSEWHERE = "\"'`\\#/%~@?"
_COMMENTS = ("--", "<<", "<!")


def tokens_of(pattern: str, language: str) -> list[Token]:
    """The tokens of a pattern, up to where a comment, an escape or a regular expression may begin."""
    return list(_tokens(pattern, language))


def _tokens(pattern: str, language: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(pattern):
        sort, text = found.lastgroup, found[0]
        if sort == "word":
            yield Token(Sort.WORD if text.isascii() else Sort.UNKNOWN, text)
        elif sort == "variable":
            yield Token(Sort.UNKNOWN, text)
        elif sort == "number":
            yield Token(Sort.NUMBER, text)
        elif sort == "text" and language in _PAIRED_QUOTES:
            yield Token(Sort.TEXT, re.split("(?<=[\"'])", text, maxsplit=1)[0])
        elif sort == "text" or (sort == "mark" and _may_hide(pattern, found.start(), language)):
            yield Token(Sort.UNKNOWN, "")
            return
        elif sort == "mark":
            yield Token(Sort.MARK, text)


def _may_hide(pattern: str, at: int, language: str) -> bool:
    """Whether a comment, an escape, a text or a regular expression may begin there."""
    if language == "python":
        return pattern[at] in _OPAQUE
    return pattern[at] in _OPAQUE_ELSEWHERE or pattern.startswith(_COMMENTS, at)
