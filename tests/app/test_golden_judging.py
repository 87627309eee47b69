"""What came of a case by its snapshot and its attempts, and what of it may wait for a review."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from harness.app.golden_cases import Kept, kept_of
from harness.app.golden_judging import RUNS, Told, told, wants_more
from harness.app.golden_run import Shown
from harness.domain.cards import Section
from harness.domain.golden import Capture, CaseOutcome, GoldenCase, Part, PartKind, Snapshot
from harness.errors import RecordError
from harness.golden.snapshot_text import write_snapshot
from harness.readers import read_golden
from tests.support.goldens import case


def captures(*values: str) -> tuple[Capture, ...]:
    return tuple(
        Capture(
            section=Section.STEPS,
            number=number,
            did="Run `todo`.",
            parts=(Part(name="stdout", kind=PartKind.TEXT, value=value),),
        )
        for number, value in enumerate(values, 1)
    )


def a_case(front: str = "") -> GoldenCase:
    return read_golden(case("CASE", "todo a", "todo b", front=front), "golden/case.md")


def kept(one: GoldenCase, *values: str, accepted: bool = True, sha256: str = "", unstable: Sequence[str] = ()) -> Kept:
    snapshot = Snapshot(
        case="CASE",
        case_sha256=sha256 or one.card.sha256,
        unstable=tuple(unstable),
        captures=captures(*values),
    )
    return kept_of(write_snapshot(snapshot).encode(), "golden/CASE.golden", "CASE", accepted)


def no_picture(digest: str) -> bytes:
    raise RecordError("none", "")


def of(one: GoldenCase, golden: Kept | None, *shown: Shown) -> Told:
    return told(one, golden, shown, no_picture)


def test_what_shows_the_same_is_the_same_and_nothing_waits() -> None:
    one = a_case()
    found = of(one, kept(one, "a\n", "b\n"), Shown(captures("a\n", "b\n")))
    assert (found.judged.outcome, found.received) == (CaseOutcome.SAME, None)


def test_what_changed_waits_as_it_would_be_kept() -> None:
    one = a_case()
    found = of(one, kept(one, "a\n", "b\n"), Shown(captures("a\n", "c\n")))
    assert found.judged.outcome is CaseOutcome.CHANGED
    assert found.received is not None
    assert found.received.captures == captures("a\n", "c\n")


@pytest.mark.parametrize(
    ("golden", "outcome"),
    [
        ({"accepted": False}, CaseOutcome.EDITED),
        ({"sha256": "0" * 64}, CaseOutcome.STALE),
        ({"unstable": ["Steps 1 / stdout"]}, CaseOutcome.UNSTABLE),
    ],
)
def test_a_golden_that_tells_nothing_for_certain_is_no_pass(golden: dict[str, object], outcome: CaseOutcome) -> None:
    one = a_case()
    found = of(one, kept(one, "a\n", "b\n", **golden), Shown(captures("a\n", "b\n")))  # type: ignore[arg-type]
    assert found.judged.outcome is outcome
    assert outcome.exit_code == 4


def test_a_golden_in_which_nothing_could_differ_is_vacuous() -> None:
    one = a_case("redact: [uuids]")
    random = "0f8fad5b-d9cb-469f-a165-70867728950e\n"
    nothing = Shown(captures(random, random))
    masked = of(one, None, nothing, nothing, nothing).received
    assert masked is not None
    golden = kept_of(write_snapshot(masked).encode(), "golden/CASE.golden", "CASE")
    assert of(one, golden, nothing).judged.outcome is CaseOutcome.VACUOUS


def test_the_machine_is_heard_before_any_golden() -> None:
    one = a_case()
    trouble = Shown(outcome=CaseOutcome.UNDECIDED, reason="no room")
    found = of(one, kept(one, "a\n", "b\n"), Shown(captures("x\n")), trouble)
    assert (found.judged.outcome, found.judged.reason, found.received) == (CaseOutcome.UNDECIDED, "no room", None)


def test_a_step_that_did_not_end_is_never_a_pass_and_may_be_a_change() -> None:
    one = a_case()
    hung = Shown(captures("a\n", "b\n"), unended="Steps 2: still running after 9 s")
    found = of(one, kept(one, "a\n", "b\n"), hung)
    assert (found.judged.outcome, found.judged.reason) == (CaseOutcome.UNDECIDED, hung.unended)
    assert of(one, kept(one, "a\n", "c\n"), hung).judged.outcome is CaseOutcome.CHANGED
    assert of(one, None, hung, hung, hung).judged.outcome is CaseOutcome.UNDECIDED


def test_a_redaction_over_most_of_it_is_undecided_and_nothing_waits() -> None:
    one = a_case('redact: [{pattern: "[a-z ]+", as: "<all>"}]')
    shown = Shown(captures("nothing but words in here\n", "b\n"))
    found = of(one, None, shown, shown, shown)
    assert (found.judged.outcome, found.received) == (CaseOutcome.UNDECIDED, None)
    assert "masks" in found.judged.reason


def test_what_was_never_accepted_waits_only_with_what_wavers_in_it() -> None:
    one = a_case()
    assert wants_more(one, None)
    runs = [Shown(captures("a\n", f"{number} and some more\n")) for number in range(RUNS)]
    assert of(one, None, runs[0]).received is None, "after an interrupt nobody knows what wavers"
    received = of(one, None, *runs).received
    assert received is not None
    assert received.unstable == ("Steps 2 / stdout",)


def test_an_unstable_case_whose_text_was_changed_is_looked_at_anew() -> None:
    one = a_case()
    old = kept(one, "a\n", "b\n", sha256="0" * 64, unstable=["Steps 1 / stdout"])
    assert wants_more(one, old)
    assert not wants_more(one, kept(one, "a\n", "b\n", unstable=["Steps 1 / stdout"]))
    assert not wants_more(one, kept(one, "a\n", "b\n", sha256="0" * 64))
    shown = [Shown(captures("a\n", "b\n"))] * RUNS
    received = of(one, old, *shown).received
    assert received is not None
    assert received.unstable == ()


def test_a_snapshot_that_cannot_be_read_waits_for_a_review_of_the_whole() -> None:
    one = a_case()
    broken = kept_of(b"garbage\n", "golden/CASE.golden", "CASE")
    shown = [Shown(captures("a\n", "b\n"))] * RUNS
    found = of(one, broken, *shown)
    assert found.judged.outcome is CaseOutcome.BROKEN
    assert found.judged.reason.startswith("golden/CASE.golden:1")
    assert found.received is not None
