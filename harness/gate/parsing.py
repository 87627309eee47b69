"""An expression from its text: the grammar, and what keeps it from meaning anything; what it comes to lies in ``valuing``.

expression := all ("or" all)*          all        := one ("and" one)*
one        := "not" one | sum (("==" | "!=" | "<" | "<=" | ">" | ">=") sum)?
sum        := product (("+" | "-") product)*
product    := signed (("*" | "/") signed)*
signed     := "-" signed | NUMBER "%"? | FACT | "baseline" ("(" FACT ")")? | "(" expression ")"
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from harness.domain.visible import visible
from harness.gate.names import hint_for, is_fact
from harness.gate.syntax import (
    Chain,
    Comparison,
    Condition,
    Constant,
    Expression,
    ExpressionError,
    Joined,
    Named,
    Negative,
    Node,
    Not,
    Number,
)
from harness.gate.tokens import Kind, Token, tokens

DEEPEST = 20
"""The most parentheses, ``not`` and signs within each other."""
BASELINE = "baseline"
Part = TypeVar("Part", Condition, Number, Node)
_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")
_WORDS = ("and", "or", "not")
_EXAMPLE = "write a comparison, such as `cards.failed == 0`"


def parse(text: str) -> Expression:
    """What a text asks for.

    Raises:
        ExpressionError: if it is no expression, names a fact that there is none of, or names none at all.
    """
    return _Parsing(text).expression()


class _Parsing:
    """One reading of a text, from left to right, a word ahead."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ahead: Iterator[Token] = tokens(text)
        self.token: Token = next(self.ahead)
        self.depth = 0
        self.named: list[Named] = []

    def expression(self) -> Expression:
        start = self.token
        if not self.text.strip():
            raise ExpressionError("the expression is empty", _EXAMPLE, 1)
        node = self._either()
        if self.token.text:
            raise self._unexpected()
        condition = _as_condition(node, start)
        facts = tuple(dict.fromkeys(one.name for one in self.named if not one.accepted))
        if not facts:
            raise ExpressionError("names no fact, so that it says nothing of the tree", _EXAMPLE, 1)
        return Expression(
            text=self.text,
            facts=facts,
            relative=any(one.accepted for one in self.named),
            condition=condition,
            named=tuple(self.named),
        )

    def _either(self) -> Node:
        return self._joined("or", lambda: self._joined("and", self._one))

    def _joined(self, word: str, part: Callable[[], Node]) -> Node:
        start = self.token
        first = part()
        if not self._is_word(word):
            return first
        operands = [_as_condition(first, start)]
        while self._take_word(word):
            operands.append(self._condition(part, self.token))
        return Joined(every=word == "and", operands=tuple(operands))

    def _one(self) -> Node:
        if self._is_word("not"):
            self._advance()
            with_not = self.token
            return Not(self._deeper(lambda: self._condition(self._one, with_not)))
        return self._compared()

    def _compared(self) -> Node:
        start, before = self.token, len(self.named)
        left = self._sum()
        if self.token.text not in _COMPARISONS:
            return left
        sign = self._advance()
        comparison = Comparison(_as_number(left, start), sign.text, self._number(self._sum))
        if self.token.text in _COMPARISONS:
            raise ExpressionError("two comparisons in a row", "join them with `and`", self.token.column)
        return self._with_baseline(comparison, before, start)

    def _sum(self) -> Node:
        return self._chained(("+", "-"), lambda: self._chained(("*", "/"), self._signed))

    def _chained(self, signs: tuple[str, ...], part: Callable[[], Node]) -> Node:
        start = self.token
        first = part()
        if self.token.text not in signs:
            return first
        left, rest = _as_number(first, start), []
        while self.token.text in signs:
            sign = self._advance()
            rest.append((sign.text, self._number(part)))
        return Chain(left, tuple(rest))

    def _signed(self) -> Node:
        if self.token.text == "-":
            self._advance()
            operand = self._deeper(lambda: self._number(self._signed))
            return replace(operand, value=-operand.value) if isinstance(operand, Constant) else Negative(operand)
        if self.token.text == "(":
            return self._in_parentheses()
        if self.token.kind is Kind.NUMBER:
            return self._constant()
        if self.token.kind is Kind.NAME and self.token.text not in _WORDS:
            return self._fact()
        raise self._unexpected()

    def _in_parentheses(self) -> Node:
        self._advance()
        inner = self._deeper(self._either)
        self._close()
        # ``(2 %)`` stands for itself wherever it stands.
        return replace(inner, percent=False) if isinstance(inner, Constant) else inner

    def _constant(self) -> Constant:
        value = Fraction(self._advance().text)
        if self.token.text != "%":
            return Constant(value)
        self._advance()
        return Constant(value / 100, percent=True)

    def _fact(self) -> Named:
        token = self._advance()
        if token.text == BASELINE:
            return self._baseline(token)
        named = Named(_known(token), token.end)
        self.named.append(named)
        return named

    def _baseline(self, token: Token) -> Named:
        name, end = "", token.end
        if self.token.text == "(":
            self._advance()
            if self.token.kind is not Kind.NAME:
                raise self._unexpected("a fact")
            name = _known(self._advance())
            end = self.token.end
            self._close()
        named = Named(name, end, accepted=True)
        self.named.append(named)
        return named

    def _with_baseline(self, comparison: Comparison, before: int, start: Token) -> Comparison:
        """The comparison, ``baseline`` alone in it being that of the one fact in it."""
        within = self.named[before:]
        if all(one.name for one in within):
            return comparison
        facts = dict.fromkeys(one.name for one in within if not one.accepted)
        if len(facts) != 1:
            raise ExpressionError(
                f"'{BASELINE}' could be that of {'any fact' if not facts else ' or '.join(facts)}",
                f"say of which fact, such as `{BASELINE}({next(iter(facts), 'cards.failed')})`",
                start.column,
            )
        [fact] = facts
        self.named[before:] = [replace(one, name=one.name or fact) for one in within]
        return replace(comparison, left=_meant(comparison.left, fact), right=_meant(comparison.right, fact))

    def _condition(self, part: Callable[[], Node], start: Token) -> Condition:
        return _as_condition(part(), start)

    def _number(self, part: Callable[[], Node]) -> Number:
        start = self.token
        return _as_number(part(), start)

    def _deeper(self, part: Callable[[], Part]) -> Part:
        if self.depth == DEEPEST:
            what = f"more than {DEEPEST} parentheses, `not` and signs within each other"
            raise ExpressionError(what, "make several criteria of it", self.token.column)
        self.depth += 1
        inner = part()
        self.depth -= 1
        return inner

    def _is_word(self, word: str) -> bool:
        return self.token.kind is Kind.NAME and self.token.text == word

    def _take_word(self, word: str) -> bool:
        return self._is_word(word) and bool(self._advance())

    def _close(self) -> None:
        if self.token.text != ")":
            raise self._unexpected("`)`")
        self._advance()

    def _advance(self) -> Token:
        token = self.token
        self.token = next(self.ahead, token)
        return token

    def _unexpected(self, missing: str = "a fact or a number") -> ExpressionError:
        token = self.token
        if token.kind is Kind.END:
            return ExpressionError(f"ends where {missing} is missing", _EXAMPLE, token.column)
        shown = visible(token.text)
        return ExpressionError(f"'{shown}' stands where it means nothing", _hint_at(token), token.column)


def _hint_at(token: Token) -> str:
    if token.text.lower() in _WORDS and token.text not in _WORDS:
        return f"write `{token.text.lower()}`"
    if token.text == "%":
        return "`%` stands after a number, such as `95 %`"
    if token.text in _COMPARISONS or token.text in _WORDS:
        return "something to compare or to join is missing before it"
    return "join comparisons with `and` or `or`, and numbers with `+`, `-`, `*` or `/`"


def _known(token: Token) -> str:
    if is_fact(token.text):
        return token.text
    if token.text.lower() in (*_WORDS, BASELINE):
        raise ExpressionError(
            f"'{token.text}' stands where a fact should", f"write `{token.text.lower()}`", token.column
        )
    raise ExpressionError(f"unknown fact '{visible(token.text)}'", hint_for(token.text), token.column)


def _as_condition(node: Node, start: Token) -> Condition:
    if isinstance(node, Condition):
        return node
    raise ExpressionError("a number alone neither holds nor fails", _EXAMPLE, start.column)


def _as_number(node: Node, start: Token) -> Number:
    if isinstance(node, Number):
        return node
    raise ExpressionError("a comparison is no number", "compare facts and numbers only", start.column)


def _meant(number: Number, fact: str) -> Number:
    """The number, with the fact that ``baseline`` alone is of."""
    match number:
        case Named(name=""):
            return replace(number, name=fact)
        case Negative(operand):
            return Negative(_meant(operand, fact))
        case Chain(first, rest):
            return Chain(_meant(first, fact), tuple((sign, _meant(one, fact)) for sign, one in rest))
    return number
