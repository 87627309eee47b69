"""The decision, as a table: what is known of a tree, by which policy, and what becomes of it."""

from __future__ import annotations

import re

import pytest

from harness.domain.gate import Fact, Policy, Truth
from harness.domain.verdicts import ExitCode
from tests.gate.cases import SHADOW, STANDARD, STRICT, cycles, decided, policy, unknown, whats

POLICIES = {
    "standard": STANDARD,
    "strict": STRICT,
    "shadow": SHADOW,
    "rate": policy(("PASS", "cards.pass_rate >= 95 %"), ("FAIL", "cards.failed > 3")),
    "shares": policy(
        ("PASS", "cards.failed == 0"),
        ("PASS", "golden.unexplained == 0"),
        ("PASS", "tests.failed == 0"),
        ("PASS", "trace.untested == 0"),
        ("FAIL", "cards.failed > 3"),
        ("FAIL", "golden.unexplained > 3"),
        pass_at=0.75,
        fail_at=1.0,
    ),
    "rework": policy(("PASS", "cards.failed == 0"), ("REWORK", "cards.failed < 3")),
    "baseline": policy(("PASS", "cards.seconds <= baseline + 10 %")),
    "own": policy(("PASS", "extra.coverage >= 80 %")),
    "ratio": policy(("PASS", "cards.failed / cards.total <= 25 %")),
}
BASELINE = {"cards.seconds": 100, "cards.failed": 0}

# What is not named is known and in order. `?` unknown, `1..2` so within bounds, `1..` and `..2` within one; `-` is missing.
# Cycles: those of the gate and of the line of work before; `=` says that it is the very same tree again.
TABLE = """
| given                                              | policy   | cycles | decided          | why
| everything is in order                             | standard | 0/0    | PASS             | all 10 criteria for PASS hold
| everything is in order                             | strict   | 0/0    | PASS             | all 16 criteria for PASS hold
| everything is in order                             | shadow   | 0/0    | PASS             | all 10 criteria for PASS hold
| everything is in order                             | standard | 3/12   | PASS             | all 10 criteria for PASS hold
| constitution.must_violations 1                     | standard | 0/0    | REWORK           | 1 place breaks a MUST principle
| constitution.must_gaps 2                           | standard | 0/0    | REWORK           | 2 MUST principles lack the evidence
| constitution.should_violations 1                   | standard | 0/0    | PASS             | all 10 criteria
| constitution.should_violations 1                   | strict   | 0/0    | REWORK           | 1 place breaks a SHOULD principle
| constitution.should_gaps 1                         | strict   | 0/0    | REWORK           | 1 SHOULD principle lacks
| constitution.may_violations 9                      | strict   | 0/0    | PASS             | all 16 criteria
| cards.failed 1                                     | standard | 0/0    | REWORK           | 1 test card failed
| cards.flaky 1                                      | standard | 0/0    | REWORK           | 1 test card both passed and failed
| cards.judged 1                                     | standard | 0/0    | PASS             | all 10 criteria
| cards.judged 1                                     | strict   | 0/0    | REWORK           | 1 test card passed by an opinion only
| golden.unexplained 1                               | standard | 0/0    | REWORK           | behaves otherwise than recorded
| golden.explained 5                                 | strict   | 0/0    | PASS             | all 16 criteria
| golden.unused 1                                    | standard | 0/0    | REWORK           | used by no golden case
| tests.failed 3                                     | standard | 0/0    | REWORK           | 3 tests in Python failed
| tests.skipped 3                                    | standard | 0/0    | PASS             | all 10 criteria
| trace.must_failing 1                               | standard | 0/0    | REWORK           | 1 MUST requirement fails
| trace.must_untested 1                              | standard | 0/0    | REWORK           | 1 MUST requirement is shown by nothing
| trace.untested 1                                   | standard | 0/0    | PASS             | all 10 criteria
| trace.untested 1                                   | strict   | 0/0    | REWORK           | 1 requirement is shown by nothing
| trace.suspect 1                                    | strict   | 0/0    | REWORK           | made for another text
| trace.orphans 1                                    | strict   | 0/0    | REWORK           | there is none of
| waivers.troubles 1                                 | standard | 0/0    | REWORK           | 1 waiver is expired, unused or too broad
| waivers.used 4                                     | strict   | 0/0    | PASS             | all 16 criteria
| cards.failed ?                                     | standard | 0/0    | UNDECIDED        | nothing was run, so that cards.failed is not known
| cards.failed -                                     | standard | 0/0    | UNDECIDED        | nothing tells cards.failed
| cards.failed 0..2                                  | standard | 0/0    | UNDECIDED        | cards.failed (0 to 2) is not known
| cards.failed 1..2                                  | standard | 0/0    | REWORK           | 1 to 2 test cards failed
| cards.failed 1..                                   | standard | 0/0    | REWORK           | at least 1 test cards failed
| cards.failed ..0                                   | standard | 0/0    | UNDECIDED        | at most 0
| cards.failed 0..0                                  | standard | 0/0    | PASS             | all 10 criteria
| cards.failed ?, golden.unexplained 1               | standard | 0/0    | UNDECIDED        | nothing was run
| trace.must_untested 0..3                           | standard | 0/0    | UNDECIDED        | trace.must_untested (0 to 3)
| cards.judged ?                                     | standard | 0/0    | PASS             | all 10 criteria
| cards.judged ?                                     | strict   | 0/0    | UNDECIDED        | cards.judged is not known
| integrity.tampering 1                              | standard | 0/0    | FAIL             | 1 run record contradicts its own events
| integrity.tampering 1                              | own      | 0/0    | FAIL             | 1 run record contradicts its own events
| integrity.tampering 1..                            | standard | 0/0    | FAIL             | contradict
| integrity.tampering ?                              | standard | 0/0    | UNDECIDED        | integrity.tampering is not known
| integrity.tampering -                              | standard | 0/0    | UNDECIDED        | nothing tells integrity.tampering
| integrity.tampering 1, cards.failed ?              | standard | 0/0    | FAIL             | contradicts its own events
| seals.broken 1                                     | standard | 0/0    | FAIL             | 1 seal does not fit
| seals.broken ?                                     | standard | 0/0    | UNDECIDED        | seals.broken is not known
| seals.broken -                                     | standard | 0/0    | UNDECIDED        | nothing tells seals.broken
| seals.broken 1, cards.failed 2                     | standard | 0/0    | FAIL             | 1 seal does not fit
| evidence.shown 0                                   | standard | 0/0    | UNDECIDED        | nothing shows anything of this tree
| evidence.shown ?                                   | standard | 0/0    | UNDECIDED        | whether anything is shown of this tree is not known
| evidence.shown -                                   | standard | 0/0    | UNDECIDED        | whether anything is shown of this tree is not known
| evidence.shown 0, cards.failed 1                   | standard | 0/0    | REWORK           | 1 test card failed
| judges.unreviewed 1                                | standard | 0/0    | UNDECIDED/PASS!  | nobody else answers for that
| judges.unreviewed ?                                | standard | 0/0    | UNDECIDED/PASS   | what it is judged by is not known
| judges.unreviewed -                                | standard | 0/0    | UNDECIDED/PASS   | what it is judged by is not known
| judges.unreviewed 1, cards.failed 1                | standard | 0/0    | UNDECIDED/REWORK | nobody else answers for that
| judges.unreviewed 1, cards.failed ?                | standard | 0/0    | UNDECIDED        | cards.failed is not known
| judges.unreviewed 1, seals.broken 1                | standard | 0/0    | FAIL             | 1 seal does not fit
| judges.edited 3                                    | standard | 0/0    | PASS             | all 10 criteria
| cards.failed 1                                     | standard | 2/2    | REWORK           | 1 test card failed
| cards.failed 1                                     | standard | 3/3    | FAIL/REWORK      | rework exhausted: this gate sends the work back for the 4th time
| cards.failed 1                                     | standard | 3/3=   | REWORK           | 1 test card failed
| cards.failed 1                                     | standard | 0/11   | REWORK           | 1 test card failed
| cards.failed 1                                     | standard | 0/12   | FAIL/REWORK      | rework exhausted: this line of work is sent back for the 13th
| cards.failed ?                                     | standard | 3/12   | UNDECIDED        | cards.failed is not known
| cards.failed 1, judges.unreviewed 1                | standard | 3/12   | UNDECIDED/REWORK | nobody else answers for that
| cards.failed 1                                     | shadow   | 0/0    | REWORK           | 1 test card failed
| seals.broken 1                                     | shadow   | 0/0    | FAIL             | 1 seal does not fit
| cards.pass_rate 0.95                               | rate     | 0/0    | PASS             | the criterion for PASS holds
| cards.pass_rate 0.9499                             | rate     | 0/0    | REWORK           | 'cards.pass_rate (0.9499) >= 95 %' does not hold
| cards.pass_rate ?                                  | rate     | 0/0    | UNDECIDED        | cards.pass_rate is not known
| cards.failed 4                                     | rate     | 0/0    | FAIL             | 'cards.failed (4) > 3' holds, which the policy fails
| cards.failed 3                                     | rate     | 0/0    | PASS             | the criterion for PASS holds
| cards.failed 4..9                                  | rate     | 0/0    | FAIL             | 'cards.failed (4 to 9) > 3' holds
| cards.failed 2..9                                  | rate     | 0/0    | UNDECIDED        | cards.failed (2 to 9) is not known
| cards.failed 4, cards.pass_rate ?                  | rate     | 0/0    | FAIL             | 'cards.failed (4) > 3' holds
| cards.failed 1                                     | shares   | 0/0    | PASS             | enough of the criteria for PASS hold, 3 of 4: 75 %
| cards.failed 1, tests.failed 1                     | shares   | 0/0    | REWORK           | 1 test card failed
| cards.failed 4                                     | shares   | 0/0    | PASS             | enough of the criteria for PASS hold, 3 of 4: 75 %
| cards.failed 4, golden.unexplained 4               | shares   | 0/0    | FAIL             | 'cards.failed (4) > 3' holds
| trace.untested ?                                   | shares   | 0/0    | UNDECIDED        | trace.untested is not known
| cards.failed 2                                     | rework   | 0/0    | REWORK           | 'cards.failed (2) < 3' holds, for which the policy sends work back
| cards.failed 3                                     | rework   | 0/0    | UNDECIDED        | no band holds
| cards.seconds 110                                  | baseline | 0/0    | PASS             | the criterion for PASS holds
| cards.seconds 110.1                                | baseline | 0/0    | REWORK           | 'cards.seconds (110.1) <= baseline (100) + 10 %' does not hold
| cards.seconds ?                                    | baseline | 0/0    | UNDECIDED        | cards.seconds is not known
| extra.coverage 0.8                                 | own      | 0/0    | PASS             | the criterion for PASS holds
| extra.coverage -                                   | own      | 0/0    | UNDECIDED        | nothing tells extra.coverage
| extra.coverage 0.79                                | own      | 0/0    | REWORK           | 'extra.coverage (0.79) >= 80 %' does not hold
| cards.failed 1                                     | ratio    | 0/0    | PASS             | the criterion for PASS holds
| cards.failed 2                                     | ratio    | 0/0    | REWORK           | does not hold
| cards.failed 0, cards.total 0                      | ratio    | 0/0    | UNDECIDED        | it divides by zero
| cards.failed 0, cards.total 1..4                   | ratio    | 0/0    | PASS             | the criterion for PASS holds
"""  # noqa: E501
ROWS = [[cell.strip() for cell in line.split("|")[1:]] for line in TABLE.strip().splitlines()[1:]]


def given(text: str) -> dict[str, Fact | int | float | None]:
    found: dict[str, Fact | int | float | None] = {}
    for part in text.split(", ") if text != "everything is in order" else ():
        name, value = part.split(" ")
        found[name] = _value(name, value)
    return found


def _value(name: str, text: str) -> Fact | int | float | None:
    bounds = re.fullmatch(r"(\d*)\.\.(\d*)", text)
    if bounds:
        return unknown(name, low=int(bounds[1]) if bounds[1] else None, high=int(bounds[2]) if bounds[2] else None)
    if text in ("?", "-"):
        return unknown(name) if text == "?" else None
    return float(text) if "." in text else int(text)


@pytest.mark.parametrize(
    ("facts", "by", "before", "expected", "why"), ROWS, ids=[f"{row[0]} by {row[1]}" for row in ROWS]
)
def test_it_is_decided_as_the_table_says(facts: str, by: str, before: str, expected: str, why: str) -> None:
    decision = decided(given(facts), POLICIES[by], cycles=cycles(before), baseline=BASELINE)
    told = decision.band + (f"/{decision.beneath}" if decision.beneath else "") + ("!" if decision.held else "")
    assert (told, why in " · ".join(whats(decision))) == (expected, True), whats(decision)


def test_the_table_has_sixty_rows_that_differ() -> None:
    assert len({tuple(row[:3]) for row in ROWS}) >= 60


@pytest.mark.parametrize(
    ("facts", "by", "before", "code"),
    [
        ({}, STANDARD, "0/0", ExitCode.PASS),
        ({"cards.failed": 1}, STANDARD, "0/0", ExitCode.REWORK),
        ({"cards.failed": 1}, STANDARD, "3/3", ExitCode.FAIL),
        ({"cards.failed": None}, STANDARD, "0/0", ExitCode.UNDECIDED),
        ({"judges.unreviewed": 1}, STANDARD, "0/0", ExitCode.WAITING),
        ({"judges.unreviewed": 1, "cards.failed": 1}, STANDARD, "0/0", ExitCode.UNDECIDED),
        ({"judges.unreviewed": None}, STANDARD, "0/0", ExitCode.UNDECIDED),
        ({"seals.broken": 1}, SHADOW, "0/0", ExitCode.PASS),
    ],
)
def test_a_command_ends_as_the_band_asks(facts: dict[str, int | None], by: Policy, before: str, code: ExitCode) -> None:
    assert decided(facts, by, cycles=cycles(before)).exit_code is code


def test_the_record_names_every_operand_with_its_value_even_one_that_nobody_told() -> None:
    decision = decided({"cards.failed": None, "extra.coverage": 0.8})
    by_name = {one.name: one for one in decision.facts}
    assert by_name["cards.failed"].unknown == "nothing tells it"
    assert by_name["extra.coverage"].value == 0.8
    assert {name for one in decision.criteria for name in one.facts} <= set(by_name)


def test_the_record_says_what_became_of_every_criterion_and_band() -> None:
    decision = decided({"cards.failed": 2})
    said = {one.criterion.id: (one.truth, one.said) for one in decision.criteria}
    assert said["no-failed-cards"] == (Truth.FALSE, "cards.failed (2) == 0")
    assert said["no-flaky-cards"] == (Truth.TRUE, "cards.flaky (0) == 0")
    assert [(one.band, one.truth, one.share) for one in decision.bands] == [
        ("FAIL", Truth.FALSE, 0),
        ("PASS", Truth.FALSE, 0.9),
        ("REWORK", Truth.TRUE, 0),
    ]
    assert decision.policy_sha256 == decision.policy.sha256
