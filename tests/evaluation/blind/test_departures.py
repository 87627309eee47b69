"""A step left out, replaced, repeated, padded or out of order is named; a failure stays one where the steps were done."""

from __future__ import annotations

from typing import Any

import pytest

from harness.domain.actions import Gesture
from harness.domain.observations import PageObservation
from harness.domain.verdicts import Cause, Verdict
from harness.errors import EvaluatorError, MachineError
from tests.evaluation.blind.attacks import ORIGIN, Outcome, Scene, attack, card_of, holds, one_step, page_of, touched
from tests.support.models import claim, conclude, shell, step
from tests.support.sessions import answered, shown

END: list[Any] = [[conclude()]] * 4


def undecided(outcome: Outcome) -> bool:
    return (outcome.attempt.verdict, outcome.attempt.cause) == (Verdict.INCONCLUSIVE, Cause.EVALUATOR)


def failed(outcome: Outcome) -> bool:
    return (outcome.attempt.verdict, outcome.attempt.cause) == (Verdict.FAIL, Cause.PRODUCT)


THREE = card_of(
    "1. Run `bank open alice`.\n   - It succeeds.\n"
    '2. Run `bank list`.\n   - You see "alice".\n'
    '3. Run `bank list`.\n   - You see "alice".\n'
)
LISTED: dict[str, Any] = {"bank open alice": shown("opened\n"), "bank list": shown("alice 0.00\n")}


@pytest.mark.parametrize(
    ("calls", "passes", "part"),
    [
        (["bank open alice", "bank list", "bank list"], True, ""),
        (["bank list", "bank list", "bank open alice"], False, "also did `bank list`"),
        (["bank open alice", "bank list"], False, "line 14"),
        (["bank open alice", "bank list", "bank list", "bank list"], False, "repeated"),
        (["bank open alice ", "bank list", "bank list"], False, "instead"),
        (["bank open 'alice'", "bank list", "bank list"], False, "instead"),
        (["bank open alice", "bank list | cat", "bank list"], False, "also did `bank list | cat`"),
    ],
)
def test_literal_steps_are_carried_out_once_byte_for_byte_in_order(calls: list[str], passes: bool, part: str) -> None:
    outcome = attack(THREE, [[shell(one) for one in calls], *END], Scene(LISTED))
    assert passes is (outcome.attempt.verdict is Verdict.PASS)
    assert passes or (undecided(outcome) and part in outcome.told)


def test_the_steps_before_that_were_skipped_cannot_be_made_up_for() -> None:
    script = [
        [step("2"), shell("bank list")],
        [step("1"), shell("bank open alice")],
        [step("3"), shell("bank list")],
        *END,
    ]
    outcome = attack(THREE, script, Scene(LISTED))
    assert undecided(outcome)
    assert "is over; steps are carried out in order" in outcome.model.shown()
    assert "did not carry this step out" in outcome.attempt.steps[0].reason


def test_input_that_the_card_does_not_give_is_another_call() -> None:
    card = card_of("1. Run `bank open alice`.\n   - It succeeds.\n")
    script = one_step([shell("bank open alice", "yes\n")])
    assert undecided(attack(card, script, Scene(LISTED)))


def test_a_literal_step_that_is_done_in_a_terminal_of_its_own_is_another_act() -> None:
    card = card_of('1. Run `bank open alice`.\n   - You see "opened".\n')
    script = one_step([("terminal_start", {"command": "bank open alice"})])
    assert undecided(attack(card, script, Scene(screens={"bank open alice": "opened"})))


MIXED = card_of(
    "1. Run `bank pay bob 30`.\n   - It succeeds.\n2. Ask for the balance of bob.\n   - The balance is `70.00`.\n"
)
PAID: dict[str, Any] = {"bank pay bob 30": shown("paid\n"), "bank balance bob": shown("bob has 70.00\n")}


def test_a_literal_step_done_again_is_named_and_not_taken_for_the_next_one() -> None:
    script = [
        [shell("bank pay bob 30"), shell("bank pay bob 30"), step("2"), shell("bank balance bob")],
        *[[conclude(holds(13, quote="bob has 70.00"))]] * 4,
    ]
    outcome = attack(MIXED, script, Scene(PAID))
    assert undecided(outcome)
    assert "repeated it: 2 times" in outcome.attempt.reason


def test_an_act_after_a_finished_literal_step_belongs_to_the_natural_one_behind_it() -> None:
    script = [
        [shell("bank pay bob 30"), shell("bank balance bob")],
        *[[conclude(holds(13, quote="bob has 70.00"))]] * 4,
    ]
    outcome = attack(MIXED, script, Scene(PAID))
    assert outcome.attempt.verdict is Verdict.PASS, outcome.attempt.reason
    assert [len(one.observations) for one in outcome.attempt.steps] == [1, 1]


def test_a_failure_of_the_product_in_steps_properly_done_is_one_though_the_model_claims_a_pass() -> None:
    script = [
        [shell("bank pay bob 30"), shell("bank balance bob")],
        [conclude(holds(11), holds(13, quote="bob has 70.00"))],
    ]
    outcome = attack(MIXED, script, Scene({**PAID, "bank pay bob 30": shown(err="no funds\n", code=1)}))
    assert failed(outcome)


def test_a_failure_is_one_though_the_evaluator_went_astray_later() -> None:
    script = [[shell("bank pay bob 30")], [step("2"), shell("python3 x.py"), shell("bank balance bob")], *END]
    assert failed(attack(MIXED, script, Scene({**PAID, "bank pay bob 30": shown(err="no funds\n", code=1)})))


def test_a_failure_after_the_evaluator_went_astray_is_not_the_products() -> None:
    card = card_of("1. Ask for help.\n   - It succeeds.\n2. Run `bank pay bob 30`.\n   - It succeeds.\n")
    script = [[step("1"), shell("rm bank.db"), shell("bank help")], [step("2"), shell("bank pay bob 30")], *END]
    answers = {"bank help": shown("usage\n"), "bank pay bob 30": shown(err="no such account\n", code=1)}
    outcome = attack(card, script, Scene(answers, files={"bank.db": ""}))
    assert undecided(outcome)
    assert "gone astray" in outcome.told


NEEDED = """\
---
id: BANK-1
verifies: [FR-001]
surface: terminal
---
# A card

## Before you start
- Run `mkdir work`.

## Steps
1. Run `bank list`.
   - You see "alice".
"""


def test_what_fails_because_the_preparation_did_is_not_the_products() -> None:
    from harness.readers import read_card

    card = read_card(NEEDED, "testcards/x.md")
    script = [[shell("mkdir work"), shell("bank list")], *END]
    answers = {"mkdir work": shown(err="exists\n", code=1, product=False), "bank list": shown("nothing\n")}
    outcome = attack(card, script, Scene(answers))
    assert (outcome.attempt.verdict, outcome.attempt.cause) == (Verdict.INCONCLUSIVE, Cause.CARD)


NATURAL = card_of('1. Show the balance of bob.\n   - It succeeds.\n   - You see "70.00".\n')


@pytest.mark.parametrize(
    ("commands", "last", "passes"),
    [
        (["bank balance bob"], shown("bob has 70.00\n"), True),
        (["echo 70.00"], shown("70.00\n", product=False), False),
        (["bank balance bob", "echo 70.00"], shown("70.00\n", product=False), False),
        (["bank balance bob | grep bob"], shown("bob has 70.00\n"), False),
        (["bank balance bob || true"], shown("bob has 70.00\n"), False),
        (["bank balance bob > /dev/null"], shown("70.00\n"), False),
        (["bank balance 70.00"], shown("no account 70.00\n"), False),
        (["bank balance bob; echo 70.00"], shown("70.00\n"), False),
    ],
)
def test_a_literal_line_of_a_natural_step_needs_the_product_itself(
    commands: list[str], last: Any, passes: bool
) -> None:
    outcome = attack(NATURAL, one_step([shell(one) for one in commands]), Scene({commands[-1]: last}))
    assert passes is (outcome.attempt.verdict is Verdict.PASS), outcome.told
    assert passes or undecided(outcome)


def test_an_error_that_was_filtered_away_is_not_absent() -> None:
    card = card_of('1. Show the balance of bob.\n   - You do not see "error".\n   - No warning is shown.\n')
    script = one_step([shell("bank balance bob | grep -v error")], holds(12, quote="bob has 70.00"))
    outcome = attack(
        card, script, Scene({"bank balance bob | grep -v error": shown("bob has 70.00\n")}), opinions=["holds"]
    )
    assert undecided(outcome)
    assert all(one.must_use is None for one in outcome.model.asked)


def test_a_file_of_the_evaluators_own_does_not_bear_a_line_out() -> None:
    card = card_of('1. Save a report.\n   - The file `out.txt` contains "70.00".\n')
    script = one_step([shell("echo 70.00 > out.txt"), shell("bank report")])
    outcome = attack(card, script, Scene({"bank report": shown("done\n")}))
    assert undecided(outcome)


def test_a_file_that_the_product_wrote_bears_a_line_out() -> None:
    card = card_of('1. Save a report.\n   - The file `out.txt` contains "70.00".\n')
    outcome = attack(card, one_step([shell("bank report")]), Scene(files={"out.txt": "70.00"}))
    assert outcome.attempt.verdict is Verdict.PASS, outcome.attempt.reason


KEEPS = card_of(
    "1. Make an order.\n   - It succeeds.\n   - Keep the field `id` as `{order}`.\n"
    "2. Run `bank show {order}`.\n   - It succeeds.\n"
)


def test_what_is_kept_must_come_from_the_product() -> None:
    script = [
        [step("1"), shell("bank help"), shell("echo '{\"id\": 7}'")],
        [step("2"), shell("bank show 7")],
        *END,
    ]
    outcome = attack(KEEPS, script, Scene({"echo '{\"id\": 7}'": shown('{"id": 7}\n', product=False)}))
    assert undecided(outcome)


def test_what_is_kept_behind_a_natural_step_waits_for_its_end() -> None:
    card = card_of(
        "1. Make an order of two things.\n   - It succeeds.\n2. Keep the field `id` as `{order}`.\n"
        "3. Send `GET /orders/{order}`.\n   - The status is 200.\n",
        "http",
    )
    script = [
        [
            step("1"),
            ("http", {"method": "POST", "path": "/orders"}),
            ("http", {"method": "POST", "path": "/orders/7/lines"}),
        ],
        [step("3"), ("http", {"method": "GET", "path": "/orders/7"})],
        *END,
    ]
    answers = {
        "POST /orders": answered(201, '{"id": 6}', request="POST /orders"),
        "POST /orders/7/lines": answered(201, '{"id": 7}', request="POST /orders/7/lines"),
    }
    outcome = attack(card, script, Scene(answers))
    assert outcome.attempt.verdict is Verdict.PASS, outcome.told
    assert [len(one.observations) for one in outcome.attempt.steps] == [2, 1, 1]


@pytest.mark.parametrize("retry", ["bank balance bob", "bank  balance bob", "bank balance 'bob'"])
def test_trying_again_until_it_works_is_named(retry: str) -> None:
    script = one_step([shell("bank balance bob"), shell(retry)])
    busy, fine = shown(err="busy\n", code=1), shown("bob has 70.00\n")
    answers: dict[str, Any] = {"bank balance bob": [busy, fine], "bank  balance bob": fine, "bank balance 'bob'": fine}
    outcome = attack(NATURAL, script, Scene(answers))
    assert undecided(outcome)
    assert "until it came out differently" in outcome.attempt.reason


@pytest.mark.parametrize(("amount", "passes"), [("30", True), ("300", False), ("3 0", False), ("30.5", False)])
def test_what_a_natural_step_says_in_numbers_is_done_in_these(amount: str, passes: bool) -> None:
    card = card_of("1. Pay 30 to bob.\n   - It succeeds.\n")
    outcome = attack(card, one_step([shell(f"bank pay bob {amount}")]), Scene({}))
    assert passes is (outcome.attempt.verdict is Verdict.PASS), outcome.attempt.reason


def test_a_step_under_way_when_the_model_broke_off_fails_nothing() -> None:
    script = [[step("1"), shell("bank login bob")], EvaluatorError("the service is gone")]
    outcome = attack(NATURAL, script, Scene({"bank login bob": shown("welcome\n")}))
    assert undecided(outcome)
    assert outcome.attempt.steps[0].reason == "the evaluator broke off during this step"


def test_a_failure_that_was_seen_counts_though_the_machine_was_lost() -> None:
    script = [[shell("bank pay bob 30"), step("2"), shell("bank balance bob")]]
    answers = {"bank pay bob 30": shown(err="no funds\n", code=1), "bank balance bob": MachineError("the cell is lost")}
    assert failed(attack(MIXED, script, Scene(answers)))


def test_a_machine_lost_in_a_step_leaves_the_step_open() -> None:
    script = [[shell("bank pay bob 30"), step("2"), shell("bank balance bob")]]
    outcome = attack(MIXED, script, Scene({**PAID, "bank balance bob": MachineError("the cell is lost")}))
    assert (outcome.attempt.verdict, outcome.attempt.cause) == (Verdict.INCONCLUSIVE, Cause.ENVIRONMENT)
    assert outcome.attempt.steps[1].performed is False


def test_a_natural_step_is_not_done_by_looking_unless_it_asks_for_no_more() -> None:
    def done(text: str) -> Outcome:
        card = card_of(f"1. {text}\n   - The page says that it was kept.\n", "browser")
        script = one_step([("browser.read_page", {})], holds(11, quote="It was kept", observation="o1"))
        return attack(card, script, Scene(pages={"look": page_of("It was kept")}))

    assert undecided(done("Delete the report."))
    assert undecided(done("Save the report and look at it."))
    assert done("Look at the report.").attempt.verdict is Verdict.PASS


def browser_card(action: str) -> Any:
    return card_of(f'1. {action}\n   - You see "Saved".\n', "browser")


REF = {"type": "ref", "ref": "e1"}
SAVED = "Saved"


def page(**more: Any) -> PageObservation:
    return page_of(SAVED, **more)


@pytest.mark.parametrize(
    ("action", "calls", "seen", "passes"),
    [
        ('Click "Save"', [("left_click", {"target": REF})], touched("button", "Save"), True),
        ('Click "Save"', [("left_click", {"target": REF})], touched("button", "Save", unique=False), False),
        ('Click "Save"', [("left_click", {"target": REF})], touched("button", "Save as"), False),
        ('Click "Save"', [("left_click", {"target": REF})], touched("generic", "Save"), False),
        ('Click "Save"', [("left_click", {"target": REF})], None, False),
        ('Click "Save"', [("double_click", {"target": REF})], touched("button", "Save"), False),
        ('Click "Save"', [("key", {"text": "Return"})], touched("button", "Save"), False),
        ('Click the link "Save"', [("left_click", {"target": REF})], touched("button", "Save"), False),
        ('Click "Save"', [("left_click", {"target": REF})] * 2, touched("button", "Save"), False),
        (
            'Type "milk" into "Title"',
            [("form_input", {"target": REF, "value": "milk"})],
            touched("textbox", "Title"),
            True,
        ),
        ('Type "milk" into "Title"', [("type", {"text": "milk"})], touched("textbox", "Title", "milk"), True),
        ('Type "milk" into "Title"', [("type", {"text": "milk"})], touched("textbox", "Title", "oldmilk"), False),
        ('Type "milk" into "Title"', [("type", {"text": "milk"})], touched("textbox", "Title"), False),
        (
            'Type "milk" into "Title"',
            [("type", {"text": "mi"}), ("type", {"text": "lk"})],
            touched("textbox", "Title", "milk"),
            False,
        ),
        ('Type "milk" into "Title"', [("type", {"text": "milk"})], touched("textbox", "Name", "milk"), False),
        (
            'Type "milk" into "Title"',
            [("key", {"text": "Delete"}), ("form_input", {"target": REF, "value": "milk"})],
            None,
            False,
        ),
        (
            'Type "s3cret" into "Password"',
            [("left_click", {"target": REF}), ("type", {"text": "s3cret"})],
            touched("textbox", "Password", "••••"),
            True,
        ),
        (
            'Choose "Blue" in "Colour"',
            [("form_input", {"target": REF, "value": "Blue"})],
            touched("combobox", "Colour"),
            True,
        ),
        (
            'Choose "Blue" in "Colour"',
            [("form_input", {"target": REF, "value": "Red"})],
            touched("combobox", "Colour"),
            False,
        ),
        ('Tick "Agree"', [("form_input", {"target": REF, "value": True})], touched("checkbox", "Agree"), True),
        ('Tick "Agree"', [("left_click", {"target": REF})], touched("checkbox", "Agree", "true"), True),
        ('Tick "Agree"', [("left_click", {"target": REF})], touched("checkbox", "Agree", "false"), False),
        ("Press `Enter`", [("key", {"text": "Return"})], None, True),
        ("Press `Enter`", [("key", {"text": "Return", "repeat": 2})], None, False),
        ("Press `Enter`", [("key", {"text": "Tab"})], None, False),
        ("Open `/save`", [("navigate", {"url": "/save"})], None, True),
        ("Open `/save`", [("navigate", {"url": f"{ORIGIN}/save"})], None, True),
        ("Open `/save`", [("navigate", {"url": f"{ORIGIN}1/save"})], None, False),
        ("Open `/save`", [("navigate", {"url": "/save?x=1"})], None, False),
        ("Open `/save`", [("navigate", {"url": "/save"}), ("new_tab", {})], None, False),
        ("Open `/save`", [("switch_tab", {"tab_id": "t1"}), ("navigate", {"url": "/save"})], None, False),
        (
            "Open `/save`",
            [("navigate", {"url": "/save"}), ("read_page", {}), ("screenshot", {}), ("find", {"query": "x"})],
            None,
            True,
        ),
        ("Reload", [("navigate", {"url": "reload"})], None, True),
        ("Go back", [("navigate", {"url": "back"})], None, True),
        ("Go back", [("navigate", {"url": "forward"})], None, False),
    ],
)
def test_a_gesture_is_the_phrase_only_if_it_touched_what_the_phrase_names(
    action: str, calls: list[Any], seen: Any, passes: bool
) -> None:
    card = browser_card(action)
    script = one_step([(f"browser.{name}", given) for name, given in calls])
    outcome = attack(card, script, Scene(pages={"look": page(touched=seen)}))
    assert passes is (outcome.attempt.verdict is Verdict.PASS), outcome.attempt.reason
    assert passes or undecided(outcome)


def test_a_page_is_waited_for_after_the_act_itself_and_judged_as_it_was_then() -> None:
    card = browser_card('Click "Save"')
    script = one_step([("browser.left_click", {"target": REF}), ("browser.read_page", {})])
    gone = Scene(pages={"click e1": page(touched=touched("button", "Save")), "look": page_of("Nothing here")})
    outcome = attack(card, script, gone)
    assert outcome.attempt.verdict is Verdict.PASS, outcome.attempt.reason
    assert gone.waited == [True, False]


def test_a_click_that_the_page_did_not_allow_is_the_products_failure() -> None:
    card = browser_card('Click "Save"')
    stuck = page_of("", touched=touched("button", "Save"), problem="it cannot be clicked", blame=Cause.PRODUCT)
    outcome = attack(card, one_step([("browser.left_click", {"target": REF})]), Scene(pages={"click e1": stuck}))
    assert failed(outcome), outcome.attempt.reason


def test_a_click_that_missed_by_the_evaluators_fault_is_free() -> None:
    card = browser_card('Click "Save"')
    missed = page_of("", problem="the reference is gone", blame=Cause.EVALUATOR)
    pages = {"click e9": missed, "click e1": page(touched=touched("button", "Save"))}
    script = one_step([("browser.left_click", {"target": {"ref": "e9"}}), ("browser.left_click", {"target": REF})])
    assert attack(card, script, Scene(pages=pages)).attempt.verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("given", "passes"),
    [
        ({"json_body": '{"a": 1}'}, True),
        ({"json_body": '{"a": 1}', "headers": {"Content-Type": "application/json"}}, True),
        ({"json_body": '{"a":1}'}, False),
        ({"json_body": '{"a": 1}', "headers": {"X-Admin": "1"}}, False),
        ({"form": "a=1"}, False),
        ({}, False),
    ],
)
def test_a_request_is_the_one_of_the_card_or_another(given: dict[str, Any], passes: bool) -> None:
    card = card_of('1. Send `POST /orders` with JSON `{"a": 1}`.\n   - The status is 201.\n', "http")
    script = one_step([("http", {"method": "POST", "path": "/orders", **given})])
    outcome = attack(card, script, Scene({"POST /orders": answered(201)}))
    assert passes is (outcome.attempt.verdict is Verdict.PASS), outcome.attempt.reason


def test_a_denial_lowers_and_a_claim_never_raises() -> None:
    card = card_of("1. Run `bank open alice`.\n   - It succeeds.\n")
    for outcome_word, verdict in (("holds", Verdict.FAIL), ("cannot-tell", Verdict.FAIL)):
        script = one_step([shell("bank open alice")], claim(11, outcome_word))
        assert attack(card, script, Scene({"bank open alice": shown(code=1, err="no\n")})).attempt.verdict is verdict
    script = one_step([shell("bank open alice")], claim(11, "does-not-hold"))
    assert undecided(attack(card, script, Scene({})))


def test_gestures_come_before_the_session_as_they_were_asked_for() -> None:
    card = card_of("1. Write a note.\n   - The page says kept.\n", "browser")
    script = one_step([("browser.key", {"text": "ctrl+a Backspace", "repeat": 2})])
    scene = Scene()
    attack(card, script, scene)
    assert [(one.text, one.amount) for one in scene.done if isinstance(one, Gesture)] == [
        ("Control+a", 2),
        ("Backspace", 2),
    ]
