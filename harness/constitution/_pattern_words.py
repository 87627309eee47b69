"""What a file must contain for a pattern to match in it; rules around patterns are a matter of ``prefilter``.

A pattern matches by comparing the text of each leaf of its tree (https://ast-grep.github.io/advanced/match-algorithm.html),
so the words of those leaves stand in the file as well. Left out are words with ``$`` beside them, words of the language itself
(some can be written in another case), and all inside quotes: text beside an escape is no leaf.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator

from harness.constitution._keywords import KEYWORDS
from harness.constitution._pattern_tokens import SLASHES, Sort, Token, tokens_of

_SHORTEST = 3
_WORD_BEGINS, _WORD_ENDS = r"(?:^|[^A-Za-z_])", r"\b"
"""No letter before or behind a word; a digit before it may be the end of a number."""
GAP = r"(?:[\x00-\x20\\\x7f-\xff]|#[^\n]*\n)*"
"""What may stand between two tokens of Python: blanks (ASCII or not), joined lines, comments."""


def words_of(pattern: str, language: str) -> frozenset[str]:
    """What must be in a file for the pattern to match in it, as regular expressions over bytes (RE2, Latin-1)."""
    if language == "python":
        return frozenset(expression(run, GAP) for run in _runs(tokens_of(pattern, language)) if _is_telling(run))
    if language not in SLASHES and language != "ruby":
        return frozenset()
    words = {token.text for token in tokens_of(pattern, language) if token.sort is Sort.WORD and _is_own(token.text)}
    return frozenset(expression([Token(Sort.WORD, word)], "") for word in words)


def _is_own(word: str) -> bool:
    """Whether a word is none of the language's, in any case: PHP writes its own as one likes."""
    return len(word) >= _SHORTEST and not {word, word.lower()} & KEYWORDS


def expression(tokens: Iterable[Token], gap: str) -> str:
    """Tokens one after the other, with nothing but ``gap`` between them."""
    every = list(tokens)
    begins = _WORD_BEGINS if every[0].sort is Sort.WORD else ""
    return f"{begins}{behind(every, gap)}"


def behind(tokens: Iterable[Token], gap: str) -> str:
    """The same where something that is no word comes before."""
    every = list(tokens)
    ends = _WORD_ENDS if every and every[-1].sort is Sort.WORD else ""
    return f"{gap.join(re.escape(token.text) for token in every)}{ends}"


def _runs(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Stretches of tokens of Python between which no other token can stand, not even one that a pattern may leave out.

    What comes right after ``$$$`` may be left out with it, as the comma in ``f($$$, $A)``, and so may a dot.
    """
    run: list[Token] = []
    may_begin = True
    for token in tokens:
        if run and _sticks(run, token):
            run.append(token)
        else:
            if run:
                yield run
            run = [token] if token.sort is Sort.WORD or (token.text == "." and may_begin) else []
        may_begin = not token.text.startswith("$$$") and (may_begin or token.sort is not Sort.MARK)
    if run:
        yield run


def _sticks(run: list[Token], token: Token) -> bool:
    last = run[-1]
    if last.sort is Sort.WORD:
        return token.text in (".", "(", "=")
    if last.text == ".":
        return token.sort is Sort.WORD
    if last.text == "(":
        return token.sort is Sort.TEXT and run[-2].sort is Sort.WORD
    return last.text == "=" and token.sort is Sort.WORD


def _is_telling(run: list[Token]) -> bool:
    words = [token.text for token in run if token.sort is Sort.WORD and not keyword.iskeyword(token.text)]
    return bool(words) and (len(run) > 1 or len(words[0]) >= _SHORTEST)
