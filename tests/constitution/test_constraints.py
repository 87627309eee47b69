from __future__ import annotations

import pytest

from harness.constitution.constraints import is_concrete, levels_in, rewording, statements
from harness.constitution.strictness import Shift
from harness.domain.principles import Level


def test_levels_are_words_in_capitals_outside_of_code():
    assert levels_in("It MUST NOT be; it may, `MUST` or SHALL be, and is OPTIONAL.") == (
        Level.MUST,
        Level.MUST,
        Level.MAY,
    )


def test_statements_are_sentences_and_clauses_but_code_is_whole():
    text = "A MUST be `x; y. z`; B MUST be 1.5 — C: d.\nE."
    assert statements(text) == ("A MUST be `x; y. z`", "B MUST be 1.5", "C", "d", "E")


@pytest.mark.parametrize(
    ("text", "concrete"),
    [("use `execute`", True), ("at least 12", True), ('say "no"', True), ("be safe", False), ("use SHA256", False)],
)
def test_code_numbers_and_quotes_are_concrete(text, concrete):
    assert is_concrete(text) is concrete


@pytest.mark.parametrize(
    ("before", "after", "shift"),
    [
        ("A MUST hold. B MUST hold.", "A MUST hold.", Shift.WEAKENED),
        ("A MUST hold. Such is life.", "A MUST hold.", Shift.REWORDED),
        ("A MUST hold.", "A MUST hold. B MUST hold.", Shift.TIGHTENED),
        ("A MUST hold.", "A MUST hold. B MAY be left out.", Shift.REDEFINED),
        ("A MUST hold.", "A MUST hold, always. Except on Sundays.", Shift.REDEFINED),
        ("A MUST hold.", "A MUST hold. Such is life.", Shift.REWORDED),
        ("A MUST hold. B MUST hold.", "B MUST hold. A MUST hold.", Shift.REWORDED),
        ("A MUST hold.", "A SHOULD hold.", Shift.WEAKENED),
        ("A MUST hold.", "A is held.", Shift.WEAKENED),
        ("A SHOULD hold.", "A MUST hold.", Shift.TIGHTENED),
        ("A MUST hold.", "A MUST NOT hold.", Shift.REDEFINED),
        ("Cost MUST be at least 12.", "Cost MUST be at least 10.", Shift.WEAKENED),
        ("Cost MUST be at least 9.", "Cost MUST be at least 10.", Shift.TIGHTENED),
        ("Sessions MUST end within 30 minutes.", "Sessions MUST end within 60 minutes.", Shift.WEAKENED),
        ("Sessions MUST end within 30 minutes.", "Sessions MUST end within 15 minutes.", Shift.TIGHTENED),
        ("At least 3 MUST be seen within 9 days.", "At least 4 MUST be seen within 10 days.", Shift.WEAKENED),
        ("It MUST take no more than 5 days.", "It MUST take no more than 6 days.", Shift.WEAKENED),
        ("It MUST take more than 5 days.", "It MUST take more than 6 days.", Shift.TIGHTENED),
        ("It MUST NOT be less than 5 days.", "It MUST NOT be less than 6 days.", Shift.TIGHTENED),
        ("It MUST take not less than 5 days.", "It MUST take not less than 6 days.", Shift.TIGHTENED),
        ("It MUST NOT exceed 5 days.", "It MUST NOT exceed 4 days.", Shift.TIGHTENED),
        ("It MUST stay below 5 days.", "It MUST stay below 6 days.", Shift.WEAKENED),
        ("Port 80 MUST be shut.", "Port 81 MUST be shut.", Shift.REDEFINED),
        ("TLS MUST be at least 1.9.", "TLS MUST be at least 1.10.", Shift.TIGHTENED),
        ("Code MUST call `a`.", "Code MUST call `b`.", Shift.REDEFINED),
        ("Code MUST call it.", "Code MUST call it unless it is late.", Shift.REDEFINED),
        ("Queries MUST use bound parameters.", "Database queries MUST use bound parameters.", Shift.REWORDED),
        ("Queries MUST use bound parameters.", "Names MUST read well to all.", Shift.REDEFINED),
        ("A MUST hold. B MUST hold.", "A MUST be held. B SHOULD hold. C MUST hold.", Shift.WEAKENED),
        ("A MUST hold. B MUST hold.", "AB MUST hold.", Shift.WEAKENED),
        ("A here MUST hold.", "A there MUST hold. B MUST hold.", Shift.TIGHTENED),
    ],
)
def test_a_new_wording_is_judged_by_levels_numbers_code_and_exceptions(before, after, shift):
    aspect = rewording(before, after)
    assert aspect is not None
    assert aspect.shift is shift


def test_blanks_do_not_count():
    assert rewording("A  MUST\nhold.", "A MUST hold.") is None
