"""Which of the things that can be said of a case is said of it."""

from __future__ import annotations

import pytest

from harness.domain.golden import CaseOutcome, Part, PartKind
from harness.domain.verdicts import ExitCode
from harness.golden.comparing import MOST_DIFFERENCES
from harness.golden.judging import judged
from tests.support.captures import U1, U2, body, case, masked, snapshot, step, text, value

UUIDS = case("redact: [uuids]\n")
SHOWN = [step(value("0"), text(f"made {U1}\n"))]
AGAIN = [step(value("0"), text(f"made {U2}\n"))]


def golden(captures, one=UUIDS, **facts):
    return snapshot(masked(captures, *one.redactions).captures, **{"case_sha256": one.card.sha256, **facts})


def test_what_shows_the_same_is_the_same():
    found = judged(UUIDS, golden(SHOWN), AGAIN)
    assert (found.outcome, found.differences, found.reason) == (CaseOutcome.SAME, (), "")
    assert found.received == golden(SHOWN).captures


@pytest.mark.parametrize(
    ("received", "facts", "outcome", "reason"),
    [
        ([step(value("1"), text(f"made {U1}\n"))], {}, "changed", ""),
        ([step(value("0"), text("made\n"))], {"unstable": ("Steps 1 / exit code",)}, "changed", ""),
        (AGAIN, {"case_sha256": "cd" * 32}, "stale", "the case was changed after its snapshot was accepted"),
        ([step(value("1"))], {"case_sha256": "cd" * 32}, "stale", "the case was changed after"),
        (AGAIN, {"unstable": ("Steps 1 / stdout",)}, "unstable", "it differs from run to run: Steps 1 / stdout"),
        ([step(value("0"))], {"unstable": ("Steps 1 / stdout",)}, "unstable", "it differs from run to run"),
    ],
)
def test_a_difference_is_told_before_what_leaves_it_open(received, facts, outcome, reason):
    found = judged(UUIDS, golden(SHOWN, **facts), received)
    assert found.outcome == outcome
    assert found.reason.startswith(reason)
    assert found.outcome.exit_code is (ExitCode.FAIL if outcome == "changed" else ExitCode.UNDECIDED)


def test_a_stale_case_tells_what_differs():
    found = judged(UUIDS, golden(SHOWN, case_sha256="cd" * 32), [step(value("1"))])
    assert [str(one) for one in found.differences] == ["Steps 1 / exit code", "Steps 1 / stdout"]


def test_a_case_that_cannot_fail_is_vacuous_and_no_pass():
    shown = [step(text(f"{U1}\n"))]
    found = judged(UUIDS, golden(shown), shown)
    assert found.outcome == "vacuous"
    assert found.outcome.exit_code is ExitCode.UNDECIDED
    assert judged(UUIDS, golden([]), []).outcome == "vacuous"


def test_too_much_masked_is_told_before_all_else():
    wide = case('redact: [{pattern: "[a-z ]+", as: "<words>"}]\n')
    shown = [step(value("0"), text("alice has an account now\n"))]
    for received in (shown, [step(value("1"), text("alice has an account now\n"))]):
        found = judged(wide, golden(shown, wide), received)
        assert found.outcome == "undecided"
        assert found.reason.startswith("golden/case.md:3: the redaction `[a-z ]+` masks 9")


def test_a_redaction_that_was_widened_leaves_the_golden_stale():
    wide = case("redact: [uuids, dates]\n")
    found = judged(wide, golden(SHOWN), AGAIN)
    assert found.outcome == "stale"


def test_all_differences_count_though_not_all_are_told():
    before = body({f"k{number}": 1 for number in range(MOST_DIFFERENCES + 50)})
    after = body({f"k{number}": 2 for number in range(MOST_DIFFERENCES + 50)})
    found = judged(UUIDS, golden([step(before)]), [step(after)])
    assert (len(found.differences), found.more_differences) == (MOST_DIFFERENCES, 50)
    late = body({**{f"k{number}": 1 for number in range(MOST_DIFFERENCES + 50)}, "z": 1})
    only = judged(UUIDS, golden([step(late)]), [step(late.model_copy(update={"value": {**late.value, "z": 2}}))])
    assert [str(one) for one in only.differences] == ["Steps 1 / body / z"]


def test_pictures_are_compared_by_whoever_knows_them():
    one, other = (Part(name="screenshot", kind=PartKind.PICTURE, value=f"sha256:{letter * 64}") for letter in "ab")
    assert judged(UUIDS, golden([step(one)]), [step(other)]).outcome == "changed"
    assert judged(UUIDS, golden([step(one)]), [step(other)], lambda *_: True).outcome == "same"


def test_no_outcome_but_the_same_lets_a_run_pass():
    passing = [outcome for outcome in CaseOutcome if outcome.exit_code is ExitCode.PASS]
    assert passing == [CaseOutcome.SAME]
