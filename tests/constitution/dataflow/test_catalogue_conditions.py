"""Conditions hold, do not hold, or cannot be told."""

from __future__ import annotations

import pytest

from harness.constitution.checks.dataflow.catalogue.conditions import Reader, Subject, every, some
from harness.constitution.checks.dataflow.catalogue.mistakes import EntryError
from harness.constitution.checks.dataflow.values import Source, Taint, Target, Value


def _reader(fold: bool = False) -> Reader:
    return Reader(lambda name: (name.removeprefix("alias."),), fold)


def constants(*every: object) -> Value:
    return Value(constants=frozenset(every))


UNKNOWN = Value()
NAMED = Value(names=frozenset({"alias.a.Safe"}))
TAINTED = Value(frozenset({Taint(Source("r", "request", "p", 1, 0, 1, "x"))}))


@pytest.mark.parametrize(
    ("condition", "value", "truth"),
    [
        ("md5", constants("md5"), True),
        ("md5", constants("sha256"), False),
        ("md5", constants("md5", "sha256"), None),
        ("md5", UNKNOWN, None),
        ("md5", None, False),
        ("md5", Value(targets=frozenset({Target("function", "p", "f")})), False),
        ("md5", constants(), None),
        (True, constants(True), True),
        (True, constants(1), False),
        (1, constants(1.0), True),
        (["md5", "sha1"], constants("sha1"), True),
        ([{"matches": "^m"}, "sha1"], constants("md5"), True),
        ({"matches": "^http:"}, constants("http://a"), True),
        ({"matches": "^http:"}, constants(b"http://a"), True),
        ({"matches": "^http:"}, constants(3), False),
        ({"matches": "^http:"}, UNKNOWN, None),
        ({"not": "md5"}, constants("md5"), False),
        ({"not": "md5"}, UNKNOWN, None),
        ({"not": "md5"}, None, True),
        ({"given": True}, UNKNOWN, True),
        ({"given": False}, UNKNOWN, False),
        ({"given": False}, None, True),
        ({"named": "a.Safe"}, NAMED, True),
        ({"named": ["a.Other"]}, NAMED, False),
        ({"named": "a.Safe"}, UNKNOWN, None),
        ({"named": "a.Safe"}, constants("text"), False),
        ({"named": "a.Safe"}, None, False),
        ({"named": "a.Safe"}, Value(types=frozenset({"a.Safe"})), True),
        ({"named": "a.Safe"}, Value(names=frozenset({"a.Safe", "b"})), None),
        ({"word": "password"}, constants("dbPassword"), True),
        ({"word": ["api key"]}, constants("MY_API_KEY"), True),
        ({"word": ["api key"]}, constants("apikey"), True),
        ({"word": ["key"]}, constants("monkey"), False),
        ({"below": 2048}, constants(1024), True),
        ({"below": 2048}, constants(4096), False),
        ({"below": 2048}, constants("1024"), False),
        ({"above": 30}, constants(31), True),
        ({"above": 30}, constants(True), False),
        ({"constant": True}, constants("a"), True),
        ({"surely": "md5"}, constants("md5"), True),
        ({"surely": "md5"}, UNKNOWN, False),
        ({"constant": False}, UNKNOWN, True),
        ({"constant": True}, None, False),
        ({"tainted": True}, TAINTED, True),
        ({"tainted": True}, UNKNOWN, False),
        ({"tainted": True}, None, False),
        ({"slow": True}, constants("^(a+)+$"), True),
        ({"slow": True}, constants("^a+$"), False),
        ({"slow": True}, constants("^a+$", "^(a+)+$"), None),
        ({"slow": False}, constants("^(a+)+$"), False),
        ({"all": [{"matches": "a"}, {"matches": "b"}]}, constants("ab"), True),
        ({"any": ["a", "b"]}, constants("b"), True),
        ({"matches": "a", "not": "ab"}, constants("ab"), False),
    ],
)
def test_a_condition_holds_or_not_or_cannot_be_told(condition: object, value: Value | None, truth: bool | None) -> None:
    assert _reader().read(condition).holds(Subject(value)) is truth


@pytest.mark.parametrize("condition", ["a", {"given": True}, {"named": "a.B"}, {"constant": True}, {"tainted": True}])
def test_what_may_be_spread_into_a_call_cannot_be_told(condition: object) -> None:
    assert _reader().read(condition).holds(Subject(None, unsure=True)) is None


def test_how_a_receiver_is_written_counts_where_it_is_known() -> None:
    condition = _reader().read({"written": "cursor$"})
    assert condition.holds(Subject(UNKNOWN, "self.cursor")) is True
    assert condition.holds(Subject(UNKNOWN, "self.other")) is False
    assert condition.holds(Subject(UNKNOWN)) is None


def test_case_may_not_count() -> None:
    folding = _reader(fold=True)
    assert folding.read(["MD5"]).holds(Subject(constants("md5"))) is True
    assert folding.read({"matches": "MD5"}).holds(Subject(constants("md5"))) is True


@pytest.mark.parametrize(
    ("condition", "what"),
    [
        ([], "lists nothing"),
        ({}, "says nothing"),
        ({"match": "x"}, "no condition 'match'"),
        ({"matches": "("}, "no regular expression"),
        ({"matches": 3}, "no text"),
        ({"given": "yes"}, "`given` is 'yes'"),
        ({"below": "much"}, "no number"),
        ({"named": []}, "no text"),
        ({"all": "x"}, "no list"),
    ],
)
def test_what_is_no_condition_is_told(condition: object, what: str) -> None:
    with pytest.raises(EntryError) as caught:
        _reader().read(condition)
    assert what in caught.value.what
    assert caught.value.hint


def test_three_values_are_joined() -> None:
    assert every([True, None]) is None
    assert every([None, False]) is False
    assert some([False, None]) is None
    assert some([None, True]) is True
    assert some([False]) is False
