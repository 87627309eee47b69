"""The three ways to judge an expectation, with short and harmless texts; when to use which lies elsewhere."""

from __future__ import annotations

from harness.domain.verdicts import Cause, Verdict
from harness.domain.visible import visible
from harness.evaluation.evidence import Judgement
from harness.evaluation.excerpts import LONGEST, capped

_LONGEST_SEEN = LONGEST + 200  # room for the words around a quotation


def passes(expected: str, seen: str, *, soft: bool = False) -> Judgement:
    """It holds."""
    return Judgement(verdict=Verdict.PASS, expected=_short(expected), seen=_short(seen), soft=soft)


def fails(expected: str, seen: str) -> Judgement:
    """The product does not do it."""
    return _because(Cause.PRODUCT, expected, seen)


def undecided(cause: Cause, expected: str, seen: str) -> Judgement:
    """It cannot be told, and why."""
    return _because(cause, expected, seen)


def _because(cause: Cause, expected: str, seen: str) -> Judgement:
    return Judgement(verdict=cause.verdict, cause=cause, expected=_short(expected), seen=_short(seen))


def _short(text: str) -> str:
    return capped(visible(text), _LONGEST_SEEN)
