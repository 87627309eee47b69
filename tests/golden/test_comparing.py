from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.domain.golden import DifferenceClass, Part, PartKind
from harness.golden.comparing import differences
from tests.support.captures import PATIENT, U1, U2, body, compared, kinds, run, step, text, value

VALUE, TYPE, ORDER = DifferenceClass.VALUE, DifferenceClass.TYPE, DifferenceClass.ORDER
ADDED, REMOVED, REDACTED = DifferenceClass.ADDED, DifferenceClass.REMOVED, DifferenceClass.REDACTED


def told(golden, received, *redactions) -> list[tuple]:
    found = compared([step(golden)], [step(received)], *redactions)
    return [(one.kind, one.leaf, one.golden, one.received) for one in found]


# --- what is the same -------------------------------------------------------------------------------------------------

leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.decimals(allow_nan=False))
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4)
)


def of_json(found: object) -> Part:
    return Part(name="body", kind=PartKind.JSON, value=found)


def to_the_letter(found: object) -> object:
    if isinstance(found, dict):
        return "object", sorted((key, to_the_letter(inner)) for key, inner in found.items())
    if isinstance(found, list):
        return "array", [to_the_letter(inner) for inner in found]
    return type(found).__name__, str(found)


@settings(PATIENT, max_examples=100)
@given(values, values)
def test_json_is_the_same_only_to_the_letter(one, other):
    assert (told(of_json(one), of_json(other)) == []) == (repr(to_the_letter(one)) == repr(to_the_letter(other)))
    assert told(of_json(one), of_json(one)) == []


@settings(PATIENT, max_examples=100)
@given(
    st.lists(st.sampled_from(["a", "b", "c", "", "<uuid#1>", "<uuid#2>"]), max_size=8).map("\n".join),
    st.lists(st.sampled_from(["a", "b", "c", "", "<uuid#1>", "<uuid#2>"]), max_size=8).map("\n".join),
)
def test_texts_are_the_same_only_to_the_letter(one, other):
    assert (told(text(one), text(other)) == []) == (one == other)


PAIRS = [
    ("1", "1.0"),
    ("1", '"1"'),
    ("1", "true"),
    ("0", "false"),
    ("0", "null"),
    ("0", "-0"),
    ("0.0", "-0.0"),
    ("1.0", "1.00"),
    ("1e400", "1e401"),
    ("100", "1e2"),
    ('""', "null"),
    ("[]", "{}"),
    ("[]", "[null]"),
    ("{}", '{"a": null}'),
    ('"a"', '"a "'),
    ('"A"', '"a"'),
    ('"\\u00e9"', '"e\\u0301"'),
    ('"\\ud800"', '"\\ufffd"'),
    ('"<uuid#1>"', '"<uuid#2>"'),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
@pytest.mark.parametrize("form", ["{}", "[{}]", '{{"a": {{"b": [0, {}]}}}}'])
def test_values_of_json_that_only_look_alike_differ(one, other, form):
    from harness.golden.json_values import read_json

    parts = [of_json(read_json(form.format(shown))) for shown in (one, other)]
    if form == "{}" and "null" in (one, other):
        parts = [text(shown) for shown in (one, other)]  # a body of null alone is shown as text
    assert told(*parts)
    assert told(*reversed(parts))


TEXTS = [
    ("a\n", "a"),
    ("a\n", "a\n\n"),
    ("a\n", "a \n"),
    ("a\n", "a\r\n"),
    ("a b\n", "a\u00a0b\n"),
    ("a\tb\n", "a b\n"),
    ("", "\n"),
    ("a\n", "\ufeffa\n"),
    ("\u00e9\n", "e\u0301\n"),
    ("A\n", "a\n"),
    ("a\u200bb\n", "ab\n"),
]


@pytest.mark.parametrize(("one", "other"), TEXTS)
def test_texts_that_only_look_alike_differ(one, other):
    assert told(text(one), text(other))
    assert told(text(other), text(one))
    assert told(value(one, "title"), value(other, "title"))


# --- classes ----------------------------------------------------------------------------------------------------------


def test_a_part_may_be_gone_new_or_of_another_kind():
    found = compared([step(value("0"), text("a\n"))], [step(value("0"), text("a\n", "stderr"))])
    assert [(str(one), one.kind, one.part) for one in found] == [
        ("Steps 1 / stdout", REMOVED, "stdout"),
        ("Steps 1 / stderr", ADDED, "stderr"),
    ]
    assert told(text('{"a": 1}', "body"), body({"a": 1})) == [(TYPE, "body", '{"a": 1}', '{"a": 1}')]
    assert told(text("", "body"), value("", "body")) == [(TYPE, "body", "", "")]


def test_a_step_that_is_not_carried_out_any_more_is_a_difference():
    before, after = run(text("a\n"), text("b\n")), run(text("a\n"))
    assert [(one.kind, one.place, one.leaf, one.golden) for one in compared(before, after)] == [
        (REMOVED, "Steps 2", "", "Run `it`")
    ]
    assert kinds(compared(after, before)) == [ADDED]


def test_lines_are_told_apart_where_they_differ():
    before = "one\ntwo\nthree\nfour\n"
    assert told(text(before), text("one\n2\nthree\nfour\nfive\n")) == [
        (VALUE, "stdout / line 2", "two", "2"),
        (ADDED, "stdout / line 5", None, "five"),
    ]
    assert told(text(before), text("one\nthree\nfour\n")) == [(REMOVED, "stdout / line 2", "two", None)]
    assert told(text("a\nb\n"), text("b\na\n")) == [(ORDER, "stdout", "a\nb\n", "b\na\n")]
    assert told(text("a\n"), text("a")) == [(REMOVED, "stdout / line 2", "", None)]


def test_what_differs_in_what_is_masked_alone_is_told_so():
    assert told(text(f"{U1} {U1}\n"), text(f"{U1} {U2}\n"), "uuids") == [
        (REDACTED, "stdout", "<uuid#1> <uuid#1>\n", "<uuid#1> <uuid#2>\n")
    ]
    assert kinds(compared([step(body([U1, U1]))], [step(body([U1, U2]))], "uuids")) == [REDACTED]
    assert told(value("\\<uuid#1>"), value("\\<uuid#2>"))[0][0] is VALUE


def test_leaves_of_json_are_told_by_the_way_to_them():
    before = {"items": [{"id": 1, "a": "x"}, {"id": 2}], "n": 1, "gone": [1]}
    after = {"items": [{"id": 1, "a": "y"}, {"id": 2}, {"id": 3}], "n": "1", "new": None}
    assert told(body(before), body(after)) == [
        (REMOVED, "body / gone", "[1]", None),
        (VALUE, "body / items / 0 / a", "x", "y"),
        (ADDED, "body / items / 2", None, '{"id": 3}'),
        (TYPE, "body / n", "1", '"1"'),
        (ADDED, "body / new", None, "null"),
    ]
    assert told(body([1, 2, 3]), body([2, 3])) == [(REMOVED, "body / 0", "1", None)]
    assert told(body([1, 2]), body([2, 1])) == [(ORDER, "body", "[1, 2]", "[2, 1]")]
    assert told(body({"a": 1, "b": 2}), body('{"b": 2, "a": 1}')) == []


def test_pictures_are_compared_by_whoever_knows_them():
    one, other = (Part(name="screenshot", kind=PartKind.PICTURE, value=f"sha256:{letter * 64}") for letter in "ab")
    assert told(one, other) == [(VALUE, "screenshot", one.value, other.value)]
    asked = []

    def alike(before: str, after: str) -> bool:
        asked.append((before, after))
        return True

    assert list(differences([step(one)], [step(other)], pictures=alike)) == []
    assert asked == [(one.value, other.value)]


# --- names that could be taken for others -----------------------------------------------------------------------------


def test_two_parts_of_one_name_are_both_compared():
    before = step(value("a", "header set-cookie"), value("b", "header set-cookie"))
    for first, second in (("x", "b"), ("a", "x"), ("b", "a")):
        after = step(value(first, "header set-cookie"), value(second, "header set-cookie"))
        assert compared([before], [after])
    assert compared([before], [step(value("a", "header set-cookie"))])
    assert compared([before], [before.model_copy()]) == []


def test_a_key_is_not_taken_for_a_way():
    before = {"a": {"b": 1}, "a / b": 1, "line 1": 1, "": 1, "x\ny": 1}
    after = {"a": {"b": 1}, "a / b": 2, "line 1": 2, "": 2, "x\ny": 2}
    found = told(body(before), body(after))
    assert [leaf for _, leaf, *_ in found] == [
        'body / ""',
        'body / "a \\u002f b"',
        'body / "line 1"',
        'body / "x\\ny"',
    ]
    assert len(list(differences([step(body(before))], [step(body(after))], ["Steps 1 / body / a"]))) == 4


def test_unstable_leaves_hide_nothing_beside_them():
    before = step(body({"id": 1, "idle": 1, "in": {"id": 1}}), text("a\n"), number=1)
    after = step(body({"id": 2, "idle": 2, "in": {"id": 2}}), text("b\n"), number=1)
    found = differences([before], [after], ["Steps 1 / body / id"])
    assert [str(one) for one in found] == [
        "Steps 1 / body / idle",
        "Steps 1 / body / in / id",
        "Steps 1 / stdout / line 1",
    ]
    tenth = before.model_copy(update={"number": 10}), after.model_copy(update={"number": 10})
    assert len(list(differences([tenth[0]], [tenth[1]], ["Steps 1", "Steps 1 / body"]))) == 4
    assert list(differences([before], [after], ["Steps 1"])) == []


# --- much -------------------------------------------------------------------------------------------------------------


def test_long_texts_are_told_apart_where_they_differ():
    before = [f"line {number} of the log" for number in range(100_000)]
    after = list(before)
    after[10:11] = []
    after[50_000] = "something else"
    after.insert(99_000, "and more")
    shown = [text("\n".join(lines) + "\n") for lines in (before, after)]
    assert [(kind, leaf) for kind, leaf, *_ in told(*shown)] == [
        (REMOVED, "stdout / line 11"),
        (VALUE, "stdout / line 50002"),
        (ADDED, "stdout / line 99002"),
    ]


def test_long_texts_without_anything_in_common_are_one_difference():
    found = told(text("a\nb\n" * 50_000), text("b\nc\n" * 50_000))
    assert [(kind, leaf) for kind, leaf, *_ in found] == [(VALUE, "stdout / line 1")]


def test_long_lists_are_compared_item_by_item():
    before = [{"id": number, "of": "alice"} for number in range(20_000)]
    after = [dict(one) for one in before]
    after[15_000]["of"] = "bob"
    del after[3]
    assert [leaf for _, leaf, *_ in told(body(before), body(after))] == ["body / 3", "body / 15000 / of"]
    assert json.dumps(before[3]) == told(body(before), body(after))[0][2]
