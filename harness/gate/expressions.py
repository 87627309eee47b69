"""The small language of a policy's criteria: ``cards.failed == 0``, ``cards.seconds <= baseline + 2 %``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.domain.gate import Fact, Number, Truth
from harness.errors import HarnessError


class ExpressionError(HarnessError):
    """An expression that says nothing: what is wrong, at which ``column`` (from 1) of it, and what to write instead."""

    def __init__(self, what: str, hint: str, column: int) -> None:
        super().__init__(what, hint)
        self.column = column


@dataclass(frozen=True)
class Expression:
    """A criterion as it was understood. ``facts`` are those that it names, ``relative``: it asks for ``baseline``."""

    text: str
    facts: tuple[str, ...]
    relative: bool


@dataclass(frozen=True)
class Valued:
    """What became of an expression: see ``harness.domain.gate.CriterionResult``."""

    truth: Truth
    facts: tuple[str, ...]
    said: str


def parse(text: str) -> Expression:
    """What a text asks for.

    Raises:
        ExpressionError: if it is no expression, or names a fact that there is none of.
    """
    raise NotImplementedError


def evaluate(expression: Expression, facts: Mapping[str, Fact], baseline: Mapping[str, Number] | None) -> Valued:
    """Whether it holds, in Kleene's logic over bounds; ``baseline`` is None while nothing was ever accepted."""
    raise NotImplementedError
