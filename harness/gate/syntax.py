"""What an expression is made of; parsing one lies in ``parsing``, what becomes of it in ``valuing``."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from harness.errors import HarnessError


class ExpressionError(HarnessError):
    """An expression that says nothing: what is wrong, at which ``column`` (from 1) of it, and what to write instead."""

    def __init__(self, what: str, hint: str, column: int) -> None:
        super().__init__(what, hint)
        self.column = column


@dataclass(frozen=True)
class Constant:
    """A number that is written down. ``percent``: it was written as ``N %``, and ``value`` is a hundredth of N."""

    value: Fraction
    percent: bool = False


@dataclass(frozen=True)
class Named:
    """A fact, or with ``accepted`` its value in the last accepted decision; it ends before character ``end`` of the text."""

    name: str
    end: int
    accepted: bool = False


@dataclass(frozen=True)
class Negative:
    """A number with its sign turned."""

    operand: Number


@dataclass(frozen=True)
class Chain:
    """Numbers joined from left to right by ``+`` and ``-``, or by ``*`` and ``/``."""

    first: Number
    rest: tuple[tuple[str, Number], ...]


@dataclass(frozen=True)
class Comparison:
    """Two numbers and ``==``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``."""

    left: Number
    operator: str
    right: Number


@dataclass(frozen=True)
class Not:
    """What holds where the operand does not."""

    operand: Condition


@dataclass(frozen=True)
class Joined:
    """Conditions of which all (``and``) or any (``or``) have to hold."""

    every: bool
    operands: tuple[Condition, ...]


Number = Constant | Named | Negative | Chain
Condition = Comparison | Not | Joined
Node = Number | Condition


@dataclass(frozen=True)
class Expression:
    """A criterion as it was understood. ``facts`` are those that it names, ``relative``: it asks for ``baseline``.

    ``named`` are all places of its text where a fact or ``baseline`` stands, in order.
    """

    text: str
    facts: tuple[str, ...]
    relative: bool
    condition: Condition
    named: tuple[Named, ...]
