from __future__ import annotations

from harness.domain.cards import Section
from harness.golden.accepting import accepted, part_of
from harness.golden.comparing import differences
from tests.support.captures import body, compared, snapshot, step, text, value

GOLDEN = snapshot(
    [
        step(value("0"), text("a\n"), text("kept\n", "content of x")),
        step(text("b\n"), number=2),
        step(text("c\n"), number=3),
    ]
)
RECEIVED = snapshot(
    [
        step(value("1"), text("A\n"), text("new\n", "content of y")),
        step(text("C\n"), number=3),
        step(text("d\n"), number=4),
    ],
    case_sha256="cd" * 32,
)


def left(*parts: tuple[str, str]) -> list[str]:
    """What still differs from what is received once some parts were accepted."""
    return [str(one) for one in compared(accepted(GOLDEN, RECEIVED, parts).captures, RECEIVED.captures)]


EVERYTHING = [
    "Steps 1 / exit code",
    "Steps 1 / stdout / line 1",
    "Steps 1 / content of x",
    "Steps 1 / content of y",
    "Steps 2",
    "Steps 3 / stdout / line 1",
    "Steps 4",
]


def test_everything_is_accepted_unless_parts_are_named():
    assert accepted(GOLDEN, RECEIVED) == RECEIVED
    assert accepted(None, RECEIVED, [("Steps 1", "stdout")]) == RECEIVED


def test_nothing_changes_where_nothing_is_accepted():
    assert left() == EVERYTHING
    assert accepted(GOLDEN, RECEIVED, []).captures == GOLDEN.captures
    assert accepted(GOLDEN, RECEIVED, []).case_sha256 == RECEIVED.case_sha256


def test_each_difference_is_accepted_alone():
    for one in differences(GOLDEN.captures, RECEIVED.captures):
        assert left(part_of(one)) == [other for other in EVERYTHING if other != str(one)]


def test_all_differences_together_make_what_is_received():
    parts = [part_of(one) for one in differences(GOLDEN.captures, RECEIVED.captures)]
    assert left(*parts) == []
    assert accepted(GOLDEN, RECEIVED, parts) == RECEIVED


def test_a_part_is_accepted_in_its_own_step_alone():
    assert left(("Steps 3", "stdout")) == [one for one in EVERYTHING if one != "Steps 3 / stdout / line 1"]


def test_a_leaf_of_json_is_accepted_with_its_part():
    golden, received = (snapshot([step(body({"a": {"b": number}, "c": number}))]) for number in (1, 2))
    found = list(differences(golden.captures, received.captures))
    assert {part_of(one) for one in found} == {("Steps 1", "body")}
    assert accepted(golden, received, [part_of(found[0])]).captures == received.captures


def test_the_steps_stay_in_their_order():
    golden = snapshot([step(text("a\n"), section=Section.BEFORE), step(text("b\n")), step(text("c\n"), number=2)])
    received = snapshot([step(text("b\n")), step(text("z\n"), number=3)])
    kept = accepted(golden, received, [("Steps 3", "")])
    assert [one.place for one in kept.captures] == ["Before you start 1", "Steps 1", "Steps 2", "Steps 3"]
