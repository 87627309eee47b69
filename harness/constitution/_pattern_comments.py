"""In which files a comment may keep a pattern from matching; what comments are is known to ``Syntax``.

ast-grep passes over a comment where a single word or a metavariable comes next, but not where more does: ``f($A, g(1))`` does
not match ``f(a,  # c`` and ``g(1))`` on the next line. So such files are matched a second time with their comments blanked.
"""

from __future__ import annotations

import json
import keyword
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from harness.constitution._pattern_rules import patterns_of, strictness_of
from harness.constitution._pattern_tokens import SLASHES, Sort, Token, tokens_of
from harness.constitution._pattern_words import GAP, behind, expression
from harness.constitution.prefilter import Needs, Sieve
from harness.ports.sources import SourceFile, StructuralRule

_PYTHON = rf"{GAP}(?:#[^\n]*|\\\r?)\n{GAP}"
"""A comment, or what joins two lines, which keeps patterns from matching in the same way."""
_SLASHED = r"(?://[^\n]*\n|/\*(?:[^*]|\*+[^*/])*\*+/)"
_SLASHED_GAP = rf"(?:[\x00-\x20\x7f-\xff]|{_SLASHED})*"
_LONGEST = 3
_PASSING_OVER = ("smart", "relaxed")
"""The strictness with which comments are passed over at all."""
_ENDS = (",", ")", "]", "}", ";")
_NO_BEGINNINGS = {*_ENDS, ".", ":", "=", *keyword.kwlist} - {"await", "lambda", "not", "yield"}
"""Tokens that are leaves without a name of their own where they stand, and no beginning of an expression."""
_END_OF_ANYTHING = r"[A-Za-z0-9_)\]}\"'`\x80-\xff]"
"""What an expression ends with."""


class Disturbances:
    """Which of some rules, all of one language, a comment may keep from matching."""

    def __init__(self, rules: Sequence[StructuralRule]) -> None:
        self._sieve = Sieve({rule.id: _disturbances(rule) for rule in rules})

    def of(self, data: bytes) -> frozenset[str]:
        """The rules that a comment in a file may keep from matching, by their ids."""
        return self._sieve.passing(data)


def without_comments(file: SourceFile, comments: Sequence[tuple[int, int]]) -> SourceFile:
    """The file with blanks in the place of its comments, so that everything else stays where it is."""
    data = bytearray(file.data)
    for start, end in comments:
        # What joins two lines takes the end of the first with it.
        kept = b"" if data.startswith(b"\\", start) else b"\r\n"
        data[start:end] = bytes(byte if byte in kept else 0x20 for byte in data[start:end])
    return replace(file, data=bytes(data))


def _disturbances(rule: StructuralRule) -> Needs:
    gap, comment = _gaps(rule.language)
    if not gap:
        return frozenset()
    document = json.loads(rule.document)
    places = {
        one
        for pattern in patterns_of(document, everywhere=True)
        for one in _places(pattern, gap, comment, rule.language)
    }
    if any(strictness not in _PASSING_OVER for strictness in strictness_of(document)):
        places.add(comment)
    return frozenset(frozenset({one}) for one in places)


def _places(pattern: str, gap: str, comment: str, language: str) -> Iterator[str]:
    """Comments between two tokens of the pattern of which the second may begin more than a word."""
    tokens = tokens_of(pattern, language)
    for index in range(1, len(tokens)):
        if _begins_more(tokens, index):
            before, after = _before(tokens[:index]), _after(tokens[index:])
            end = "" if tokens[index - 1].text.startswith("$$$") else _END_OF_ANYTHING
            yield (expression(before, gap) if before else end) + comment + behind(after, gap)


def _gaps(language: str) -> tuple[str, str]:
    if language == "python":
        return GAP, _PYTHON
    return (_SLASHED_GAP, f"{_SLASHED_GAP}{_SLASHED}{_SLASHED_GAP}") if language in SLASHES else ("", "")


def _begins_more(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.text in _NO_BEGINNINGS or token.text.startswith("$$$") or tokens[index - 1].text == ".":
        return False
    is_single = index + 1 == len(tokens) or tokens[index + 1].text in _ENDS
    return not (is_single and token.text and token.sort in (Sort.WORD, Sort.NUMBER, Sort.UNKNOWN))


def _before(tokens: Sequence[Token]) -> list[Token]:
    """The last tokens, as far back as their ends are known."""
    known = list(takewhile(lambda token: token.sort not in (Sort.UNKNOWN, Sort.TEXT), reversed(tokens[-_LONGEST:])))
    return known[::-1]


def _after(tokens: Sequence[Token]) -> list[Token]:
    """The first tokens, as far as they are known, and up to the beginning of a text."""
    known = list(takewhile(lambda token: token.sort is not Sort.UNKNOWN, tokens[:_LONGEST]))
    texts = [index for index, token in enumerate(known) if token.sort is Sort.TEXT]
    return known[: texts[0] + 1] if texts else known
