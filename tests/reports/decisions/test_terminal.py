"""A decision at a terminal: the band first, then why with places, then what to do, then what it rests on."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from harness.domain.gate import Decision
from harness.reports.decisions import terminal
from harness.reports.decisions._view import DecisionView
from tests.reports.decisions.samples import (
    AGAIN,
    ALL,
    EXHAUSTED,
    FAIL,
    HELD,
    HELD_REWORK,
    IN_SHADOW,
    JUDGES_UNKNOWN,
    NO_BAND,
    NOTHING_SHOWN,
    OWN_POLICY,
    PASS,
    REWORK,
    RUNS,
    TESTS_UNKNOWN,
    UNDECIDED,
    hostile,
    large,
    recorded,
)

VIEW = DecisionView(log=".harness/gate/decisions.jsonl")


def drawn(decision: Decision, view: DecisionView = VIEW) -> list[str]:
    return terminal.render(decision, recorded(decision), view).splitlines()


def text(decision: Decision, view: DecisionView = VIEW) -> str:
    return " ".join(" ".join(drawn(decision, view)).split())


def test_a_decision_looks_like_this(snapshot: SnapshotAssertion) -> None:
    assert "\n".join(map("\n".join, map(drawn, (REWORK, HELD, UNDECIDED, PASS)))) == snapshot


@pytest.mark.parametrize(
    ("decision", "first"),
    [
        (PASS, "PASS: this tree is accepted"),
        (REWORK, "REWORK: the work goes back, cycle 2 of 3"),
        (AGAIN, "REWORK: the work goes back, cycle 1 of 3"),
        (EXHAUSTED, "FAIL: rework exhausted, a person has to look at it"),
        (FAIL, "FAIL: this tree is refused, and it is not for the next attempt to put that right"),
        (UNDECIDED, "UNDECIDED: it cannot be told, and so nothing is accepted"),
        (HELD, "UNDECIDED: only a review is missing; with it this tree would PASS"),
        (HELD_REWORK, "UNDECIDED: a review is missing; with it this tree would be REWORK"),
        (JUDGES_UNKNOWN, "UNDECIDED: whether it edits its own judges is not known; if not, this tree would be PASS"),
    ],
)
def test_the_band_comes_first(decision: Decision, first: str) -> None:
    assert drawn(decision, DecisionView(width=100))[0] == first


@pytest.mark.parametrize(
    ("decision", "step"),
    [
        (REWORK, "put right what is named above, then `harness verify` runs everything again"),
        (REWORK, "`harness gate --bundle DIR` writes down what the next attempt needs"),
        (EXHAUSTED, "lets it go on with `harness gate renew --line NAME --reason TEXT`"),
        (FAIL, "a person decides what becomes of it"),
        (UNDECIDED, "supply what is missing: `harness verify`"),
        (NOTHING_SHOWN, "supply what is missing: `harness verify`"),
        (JUDGES_UNKNOWN, "see to it that git can tell what this change edits"),
        (TESTS_UNKNOWN, "tests in Python that name requirements are run by `pytest --harness`"),
        (NO_BAND, "write into `[gate]` what is to become of such a tree"),
        (HELD, "answer for them, in a trailer of a signed-off commit or with `harness gate --reviewed-by ADDRESS`"),
        (HELD_REWORK, "put right what is named above"),
    ],
)
def test_it_says_what_to_do_now(decision: Decision, step: str) -> None:
    assert step in text(decision)


def test_after_a_pass_there_is_nothing_to_do() -> None:
    assert "what to do now" not in text(PASS)


def test_a_shadow_says_loudly_what_it_would_have_been() -> None:
    assert drawn(IN_SHADOW)[:2] == [
        "SHADOW: this would have been REWORK; it holds nothing up, and exits with 0",
        "",
    ]
    assert "exits with 0 (PASS)" in text(IN_SHADOW)
    assert "SHADOW" not in text(REWORK)


def test_it_says_what_it_rests_on() -> None:
    told = text(REWORK)
    for part in (
        "policy standard · 10 criteria · sha256",
        "cycles 2 of 3 at this gate, 5 of 12 in this line of work",
        "run 20261122T010203000000Z-a1b2c3 · cards, golden · finished 2026-11-22T01:02:03Z",
        "evidence 1 minute to 1 hour old",
        "waiver W-1 (gate) until 2027-03-01, ann@example.org: the old import goes away in March · covers card BANK-IMPORT",
        "edited by ann@example.org, reviewed by bob@example.org (a trailer of a signed-off commit)",
        "exits with 3 (REWORK)",
        "log .harness/gate/decisions.jsonl",
    ):
        assert part in told
    assert "(the same tree again uses none)" in text(AGAIN)
    assert "harness.toml (policy) edited by ann@example.org, not reviewed" in text(HELD)
    assert "policy standard · 1 criterion · sha256" in text(OWN_POLICY)
    assert "PASS from 0.9 of the weight · FAIL from 0.5 of the weight · evidence counts for 36 hours" in text(
        OWN_POLICY
    )


def test_a_decision_that_was_not_recorded_says_so() -> None:
    assert "not recorded" in terminal.render(REWORK, None, DecisionView())


@pytest.mark.parametrize(
    ("ages", "told"),
    [
        ([0], "0 seconds old"),
        ([1, 59], "1 second to 59 seconds old"),
        ([3_600, 3_700], "1 hour old"),
        ([86_400, 3 * 86_400], "1 day to 3 days old"),
        ([-5.0, 1e300], "0 seconds to 11,574,074 days old"),
        ([], "runs none"),
    ],
)
def test_the_age_of_the_evidence_is_told_in_its_largest_unit(ages: list[float], told: str) -> None:
    without = REWORK.model_copy(update={"runs": ()})
    record = recorded(without).model_copy(update={"ages": {str(at): age for at, age in enumerate(ages)}})
    assert told in " ".join(terminal.render(without, record, VIEW).split())


def test_the_bundle_is_named_where_there_is_one() -> None:
    assert "told in `out/bundle`" in text(REWORK, DecisionView(bundle="out/bundle"))


def test_places_are_as_one_would_type_them() -> None:
    assert "    ../testcards/open.md:14  card BANK-OPEN" in drawn(REWORK, DecisionView(typed=lambda path: f"../{path}"))


def test_of_many_things_some_are_named_and_the_others_counted() -> None:
    lines = drawn(large(items=40, reasons=1))
    assert "    … and 30 more" in lines
    assert sum("  card " in line for line in lines) == terminal.MOST_ITEMS


def test_of_many_runs_the_last_are_listed_and_the_others_counted() -> None:
    runs = tuple(RUNS[0].model_copy(update={"id": f"2026{number:04}"}) for number in range(50))
    told = text(REWORK.model_copy(update={"runs": runs}))
    assert ("run 20260049 ·" in told, "run 20260029 ·" in told, "runs 30 more" in told) == (True, False, True)
    assert "runs none" in text(REWORK.model_copy(update={"runs": ()}))


def test_colours_are_there_for_terminals_alone_and_change_no_word() -> None:
    coloured = terminal.render(REWORK, None, DecisionView(colour=True))
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == terminal.render(REWORK, None, DecisionView())


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("decision", [*ALL, hostile()])
def test_no_line_is_wider_than_the_terminal(decision: Decision, width: int) -> None:
    for line in drawn(decision, DecisionView(width=width)):
        assert cell_len(line.replace("##\\[", "##[").replace("\\::", "::")) <= width


def test_nothing_of_a_document_commands_a_terminal_or_the_log_of_a_ci_server() -> None:
    told = terminal.render(hostile(), recorded(hostile()), VIEW)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", told)
    assert not re.search(r"^\s*::|##\w*\[", told, re.MULTILINE)
