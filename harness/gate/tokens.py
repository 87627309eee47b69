"""The words of an expression, each with its column; what they mean together lies in ``parsing``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from harness.domain.visible import visible
from harness.gate.syntax import ExpressionError

LONGEST = 500
"""The most characters of an expression."""
_TOKEN = re.compile(
    r"(?P<blank>[ \t\r\n]+)|(?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.]))"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*(?![\w.]))"
    r"|(?P<sign>==|!=|<=|>=|[-<>()+*/%])"
)
_INSTEAD = {
    "=": "write `==` to compare",
    "&": "write `and`",
    "|": "write `or`",
    "!": "write `not`, or `!=`",
    "≤": "write `<=`",
    "≥": "write `>=`",
    "≠": "write `!=`",
    "×": "write `*`",
    "÷": "write `/`",
    "\N{MINUS SIGN}": "write a plain `-`",
    "\N{EN DASH}": "write a plain `-`",
    ",": "write a number as `10000` or `0.5`, and join criteria with `and`",
    '"': "facts and numbers stand without quotes",
    "'": "facts and numbers stand without quotes",
}
_LANGUAGE = "an expression compares facts and numbers, such as `cards.failed == 0`"


class Kind(Enum):
    """What a word is; words of the language are names to begin with."""

    NUMBER = auto()
    NAME = auto()
    SIGN = auto()
    END = auto()


@dataclass(frozen=True)
class Token:
    """A word of an expression; ``start`` and ``end`` count characters of the text from 0."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def column(self) -> int:
        """Where it begins, counted from 1."""
        return self.start + 1


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order, and its end.

    Raises:
        ExpressionError: at the first character that is of no word, or where the text is too long.
    """
    if len(text) > LONGEST:
        raise ExpressionError(f"longer than {LONGEST} characters", "make several criteria of it", LONGEST + 1)
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise _unknown(text, at)
        if found.lastgroup != "blank":
            yield Token(Kind[found.lastgroup.upper()], found[0], at)
        at = found.end()
    yield Token(Kind.END, "", len(text))


def _unknown(text: str, at: int) -> ExpressionError:
    if text[at].isalnum() or text[at] in "_.":
        end = re.compile(r"[\w.]*").match(text, at)
        word = visible(end[0] if end else text[at])
        return ExpressionError(f"'{word}' is neither a number nor a fact", "write `10000`, `0.5` or `95 %`", at + 1)
    return ExpressionError(f"'{visible(text[at])}' means nothing here", _INSTEAD.get(text[at], _LANGUAGE), at + 1)
