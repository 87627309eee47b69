"""JSON is read exactly, and compared with its types."""

from __future__ import annotations

from decimal import Decimal

import pytest

from harness.evaluation.json_fields import JsonError, NoField, field, parse, same, split_path, written


@pytest.mark.parametrize(
    ("left", "right"),
    [("70", "70.0"), ("70.00", "7e1"), ('{"a": [1, null]}', '{"a":[1.0,null]}'), ("true", "true"), ('"70"', '"70"')],
)
def test_values_that_are_the_same(left: str, right: str) -> None:
    assert same(parse(left), parse(right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("70", '"70"'),
        ("1", "true"),
        ("0", "false"),
        ("null", "false"),
        ("[1]", "[1, 1]"),
        ("[1]", "[2]"),
        ('{"a": 1}', '{"b": 1}'),
        ('{"a": 1}', '{"a": 1, "b": 2}'),
        ("0.1", "0.10000000000000001"),
        ("[]", "{}"),
        ("9007199254740993", "9007199254740992"),
    ],
)
def test_values_that_are_not_the_same(left: str, right: str) -> None:
    assert not same(parse(left), parse(right))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not JSON"),
        ("NaN", "`NaN`"),
        ("[Infinity]", "`Infinity`"),
        ('{"a": 1, "a": 1}', "stands twice"),
        ("[1] 2", "not JSON"),
        ("1e99999999999999999999", "beyond all bounds"),
        ("[" * 200_000, "nested too deeply"),
    ],
)
def test_what_is_not_unambiguous_json_is_refused(text: str, why: str) -> None:
    with pytest.raises(JsonError, match=why):
        parse(text)


def test_long_numbers_are_read() -> None:
    assert parse("9" * 10_000) == Decimal("9" * 10_000)


@pytest.mark.parametrize(
    ("path", "parts"),
    [("a.b.0", ["a", "b", "0"]), (r"a\.b.c", ["a.b", "c"]), ("a", ["a"]), ("a..b", ["a", "", "b"])],
)
def test_paths_are_split_at_dots_that_no_backslash_guards(path: str, parts: list[str]) -> None:
    assert split_path(path) == parts


@pytest.mark.parametrize(
    ("path", "value"), [("a.b.1", '"y"'), (r"x\.y", "1"), ("n.0", "2"), ("a.b.0", "null"), ("a", '{"b": [null, "y"]}')]
)
def test_fields_are_found(path: str, value: str) -> None:
    document = parse('{"a": {"b": [null, "y"]}, "x.y": 1, "n": {"0": 2}}')
    assert written(field(document, path)) == value


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("b", "no key `b` on the way to `b`; there are `a`"),
        ("a.2", "no item `2` on the way to `a.2`; the list has 1"),
        ("a.-1", "no item `-1`"),
        ("a.x", "no item `x`"),
        ("a.0.c", "1.50 is a single value"),
    ],
)
def test_a_path_that_leads_nowhere_says_where_it_ends(path: str, why: str) -> None:
    with pytest.raises(NoField, match=why):
        field(parse('{"a": [1.50]}'), path)


def test_many_and_no_keys_are_named_in_few_words() -> None:
    with pytest.raises(NoField, match="and 2 more"):
        field(parse("{" + ",".join(f'"k{n}": 1' for n in range(10)) + "}"), "x")
    with pytest.raises(NoField, match="there are none"):
        field(parse("{}"), "x")


def test_values_are_written_as_they_came() -> None:
    assert written(parse('{"a": [70.00, true, null, "é"]}')) == '{"a": [70.00, true, null, "é"]}'


def test_a_nest_too_deep_to_write_is_described() -> None:
    assert written(parse("[" * 900 + "]" * 900)) in ("a deeply nested value", "[" * 900 + "]" * 900)
