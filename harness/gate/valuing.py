"""What becomes of an expression, facts given: Kleene's logic over bounds; how it is parsed lies in ``parsing``.

A comparison holds or fails where the bounds settle it, and is unknown otherwise (Kleene, "Introduction to Metamathematics",
1952, paragraph 64): evidence that is missing can never make it hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from harness.domain.gate import Fact, Truth
from harness.domain.gate import Number as Value
from harness.gate import intervals
from harness.gate.intervals import Interval
from harness.gate.numbers import cut, shown_between
from harness.gate.syntax import (
    Chain,
    Comparison,
    Condition,
    Constant,
    Expression,
    Joined,
    Named,
    Negative,
    Not,
    Number,
)

NOTHING_ACCEPTED = "nothing was accepted yet"
_LONGEST_REASON = 300
_MOST_REASONS = 3


@dataclass(frozen=True)
class Valued:
    """What became of an expression: see ``harness.domain.gate.CriterionResult``."""

    truth: Truth
    facts: tuple[str, ...]
    said: str


def evaluate(expression: Expression, facts: Mapping[str, Fact], baseline: Mapping[str, Value] | None) -> Valued:
    """Whether it holds; ``baseline`` is None while nothing was ever accepted. Nothing that is asked for is an error."""
    grounds = _Grounds(facts, baseline)
    truth = grounds.truth(expression.condition)
    said = _with_values(expression, grounds)
    if truth is Truth.UNKNOWN:
        said = f"{said}: {grounds.open_questions(expression)}"
    return Valued(truth, expression.facts, said)


@dataclass(frozen=True)
class _Grounds:
    """What is known, and what follows from it."""

    facts: Mapping[str, Fact]
    baseline: Mapping[str, Value] | None

    def truth(self, condition: Condition) -> Truth:
        match condition:
            case Not(operand):
                return _OPPOSITE[self.truth(operand)]
            case Joined(every, operands):
                return _joined(every, [self.truth(one) for one in operands])
            case Comparison(left, operator, right):
                return self._compared(self.number(left), operator, self.number(right))

    def number(self, number: Number) -> Interval | None:
        match number:
            case Constant(value):
                return intervals.exactly(value)
            case Named():
                return self.named(number)
            case Negative(operand):
                inner = self.number(operand)
                return None if inner is None else intervals.negative(inner)
            case Chain(first, rest):
                return self._chained(self.number(first), rest)

    def named(self, named: Named) -> Interval | None:
        if named.accepted:
            value = intervals.as_written((self.baseline or {}).get(named.name))
            return None if value is None else intervals.exactly(value)
        return _of_fact(self.facts.get(named.name))

    def why(self, named: Named) -> str:
        """Why it is not exactly known; empty where it is."""
        known = self.named(named)
        if known is not None and known.is_exact:
            return ""
        if named.accepted:
            return (
                NOTHING_ACCEPTED
                if self.baseline is None
                else f"{named.name} was not known when a tree was last accepted"
            )
        fact = self.facts.get(named.name)
        if fact is None:
            return f"nothing tells {named.name}"
        return fact.unknown or f"{named.name} is no number that can be counted with"

    def open_questions(self, expression: Expression) -> str:
        reasons = [one for one in dict.fromkeys(self.why(named) for named in expression.named) if one]
        return "; ".join(cut(one, _LONGEST_REASON) for one in reasons[:_MOST_REASONS]) or "it divides by zero"

    def _chained(self, left: Interval | None, rest: tuple[tuple[str, Number], ...]) -> Interval | None:
        for sign, number in rest:
            right = self.number(number)
            if left is None or right is None:
                return None
            left = _of_left(left, sign, number) if _is_share(sign, number) else _CALCULATED[sign](left, right)
        return left

    def _compared(self, left: Interval | None, operator: str, right: Interval | None) -> Truth:
        if left is None or right is None:
            return Truth.UNKNOWN
        return _COMPARED[operator](left, right)


def _of_fact(fact: Fact | None) -> Interval | None:
    if fact is None:
        return None
    if fact.value is None:
        return intervals.between(fact.low, fact.high)
    value = None if fact.unknown else intervals.as_written(fact.value)
    return None if value is None else intervals.exactly(value)


def _is_share(sign: str, number: Number) -> bool:
    return sign in ("+", "-") and isinstance(number, Constant) and number.percent


def _of_left(left: Interval, sign: str, number: Number) -> Interval | None:
    """``+ 2 %`` and ``- 2 %`` are of what stands to the left."""
    assert isinstance(number, Constant)
    return intervals.times(left, intervals.exactly(1 + number.value if sign == "+" else 1 - number.value))


def _joined(every: bool, truths: list[Truth]) -> Truth:
    settles = Truth.FALSE if every else Truth.TRUE
    if settles in truths:
        return settles
    return Truth.UNKNOWN if Truth.UNKNOWN in truths else _OPPOSITE[settles]


def _truth(known: bool | None) -> Truth:
    return Truth.UNKNOWN if known is None else Truth.TRUE if known else Truth.FALSE


def _with_values(expression: Expression, grounds: _Grounds) -> str:
    """The expression with the value of each fact behind its name."""
    parts, at = [], 0
    for named in expression.named:
        parts += [expression.text[at : named.end], f" ({_value(grounds.named(named))})"]
        at = named.end
    return " ".join("".join([*parts, expression.text[at:]]).split())


def _value(known: Interval | None) -> str:
    return "unknown" if known is None else shown_between(known.low, known.high)


_OPPOSITE = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}
_CALCULATED: Mapping[str, Callable[[Interval, Interval], Interval | None]] = {
    "+": intervals.plus,
    "-": lambda one, other: intervals.plus(one, intervals.negative(other)),
    "*": intervals.times,
    "/": intervals.over,
}
_COMPARED: Mapping[str, Callable[[Interval, Interval], Truth]] = {
    "==": lambda one, other: _truth(intervals.equal(one, other)),
    "!=": lambda one, other: _OPPOSITE[_truth(intervals.equal(one, other))],
    "<": lambda one, other: _truth(intervals.below(one, other)),
    ">=": lambda one, other: _OPPOSITE[_truth(intervals.below(one, other))],
    ">": lambda one, other: _truth(intervals.below(other, one)),
    "<=": lambda one, other: _OPPOSITE[_truth(intervals.below(other, one))],
}
