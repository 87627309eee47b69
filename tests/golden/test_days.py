"""Runs within a minute do not show that a day changes: what a case would show a day later is made up, and asks for a mask."""

from __future__ import annotations

from datetime import date

import pytest

from harness.domain.cards import Section
from harness.domain.golden import Capture, Part, PartKind
from harness.golden.days import a_day_later
from harness.golden.stability import stability
from tests.support.captures import body, text, value

DAY = date(2026, 12, 31)


def run(*parts: Part) -> tuple[Capture, ...]:
    return (Capture(section=Section.STEPS, number=1, did="Run `bank statement`.", parts=parts),)


@pytest.mark.parametrize(
    ("shown", "later"),
    [
        ("on 2026-12-31.", "on 2027-01-01."),
        ("2026-12-31T13:05:09Z", "2027-01-01T13:05:09Z"),
        ("20261231-130509", "20270101-130509"),
        ("31.12.2026", "01.01.2027"),
        ("December 31, 2026", "January 01, 2027"),
        ("due 2026-12-30", "due 2026-12-30"),
    ],
)
def test_the_day_of_the_run_becomes_the_day_after_wherever_it_stands(shown: str, later: str) -> None:
    before = run(text(shown), value(shown), body({shown: [shown, 1]}), text("x", name=f"content of {shown}.csv"))
    (after,) = a_day_later(before, [DAY])
    assert [part.value for part in after.parts] == [later, later, {later: [later, 1]}, "x"]
    assert after.parts[3].name == f"content of {later}.csv"


def test_a_picture_stays() -> None:
    picture = Part(name="screenshot", kind=PartKind.PICTURE, value="sha256:20261231")
    assert a_day_later(run(picture), [DAY]) == run(picture)


def test_a_case_that_shows_the_day_gets_a_redaction_for_it() -> None:
    shown = run(text("2026-12-31  Deposit  10.00\n"))
    found = stability([shown, shown, shown, a_day_later(shown, [DAY])])
    assert {one.name for one in found.proposed} == {"dates"}
    assert found.unstable == ()


def test_a_case_that_shows_the_day_in_a_form_of_its_own_is_unstable() -> None:
    shown = run(text("31.12.2026  Deposit  10.00\n"))
    assert stability([shown, a_day_later(shown, [DAY])]).unstable == ("Steps 1 / stdout",)


def test_a_case_that_shows_another_day_needs_no_redaction() -> None:
    shown = run(text("born 1999-01-01\n"))
    assert stability([shown, a_day_later(shown, [DAY])]).proposed == ()
