"""Why it was decided so: sentences that people understand, worst first, with the things behind each."""

from __future__ import annotations

import pytest

from harness.domain.configuration import GateCriterion
from harness.domain.gate import MOST_ITEMS, Band, Decision, Fact, Item, JudgeEdit
from harness.domain.places import Place
from harness.gate.names import FACTS
from harness.gate.phrases import counted, meaning
from tests.gate.cases import card, cycles, decided, edit, policy, unknown, whats


def failed(*ids: str, value: int | None = None, name: str = "cards.failed") -> Fact:
    items = tuple(card(id) for id in ids)
    return Fact(name=name, value=len(ids) if value is None else value, items=items)


def behind(decision: Decision, number: int = 0) -> list[str]:
    return [one.key for one in decision.reasons[number].items]


def test_a_criterion_that_does_not_hold_names_what_its_fact_counts() -> None:
    decision = decided({"cards.failed": failed("OPEN", "CLOSE")})
    (reason,) = decision.reasons
    assert (reason.what, reason.criterion, reason.more) == ("2 test cards failed", "no-failed-cards", 0)
    assert behind(decision) == ["card CLOSE", "card OPEN"]


def test_of_many_things_the_first_are_named_and_the_others_counted() -> None:
    ids = [f"C{number:02}" for number in range(40)]
    decision = decided({"cards.failed": failed(*ids[:25], value=40)})
    assert (len(decision.reasons[0].items), decision.reasons[0].more) == (MOST_ITEMS, 15)
    too_many = decided({"cards.failed": failed(*ids)})
    assert (len(too_many.reasons[0].items), too_many.reasons[0].more) == (MOST_ITEMS, 15)


def test_where_a_fact_counts_what_is_right_what_is_wrong_is_named() -> None:
    by = policy(("PASS", "cards.pass_rate >= 95 %"))
    given = {"cards.pass_rate": 0.5, "cards.failed": failed("A"), "cards.flaky": failed("B", name="cards.flaky")}
    decision = decided({**given, "cards.passed": Fact(name="cards.passed", value=1, items=(card("GOOD"),))}, by)
    assert behind(decision) == ["card A", "card B"]
    assert whats(decision) == [
        "'cards.pass_rate (0.5) >= 95 %' does not hold (cards.pass_rate: share (0 to 1) of the test cards that passed)"
    ]


def test_the_worst_comes_first() -> None:
    decision = decided({"trace.must_untested": 1, "cards.failed": 1, "constitution.must_violations": 1})
    assert [one.criterion for one in decision.reasons] == ["no-must-violations", "no-failed-cards", "no-untested-musts"]


def test_key_criteria_come_first_and_then_the_heavy_ones() -> None:
    names = {"light": ("tests.failed", 1, False), "heavy": ("cards.flaky", 9, False), "key": ("cards.failed", 1, True)}
    by = policy(
        *(
            GateCriterion(id=id, band=Band.PASS, when=f"{name} == 0", weight=weight, key=key)
            for id, (name, weight, key) in names.items()
        )
    )
    decision = decided({"tests.failed": 1, "cards.flaky": 1, "cards.failed": 1}, by)
    assert [one.criterion for one in decision.reasons] == ["key", "heavy", "light"]


def test_what_is_missing_is_told_once_for_all_facts_that_miss_it() -> None:
    why = "3 of 23 cards have no result on this tree: BANK-OPEN, BANK-CLOSE and 1 more"
    items = (card("BANK-OPEN"), card("BANK-CLOSE"))
    open_facts = {name: Fact(name=name, unknown=why, items=items) for name in ("cards.failed", "cards.flaky")}
    decision = decided(
        {**open_facts, "golden.unexplained": unknown("golden.unexplained", "1 case is inconclusive", 0, 1)}
    )
    assert whats(decision) == [
        f"{why}, so that cards.failed and cards.flaky are not known",
        "1 case is inconclusive, so that golden.unexplained (0 to 1) is not known",
    ]
    assert decision.reasons[0].criterion == "no-failed-cards"
    assert behind(decision) == ["card BANK-CLOSE", "card BANK-OPEN"]


def test_what_is_known_to_be_wrong_is_told_beside_what_is_not_known() -> None:
    decision = decided({"cards.failed": 2, "golden.unexplained": None})
    assert whats(decision) == ["nothing tells golden.unexplained", "2 test cards failed"]


def test_a_refusal_tells_first_what_refused_then_what_else_is_wrong_and_not_known() -> None:
    decision = decided({"integrity.tampering": 1, "cards.failed": 2, "tests.failed": unknown("tests.failed")})
    assert whats(decision) == [
        "1 run record contradicts its own events: it was tampered with",
        "2 test cards failed",
        "nothing was run, so that tests.failed is not known",
    ]
    assert [one.criterion for one in decision.reasons] == ["", "no-failed-cards", "no-failed-tests"]


@pytest.mark.parametrize(
    ("before", "what"),
    [
        ("3/3", "rework exhausted: this gate sends the work back for the 4th time, and 3 times are allowed"),
        ("12/12", "rework exhausted: this gate sends the work back for the 13th time, and 3 times are allowed"),
        ("1/12", "rework exhausted: this line of work is sent back for the 13th time, and 12 times are allowed"),
        ("1/21", "rework exhausted: this line of work is sent back for the 22nd time, and 12 times are allowed"),
    ],
)
def test_used_up_cycles_are_told_first(before: str, what: str) -> None:
    decision = decided({"cards.failed": 1}, cycles=cycles(before))
    assert whats(decision) == [what, "1 test card failed"]


def test_edits_of_judges_are_named_with_who_made_them() -> None:
    decision = decided(
        {"judges.unreviewed": Fact(name="judges.unreviewed", value=2)}, judges=(edit("b.toml"), edit("a.toml"))
    )
    (reason,) = decision.reasons
    assert reason.what == "2 files that judge this change are edited by it, and nobody else answers for that"
    assert [(one.key, one.what, str(one.place)) for one in reason.items] == [
        ("judge a.toml", "policy, edited by ann@example.org", "a.toml:1"),
        ("judge b.toml", "policy, edited by ann@example.org", "b.toml:1"),
    ]


def test_an_edit_is_not_named_twice_where_the_fact_names_it_too() -> None:
    item = Item(key="judge a.toml", what="policy edited by ann", place=Place(path="a.toml"))
    fact = Fact(name="judges.unreviewed", value=1, items=(item,))
    assert decided({"judges.unreviewed": fact}, judges=(edit("a.toml"),)).reasons[0].items == (item,)


def test_an_edit_without_a_reviewer_counts_whatever_the_fact_says() -> None:
    decision = decided({"judges.unreviewed": 0}, judges=(edit("a.toml"), edit("b.toml", reviewer="bob@example.org")))
    assert (decision.band, decision.beneath, decision.held) == (Band.UNDECIDED, Band.PASS, True)
    assert behind(decision) == ["judge a.toml"]
    by_nobody = JudgeEdit(path="new.toml", kind="waivers", how="ann@example.org edited it")
    assert decided({}, judges=(by_nobody,)).reasons[0].items[0].what == "waivers: ann@example.org edited it"


def test_every_fact_that_a_profile_asks_for_is_said_in_words() -> None:
    apart = ("total", "passed", "principles", "rate", "same", "requirements", ".verified", "coverage", "shown")
    measured = ("seconds", "dollars", "tokens")
    for name in FACTS:
        one, many = (counted(Fact(name=name, value=number)) for number in (1, 2))
        if name.endswith((*apart, *measured)):
            assert one == ""
        else:
            assert one.startswith("1 ")
            assert many.startswith("2 ")
            assert one[2:] != many[2:]
        assert meaning(name)


def test_a_count_of_other_criteria_says_what_was_asked_for() -> None:
    assert whats(decided({"cards.failed": 4}, policy(("PASS", "cards.failed <= 3")))) == [
        "4 test cards failed: 'cards.failed (4) <= 3' does not hold"
    ]
    assert whats(decided({"cards.failed": 4}, policy(("PASS", "cards.failed + cards.flaky == 0")))) == [
        "'cards.failed (4) + cards.flaky (0) == 0' does not hold"
    ]
    assert whats(decided({"extra.p95": 4}, policy(("PASS", "extra.p95 < 3")))) == ["'extra.p95 (4) < 3' does not hold"]


def test_an_acceptance_says_how_much_of_the_policy_holds() -> None:
    assert whats(decided()) == ["all 10 criteria for PASS hold"]
    by = policy(("PASS", "cards.failed == 0"), ("PASS", "tests.failed == 0"), pass_at=0.5)
    assert whats(decided({"tests.failed": 1}, by)) == [
        "enough of the criteria for PASS hold, 1 of 2: 50 % of the weight, and 50 % is asked for",
        "1 test in Python failed",
    ]


def test_a_reason_is_of_bearable_length() -> None:
    decision = decided({"cards.failed": unknown("cards.failed", "x" * 100_000)})
    assert max(map(len, whats(decision))) <= 1_000
    assert max(len(one.said) for one in decision.criteria) < 1_000
