"""The words that a file must contain for a pattern to match in it; rules around patterns are a matter of ``prefilter``.

A pattern matches by comparing the text of each leaf of its tree (https://ast-grep.github.io/advanced/match-algorithm.html),
so the words of those leaves stand in the file as well. Left out is whatever might be compared in another way: words with ``$``
beside them, words of the language itself (some can be written in another case), all inside quotes (text beside an escape is no
leaf), and everything from the first character on that may begin a comment, a regular expression, or an escape.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from harness.constitution._keywords import KEYWORDS

_SHORTEST = 3
_TOKEN = re.compile(
    r"""
    (?P<variable>\$[\w$]*) | (?P<number>\d\w*) | (?P<chain>[^\W\d]\w*(?:\.[^\W\d]\w*)*)
    | (?P<text>"[^"\\\n]*"|'[^'\\\n]*') | (?P<comment>//|/\*|--|<<|<!) | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAIN_QUOTES = frozenset({"c", "csharp", "go", "java", "javascript", "kotlin", "php", "python", "tsx", "typescript"})
"""The languages in which both quotes come in pairs: in the others one of them stands alone, as in ``'a`` or ``1'000``."""
_OPAQUE = {"python": "\"'`\\#"}
_OPAQUE_ELSEWHERE = "\"'`\\#/%~@?"
_LANGUAGES = frozenset({*_PLAIN_QUOTES, "cpp", "ruby", "rust", "scala"})
_GAP = r"(?:[^A-Za-z0-9_.#]|#[^\n]*\n)*"
_DOT = rf"{_GAP}\.{_GAP}"
"""A dot between two words of Python, with blanks, line ends and comments around it."""


def words_of(pattern: str, language: str) -> frozenset[str]:
    """What must be in a file for the pattern to match in it, as regular expressions over bytes (RE2, Latin-1)."""
    if language not in _LANGUAGES:
        return frozenset()
    return frozenset(_expression(chain) for chain in _chains(pattern, language))


def _chains(pattern: str, language: str) -> Iterator[tuple[str, ...]]:
    """Words that stand in the pattern, together where dots alone join them and the language writes nothing else so."""
    opaque = _OPAQUE.get(language, _OPAQUE_ELSEWHERE)
    for token in _TOKEN.finditer(pattern):
        kind, text = token.lastgroup, token[0]
        if kind == "chain" and pattern[token.end() : token.end() + 1] not in tuple("$\"'"):
            yield from _worth(text.split("."), language)
        elif kind == "text" and language in _PLAIN_QUOTES:
            continue
        elif (kind == "comment" and language != "python") or text[0] in opaque:
            return


def _worth(words: list[str], language: str) -> Iterator[tuple[str, ...]]:
    if language != "python":
        yield from ((word,) for word in words if word.isascii() and len(word) >= _SHORTEST and word not in KEYWORDS)
    elif (len(words) > 1 or len(words[0]) >= _SHORTEST) and all(_is_plain(word) for word in words):
        yield tuple(words)


def _is_plain(word: str) -> bool:
    return word.isascii() and not keyword.iskeyword(word)


def _expression(words: tuple[str, ...]) -> str:
    """The words, with no letter before or behind them; a digit before is none, for a number may end right there."""
    return rf"(?:^|[^A-Za-z_]){_DOT.join(words)}(?:$|[^A-Za-z0-9_])"
