"""What differs between base and base is noise; only what lies outside of it is a change from base to head."""

from __future__ import annotations

import pytest

from harness.domain.cards import Section
from harness.domain.golden import Capture, CaseOutcome, Difference, Part, PartKind, Redaction
from harness.golden.noise import Change, change, with_crashes

UUIDS = (
    "0b1c3f6e-5d43-4b1f-9a3e-1d2f3a4b5c6d",
    "7f6e5d4c-3b2a-4190-8f7e-6d5c4b3a2f1e",
    "aa11bb22-cc33-4d44-8e55-ff6600778899",
)
TIMES = ("2026-11-21T10:00:00Z", "2026-11-21T10:00:07Z", "2026-11-21T10:00:03Z")


def ran(out: str, code: str = "0", number: int = 1) -> Capture:
    parts = (
        Part(name="exit code", kind=PartKind.VALUE, value=code),
        Part(name="stdout", kind=PartKind.TEXT, value=out),
    )
    return Capture(section=Section.STEPS, number=number, did="Run `it`", parts=parts)


def body(value: object, status: str = "200") -> Capture:
    parts = (
        Part(name="status", kind=PartKind.VALUE, value=status),
        Part(name="body", kind=PartKind.JSON, value=value),
    )
    return Capture(section=Section.STEPS, number=1, did="Send `GET /`", parts=parts)


def seen(*digests: str) -> list[list[Capture]]:
    return [
        [
            Capture(
                section=Section.STEPS,
                number=1,
                did="Open",
                parts=(Part(name="screenshot", kind=PartKind.PICTURE, value=one),),
            )
        ]
        for one in digests
    ]


def told(base: list[str], head: list[str], *redactions: Redaction) -> Change:
    return change([[ran(one)] for one in base], [[ran(one)] for one in head], redactions)


@pytest.mark.parametrize(
    ("base", "head", "outcome"),
    [
        (["a\n", "a\n"], ["a\n"], "same"),
        (["a\n", "a\n"], ["b\n"], "changed"),
        ([f"id {UUIDS[0]}\n", f"id {UUIDS[1]}\n"], [f"id {UUIDS[2]}\n"], "same"),
        ([f"id {UUIDS[0]}\n", f"id {UUIDS[1]}\n"], ["id none\n"], "changed"),
        ([f"id {UUIDS[0]}\n", f"id {UUIDS[0]}\n"], [f"id {UUIDS[1]}\n"], "changed"),
        ([f"at {TIMES[0]}\nx\n", f"at {TIMES[1]}\nx\n"], [f"at {TIMES[2]}\nx\n"], "same"),
        ([f"at {TIMES[0]}\nx\n", f"at {TIMES[1]}\nx\n"], [f"at {TIMES[2]}\ny\n"], "changed"),
        (["one word\n", "two words\n"], ["one word\n"], "unstable"),
        (["one word\n", "two words\n"], ["three\n"], "unstable"),
        (["a\n", "a\n", "a\n"], ["b\n", "b\n"], "changed"),
        (["a\n", "a\n", "a\n"], ["a\n", "b\n"], "unstable"),
        (["a\n", "a\n", "a\n"], ["b\n", "c\n"], "changed"),
    ],
)
def test_outcomes(base: list[str], head: list[str], outcome: str) -> None:
    assert told(base, head).outcome == outcome


def test_what_has_the_shape_of_noise_and_does_not_waver_has_to_be_the_same() -> None:
    base = [f"at {TIMES[0]}\nsince 2020-01-01T00:00:00Z\n", f"at {TIMES[1]}\nsince 2020-01-01T00:00:00Z\n"]
    assert told(base, [f"at {TIMES[2]}\nsince 2020-01-01T00:00:00Z\n"]).outcome is CaseOutcome.SAME
    found = told(base, [f"at {TIMES[2]}\nsince 1999-01-01T00:00:00Z\n"])
    assert found.outcome is CaseOutcome.CHANGED
    (difference,) = found.differences
    assert (difference.golden or "").startswith("2020-01-01T00:00:00")
    assert (difference.received or "").startswith("1999-01-01T00:00:00")


def test_a_leaf_of_json_that_does_not_waver_is_no_noise_where_another_one_is() -> None:
    base = [[body({"id": UUIDS[at], "owner": UUIDS[2]})] for at in (0, 1)]
    assert (
        change(base, [[body({"id": "12345678-1234-4234-8234-123456789012", "owner": UUIDS[2]})]]).outcome
        is CaseOutcome.SAME
    )
    (difference,) = change(base, [[body({"id": UUIDS[0], "owner": UUIDS[1]})]]).differences
    assert str(difference) == "Steps 1 / body / owner"


def test_a_declared_redaction_masks_everywhere() -> None:
    assert told(["n 1\n", "n 1\n"], ["n 2\n"], Redaction(pattern="[0-9]", mask="<n>")).outcome is CaseOutcome.SAME


def test_nothing_that_could_differ_is_vacuous() -> None:
    base = [[body({"id": UUIDS[0]}, "200")][:0], [body({"id": UUIDS[1]}, "200")][:0]]
    assert change(base, [[]]).outcome is CaseOutcome.VACUOUS


# What kind of change it is


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (("ok\n", "0"), ("no\n", "1"), "newly failing"),
        (("no\n", "1"), ("ok\n", "0"), "newly working"),
        (("no\n", "1"), ("never\n", "1"), "changed"),
        (("ok\n", "0"), ("", "none: signal 11"), "newly failing"),
        (("ok\n", "0"), ("ok\n", "none: stopped"), "newly failing"),
    ],
)
def test_an_exit_code_tells_what_works(before: tuple[str, str], after: tuple[str, str], outcome: str) -> None:
    base = [[ran(*before)], [ran(*before)]]
    assert change(base, [[ran(*after)]]).outcome == outcome


@pytest.mark.parametrize(
    ("before", "after", "outcome"), [("200", "500", "newly failing"), ("404", "200", "newly working")]
)
def test_a_status_tells_what_works(before: str, after: str, outcome: str) -> None:
    assert change([[body({"a": 1}, before)]] * 2, [[body({"a": 2}, after)]]).outcome == outcome


def test_a_step_that_is_not_even_begun_fails() -> None:
    both, one = [ran("a\n"), ran("b\n", number=2)], [ran("a\n")]
    assert change([both, both], [one]).outcome is CaseOutcome.NEWLY_FAILING
    assert change([one, one], [both]).outcome is CaseOutcome.CHANGED


def test_one_step_that_fails_outweighs_one_that_works() -> None:
    base = [ran("no\n", "1"), ran("ok\n", "0", 2)]
    assert change([base, base], [[ran("ok\n", "0"), ran("no\n", "1", 2)]]).outcome is CaseOutcome.NEWLY_FAILING


def test_a_change_beside_something_that_works_now_is_a_change() -> None:
    base = [ran("no\n", "1"), ran("one\n", "0", 2)]
    assert change([base, base], [[ran("ok\n", "0"), ran("two\n", "0", 2)]]).outcome is CaseOutcome.CHANGED


def test_only_so_many_differences_are_told() -> None:
    base = [body({str(number): 0 for number in range(300)})]
    found = change([base, base], [[body({str(number): 1 for number in range(300)})]])
    assert (len(found.differences), found.more) == (200, 100)


# Crashes


SAME, CHANGED = (
    Change(CaseOutcome.SAME),
    Change(CaseOutcome.CHANGED, differences=(Difference(kind="value", place="Steps 1", leaf="a"),)),
)


@pytest.mark.parametrize(
    ("found", "base", "head", "outcome", "crash"),
    [
        (SAME, ["", ""], [""], "same", ""),
        (SAME, ["", ""], ["boom"], "newly failing", "boom"),
        (CHANGED, ["", ""], ["boom"], "newly failing", "boom"),
        (CHANGED, ["boom", ""], ["boom"], "changed", ""),
        (SAME, ["boom", "boom"], ["boom"], "same", ""),
        (SAME, ["", ""], ["", "boom"], "unstable", "boom"),
        (CHANGED, ["", ""], ["", "boom"], "changed", "boom"),
    ],
)
def test_a_crash_of_the_head_alone_is_newly_failing(
    found: Change, base: list[str], head: list[str], outcome: str, crash: str
) -> None:
    told = with_crashes(found, base, head)
    assert (told.outcome, told.crash) == (outcome, crash)


# Pictures


def test_pictures_that_look_alike_are_no_difference_and_others_are() -> None:
    def alike(one: str, other: str) -> bool:
        return one[0] == other[0]

    assert change(seen("a1", "a2"), seen("a3"), pictures=alike).outcome is CaseOutcome.SAME
    assert change(seen("a1", "a2"), seen("b1"), pictures=alike).outcome is CaseOutcome.CHANGED
    assert change(seen("a1", "b2"), seen("a1"), pictures=alike).outcome is CaseOutcome.UNSTABLE
