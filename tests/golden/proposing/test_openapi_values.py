"""Values of schemas: allowed by them, the same each time, and wrong where they should be."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from harness.golden.proposing.openapi.patterns import matching
from harness.golden.proposing.openapi.source import Source
from harness.golden.proposing.openapi.values import Unbuildable, Values
from harness.golden.proposing.openapi.wrong import wrong_values

SHARED = {
    "Node": {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string"}, "next": {"$ref": "#/s/Node"}},
    },
    "Tree": {
        "type": "object",
        "required": ["below"],
        "properties": {"below": {"type": "array", "items": {"$ref": "#/s/Tree"}}},
    },
    "Endless": {"type": "object", "required": ["self"], "properties": {"self": {"$ref": "#/s/Endless"}}},
    "Maybe": {"type": ["object", "null"], "required": ["self"], "properties": {"self": {"$ref": "#/s/Maybe"}}},
    "Ring": {"$ref": "#/s/Ring2"},
    "Ring2": {"$ref": "#/s/Ring"},
    "All": {"allOf": [{"$ref": "#/s/All"}]},
}
SCHEMAS: list[Any] = [
    {"type": "string"},
    {"type": "string", "minLength": 3, "maxLength": 3},
    {"type": "string", "maxLength": 0},
    {"type": "string", "minLength": 500},
    {"type": "string", "format": "date-time"},
    {"type": "string", "format": "uuid"},
    {"type": "string", "format": "ipv4"},
    {"type": "string", "pattern": "^[A-Z]{2,4}-[0-9]+$"},
    {"type": "string", "pattern": "^(red|green)?$"},
    {"type": "string", "pattern": r"^\d{4}-\d{2}\w?$", "minLength": 7},
    {"type": "string", "pattern": "^[^a-z]+$"},
    {"type": "string", "pattern": "^[a-z]*$", "minLength": 9},
    {"type": "string", "enum": ["b", "a"]},
    {"type": "integer"},
    {"type": "integer", "minimum": 5},
    {"type": "integer", "maximum": -5},
    {"type": "integer", "exclusiveMinimum": 5, "maximum": 6},
    {"type": "integer", "minimum": 4, "multipleOf": 3},
    {"type": "number", "exclusiveMinimum": 0, "maximum": 0.5},
    {"type": "number", "minimum": 0.5, "maximum": 0.7},
    {"type": "boolean"},
    {"type": ["null", "integer"]},
    {"const": {"a": 1}},
    {"type": "array", "items": {"type": "integer"}, "minItems": 2, "uniqueItems": True},
    {"type": "array", "items": {"enum": ["a", "b"]}, "minItems": 2, "uniqueItems": True},
    {"type": "array", "items": {"type": "string"}, "minItems": 3, "uniqueItems": True},
    {"type": "array", "maxItems": 0},
    {"type": "array", "prefixItems": [{"type": "integer"}, {"type": "boolean"}]},
    {"type": "object", "minProperties": 2, "additionalProperties": {"type": "integer"}},
    {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "string"}}, "minProperties": 2},
    {"properties": {"a": {"type": "integer"}}},
    {"allOf": [{"required": ["a"], "properties": {"a": {"type": "integer"}}}, {"required": ["b"]}]},
    {"oneOf": [{"type": "null"}, {"type": "object", "required": ["a"]}]},
    {"anyOf": [{"$ref": "#/s/Endless"}, {"type": "integer"}]},
    {"$ref": "#/s/Node"},
    {"$ref": "#/s/Tree"},
    {"type": "string", "example": 5, "default": "x"},
    {"type": "integer", "default": 7},
    {"type": "string", "examples": ["first", "second"]},
    True,
    {},
]


@pytest.fixture
def values() -> Values:
    return Values(Source("a.yaml", {"s": SHARED}))


@pytest.mark.parametrize("schema", SCHEMAS, ids=json.dumps)
def test_a_value_is_one_that_its_schema_allows(values: Values, schema: Any) -> None:
    for full in (False, True):
        value = values.value(schema, full)
        assert value == values.value(schema, full)
        resolved = {**schema, "s": SHARED} if isinstance(schema, dict) else schema
        jsonschema.Draft202012Validator(resolved).validate(value)


@pytest.mark.parametrize("schema", [one for one in SCHEMAS if isinstance(one, dict)], ids=json.dumps)
def test_what_is_called_wrong_is_ruled_out(values: Values, schema: Any) -> None:
    plain = values.plain(schema)
    for wrong in wrong_values(plain):
        checker = jsonschema.Draft202012Validator(
            {**plain, "s": SHARED}, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        )
        assert not checker.is_valid(wrong) or plain.get("format") in ("date-time", "uuid")


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"$ref": "#/s/Endless"}, "contains itself"),
        ({"$ref": "#/s/Ring"}, "contains itself"),
        ({"$ref": "#/s/All"}, "contains itself"),
        ({"$ref": "#/s/None"}, "leads to nothing"),
        ({"type": "thing"}, "unknown type 'thing'"),
        ({"type": "string", "minLength": 10**9}, "1000000000 characters"),
        ({"type": "string", "pattern": "^(ab){300}$"}, "no text was found"),
        ({"type": "string", "pattern": "^x$", "maxLength": 0}, "no text was found"),
        ({"type": "integer", "minimum": 1.2, "maximum": 1.8}, "within its bounds"),
        ({"type": "array", "minItems": 10**9}, "1000000000 items"),
        ({"type": "integer", "minimum": 2, "maximum": 1}, "within its bounds"),
        ({"type": "array", "minItems": 2, "uniqueItems": True, "items": {"type": "object"}}, "items that differ"),
        ({"oneOf": [{"$ref": "#/s/Endless"}, {"$ref": "#/s/Ring"}]}, "contains itself"),
    ],
)
def test_a_schema_of_which_no_value_can_be_made_says_why(values: Values, schema: Any, reason: str) -> None:
    with pytest.raises(Unbuildable, match=reason):
        values.value(schema)


def test_a_schema_that_contains_itself_ends_where_null_is_allowed(values: Values) -> None:
    assert values.value({"$ref": "#/s/Maybe"}) is None
    assert values.value({"required": ["a"], "properties": {"a": {"$ref": "#/s/Maybe"}}}) == {"a": None}


@pytest.mark.parametrize("pattern", ["^(?=.*[0-9]).+$", "(", "^a{5000}$"])
def test_where_a_pattern_cannot_be_told_in_bounded_time_a_word_is_a_guess(values: Values, pattern: str) -> None:
    assert values.value({"type": "string", "pattern": pattern}) == "text"


def test_what_is_only_read_is_not_sent(values: Values) -> None:
    schema = {"required": ["id", "a"], "properties": {"id": {"type": "integer", "readOnly": True}, "a": {}}}
    assert values.value(schema) == {"a": "text"}


@pytest.mark.parametrize("pattern", ["[", "(?P<a>", "a" * 501, "(a*)*b{9999}"])
def test_a_pattern_that_is_none_or_too_large_has_no_text(pattern: str) -> None:
    assert matching(pattern) is None


@pytest.mark.parametrize("pattern", [r"\s\S\w\W", "a.c", "[^a]b", "(?:ab){2}", "x|y", r"[\d-]+", "a+?b", "[^-a-z1A]"])
def test_a_text_of_a_pattern_matches_it(pattern: str) -> None:
    import re

    assert re.search(pattern, matching(pattern) or "\0") is not None
