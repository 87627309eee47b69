from __future__ import annotations

import pytest

from harness.constitution.data import schemas
from harness.constitution.data.conditions import shown
from tests.support.growth import ending


def places(schema: dict[str, object], value: object) -> list[tuple[tuple[str | int, ...], str]]:
    schemas.check(schema)
    return list(schemas.faults(schema, value, 100))  # type: ignore[arg-type]


def test_each_place_is_told_with_its_reason():
    schema = {
        "type": "object",
        "properties": {"a": {"items": {"$ref": "#/$defs/n"}}},
        "$defs": {"n": {"type": "integer"}},
    }
    assert places(schema, {"a": [1, "x", 2.5]}) == [
        (("a", 1), "'x' is not of type 'integer'"),
        (("a", 2), "2.5 is not of type 'integer'"),
    ]


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"pattern": "^a"}, "ba", [()]),
        ({"pattern": "^a"}, 3, []),
        ({"patternProperties": {"^x-": {"type": "null"}}}, {"x-a": 1, "b": 1}, [("x-a",)]),
        ({"patternProperties": {"^x-": {"type": "null"}}}, [1], []),
        ({"additionalProperties": False, "properties": {"a": {}}}, {"a": 1, "b": 2}, [()]),
        ({"additionalProperties": False, "patternProperties": {"^b": {}}}, {"b": 2}, []),
        ({"additionalProperties": {"type": "string"}}, {"a": 1, "b": "x"}, [("a",)]),
        ({"additionalProperties": True}, {"a": 1}, []),
        ({"additionalProperties": False}, [1], []),
        ({"$schema": "http://json-schema.org/draft-07/schema#", "type": "null"}, 1, [()]),
    ],
)
def test_keywords_with_patterns_mean_what_the_specification_says(schema, value, expected):
    assert [place for place, _ in places(schema, value)] == expected


def test_a_cunning_pattern_takes_no_longer_than_others():
    schema = {"patternProperties": {"^(a+)+$": {"pattern": "^(a|a)*$"}}, "additionalProperties": False}
    with ending():
        assert len(places(schema, {"a" * 5_000: "a" * 50_000 + "b", "a" * 5_000 + "b": 1})) == 2


def test_long_reasons_are_cut_and_so_are_many_of_them():
    [(_, reason)] = places({"type": "null"}, "x" * 1000)
    assert len(reason) == 201
    assert len(list(schemas.faults({"items": {"type": "null"}}, [1] * 50, 10))) == 10


def test_numbers_that_python_will_not_write_can_be_shown():
    assert shown(10**5000) == "`a number of many digits`"
