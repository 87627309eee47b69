"""Fields of the JSON that was shown: their values, bounds and presence; reading JSON lies elsewhere."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from harness.domain.expectations import Comparison, FieldCompares, FieldExists, FieldIs, Keeps
from harness.domain.observations import CommandObservation, ResponseObservation
from harness.domain.verdicts import Cause
from harness.evaluation import json_fields
from harness.evaluation.evidence import Evidence, Judgement
from harness.evaluation.excerpts import beginning, quoted
from harness.evaluation.json_fields import JsonError, JsonValue, NoField
from harness.evaluation.judges.judgements import fails, passes, undecided
from harness.evaluation.judges.wording import wording
from harness.evaluation.kept import NotKept, kept_value, shown_json
from harness.evaluation.shown import screen

NO_JSON = "the step shows no answer and no output"


def field_is(expectation: FieldIs, evidence: Evidence) -> Judgement:
    """The field has this value and this type; numbers are compared exactly."""
    expected = wording(expectation)
    try:
        wanted = json_fields.parse(expectation.value)
    except JsonError as error:
        return undecided(Cause.CARD, expected, f"the line's own value is {error}")
    found = _found(expectation.field, evidence, expected)
    if isinstance(found, Judgement):
        return found
    seen = f"`{expectation.field}` is {json_fields.written(found[0])}"
    return passes(expected, seen) if json_fields.same(found[0], wanted) else fails(expected, seen)


def field_compares(expectation: FieldCompares, evidence: Evidence) -> Judgement:
    """The field is a number on this side of the bound, not on it."""
    expected = wording(expectation)
    try:
        bound = Decimal(expectation.bound)
    except InvalidOperation:
        return undecided(Cause.CARD, expected, f"the bound `{expectation.bound}` is no number")
    found = _found(expectation.field, evidence, expected)
    if isinstance(found, Judgement):
        return found
    number = found[0]
    seen = f"`{expectation.field}` is {json_fields.written(number)}"
    if not isinstance(number, Decimal):
        return fails(expected, f"{seen}, which is no number")
    held = number > bound if expectation.comparison is Comparison.ABOVE else number < bound
    return passes(expected, seen) if held else fails(expected, seen)


def field_exists(expectation: FieldExists, evidence: Evidence) -> Judgement:
    """The field is there, even if it is null, or is not there in an answer that is JSON."""
    expected = wording(expectation)
    found = _found(expectation.field, evidence, expected, absent_is_fine=not expectation.exists)
    if isinstance(found, Judgement):
        return found
    seen = f"`{expectation.field}` is {json_fields.written(found[0])}"
    return passes(expected, seen) if expectation.exists else fails(expected, seen)


def keeps(expectation: Keeps, evidence: Evidence) -> Judgement:
    """There is something to keep."""
    expected = wording(expectation)
    try:
        value = kept_value(expectation, evidence.step)
    except NotKept as error:
        return undecided(error.cause, expected, str(error))
    return passes(expected, quoted(value))


def _found(
    path: str, evidence: Evidence, expected: str, *, absent_is_fine: bool = False
) -> tuple[JsonValue] | Judgement:
    """The value at the path (alone in a tuple, as it may be anything), or the judgement where there is none."""
    if not isinstance(evidence.step, CommandObservation | ResponseObservation):
        return undecided(Cause.CARD, expected, NO_JSON)
    try:
        return (json_fields.field(shown_json(evidence.step), path),)
    except JsonError as error:
        return fails(expected, f"{error}; shown was {beginning(screen(evidence.step))}")
    except NoField as error:
        return passes(expected, str(error)) if absent_is_fine else fails(expected, str(error))
