"""The declared inputs of a case: how values are written, the simplest of each, and the case with some filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from harness.domain.golden import GoldenCase, Input, InputKind
from harness.phrasebook.given import give

LONGEST_TEXT = 40
MOST_DECIMAL = Decimal(1_000_000)
MOST_INTEGER = Decimal(2**31 - 1)
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


def numbers(one: Input) -> tuple[Decimal, Decimal]:
    """The bounds of a number, or of the length of a text; what is not declared is a plain range."""
    most = {InputKind.DECIMAL: MOST_DECIMAL, InputKind.INTEGER: MOST_INTEGER}.get(one.kind, Decimal(LONGEST_TEXT))
    least = Decimal(0) if one.kind is InputKind.TEXT else -most
    lower = one.lower if isinstance(one.lower, Decimal) else least
    return lower, one.upper if isinstance(one.upper, Decimal) else max(most, lower)


def dates(one: Input) -> tuple[date, date]:
    """The bounds of a date."""
    lower = one.lower if isinstance(one.lower, date) else EARLIEST
    return lower, one.upper if isinstance(one.upper, date) else max(LATEST, lower)


def written(one: Input, value: object) -> str:
    """A value as it is filled in: numbers with the places that are declared, dates as ISO 8601 has them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:.{one.places if one.kind is InputKind.DECIMAL else 0}f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def simplest(case: GoldenCase) -> dict[str, str]:
    """One value for each input of a case, always the same: with these it is carried out where nothing varies it."""
    return {one.name: written(one, _simplest(one)) for one in case.inputs}


def _simplest(one: Input) -> object:
    if one.kind is InputKind.CHOICE:
        return one.choices[0]
    if one.kind is InputKind.BOOLEAN:
        return False
    if one.kind is InputKind.DATE:
        return dates(one)[0]
    lower, upper = numbers(one)
    if one.kind is InputKind.TEXT:
        return "a" * int(min(max(lower, Decimal(1)), upper))
    return min(max(Decimal(1), lower), upper)


def filled(case: GoldenCase, values: Mapping[str, str] | None = None) -> GoldenCase:
    """The case with values for its inputs, by default the simplest."""
    if not case.inputs:
        return case
    given = simplest(case) if values is None else values
    words = words_of(case)
    steps = tuple(
        step.model_copy(update={"action": give(step.action, given, words)}) if step.action else step
        for step in case.card.steps
    )
    return case.model_copy(update={"card": case.card.model_copy(update={"steps": steps})})


def words_of(case: GoldenCase) -> frozenset[str]:
    """The inputs that are words, and in JSON never numbers."""
    kinds = (InputKind.TEXT, InputKind.DATE)
    return frozenset(one.name for one in case.inputs if one.kind in kinds or one.words)
