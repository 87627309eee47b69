"""Inputs are varied within their bounds, alike for a seed, and made as small as they get."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest

from harness.adapters.generating import Values, examples, smallest
from harness.domain.golden import Input, InputKind

AMOUNT = Input(name="x", kind=InputKind.DECIMAL, lower=Decimal("0.01"), upper=Decimal(10000))


def values(one: Input, count: int = 60, seed: int = 0) -> list[str]:
    return [each[one.name] for each in examples([one], count, seed)]


def test_a_decimal_keeps_to_its_bounds_and_its_places() -> None:
    found = values(AMOUNT)
    assert len(found) == 60
    assert all(Decimal("0.01") <= Decimal(one) <= 10000 and len(one.partition(".")[2]) == 2 for one in found)


@pytest.mark.parametrize("places", [0, 1, 4])
def test_a_decimal_has_the_places_that_its_bounds_have(places: int) -> None:
    one = Input(name="x", kind=InputKind.DECIMAL, lower=Decimal(-1), upper=Decimal(1), places=places)
    assert {len(one.partition(".")[2]) for one in values(one)} == {places}


@pytest.mark.parametrize(
    ("bounds", "least", "most"),
    [((None, None), -(2**31 - 1), 2**31 - 1), ((Decimal(-3), Decimal(3)), -3, 3), ((Decimal(7), Decimal(7)), 7, 7)],
)
def test_an_integer_keeps_to_its_bounds(bounds: tuple[Decimal | None, Decimal | None], least: int, most: int) -> None:
    one = Input(name="x", kind=InputKind.INTEGER, lower=bounds[0], upper=bounds[1])
    assert all(least <= int(value) <= most for value in values(one))


def test_a_small_range_is_tried_whole() -> None:
    one = Input(name="x", kind=InputKind.INTEGER, lower=Decimal(-2), upper=Decimal(2))
    assert set(values(one)) == {"-2", "-1", "0", "1", "2"}


def test_a_text_has_so_many_characters_and_none_that_no_argument_holds() -> None:
    one = Input(name="x", kind=InputKind.TEXT, lower=Decimal(2), upper=Decimal(5))
    found = values(one)
    assert all(2 <= len(value) <= 5 and "\0" not in value and value.encode() for value in found)
    assert not all(value.isascii() for value in found)


def test_choices_booleans_and_dates() -> None:
    assert set(values(Input(name="x", kind=InputKind.CHOICE, choices=("a", "b")))) == {"a", "b"}
    assert set(values(Input(name="x", kind=InputKind.BOOLEAN))) == {"true", "false"}
    first, last = date(2026, 2, 27), date(2026, 3, 1)
    found = values(Input(name="x", kind=InputKind.DATE, lower=first, upper=last))
    assert set(found) == {"2026-02-27", "2026-02-28", "2026-03-01"}


def test_the_same_seed_gives_the_same_examples_and_another_one_others() -> None:
    assert values(AMOUNT) == values(AMOUNT)
    assert values(AMOUNT) != values(AMOUNT, seed=1)


def test_no_example_comes_twice_and_the_first_are_cheap_however_many_there_are() -> None:
    found = [one["x"] for one in islice(examples([AMOUNT], 50_000, 0), 40)]
    assert len(set(found)) == 40


def test_what_is_forbidden_is_in_no_example() -> None:
    one = Input(name="x", kind=InputKind.CHOICE, choices=("a", "{order}", "b"))
    assert {each["x"] for each in examples([one], 50, 0, ["{order}"])} == {"a", "b"}


@pytest.mark.parametrize("border", ["1000.00", "0.01", "9999.99", "123.45"])
def test_the_smallest_is_exactly_the_smallest(border: str) -> None:
    found = smallest([AMOUNT], lambda values: Decimal(values["x"]) >= Decimal(border), 400, 0)
    assert found == {"x": border}


def test_what_does_not_matter_becomes_simple() -> None:
    inputs = [AMOUNT, Input(name="name", kind=InputKind.TEXT), Input(name="on", kind=InputKind.BOOLEAN)]
    asked: list[Values] = []

    def holds(values: Values) -> bool:
        asked.append(values)
        return Decimal(values["x"]) >= 1000 and "'" not in values["name"]

    assert smallest(inputs, holds, 100, 0) == {"x": "1000.00", "name": "", "on": "false"}
    assert list(asked[0]) == ["x", "name", "on"]


def test_nothing_is_written_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert values(Input(name="x", kind=InputKind.TEXT))
    assert {path.name for path in tmp_path.iterdir()} <= {"cache"}


def test_where_nothing_holds_there_is_none() -> None:
    assert smallest([AMOUNT], lambda values: False, 20, 0) is None
