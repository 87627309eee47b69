"""The literal evaluator, step by step, on a session that answers as it is told."""

from __future__ import annotations

import pytest

from harness.domain.cards import Card, Section
from harness.domain.events import ActionPerformed, Event, ExpectationJudged, StepFinished, StepStarted
from harness.domain.observations import ActionObservation, PageObservation
from harness.domain.results import StepResult
from harness.domain.verdicts import Cause, Isolation, Verdict
from harness.errors import MachineError
from harness.evaluation.evaluators import literal
from harness.evaluation.frame import Frame
from harness.evaluation.stepping import IMPLICIT
from harness.readers import read_card
from tests.support.sessions import ScriptedSession, answered, shown

FRAME = Frame(attempt=1, least=Isolation.CELL)


def a_card(steps: str, *, before: str = "", bad: str = "", surface: str = "terminal") -> Card:
    front = f"---\nid: CARD\nverifies: [FR-001]\nsurface: {surface}\ntier: foundation\n---\n# A card\n\n"
    prepared = f"## Before you start\n{before}\n" if before else ""
    refused = f"\n## Bad input\n{bad}\n" if bad else ""
    return read_card(f"{front}{prepared}## Steps\n{steps}\n{refused}", "testcards/card.md")


def events_of(card: Card, session: ScriptedSession, frame: Frame = FRAME) -> list[Event]:
    return list(literal.perform(card, session, frame))


def results(card: Card, session: ScriptedSession, frame: Frame = FRAME) -> list[StepResult]:
    return [event.result for event in events_of(card, session, frame) if isinstance(event, StepFinished)]


def outcomes(card: Card, session: ScriptedSession) -> list[tuple[str, str | None]]:
    """Verdict and cause of each step."""
    return [(result.verdict.value, result.cause and result.cause.value) for result in results(card, session)]


# Order


def test_steps_run_in_order_through_all_sections_and_every_event_says_where() -> None:
    card = a_card(
        '1. Run `todo add`.\n   - It succeeds.\n   - You see "added".',
        before="- Run `todo init`.",
        bad="1. Run `todo fly`.\n   - It is refused.",
    )
    session = ScriptedSession({"todo add": shown("added\n"), "todo fly": shown(code=2, err="unknown command\n")})
    events = events_of(card, session)
    assert session.asked == ["todo init", "todo add", "todo fly"]
    assert [type(event) for event in events[4:9]] == [
        StepStarted,
        ActionPerformed,
        ExpectationJudged,
        ExpectationJudged,
        StepFinished,
    ]
    assert [event.section for event in events if isinstance(event, StepStarted)] == list(Section)
    assert [event.observation for event in events if isinstance(event, ActionPerformed)] == ["o1", "o2", "o3"]
    assert {result.verdict for result in results(card, session)} == {Verdict.PASS}


def test_all_expectations_are_judged_even_after_the_first_failure() -> None:
    card = a_card('1. Run `todo list`.\n   - It succeeds.\n   - You see "milk".\n   - You see "bread".')
    (step,) = results(card, ScriptedSession({"todo list": shown("bread\n", code=1)}))
    assert [one.verdict.value for one in step.expectations] == ["fail", "fail", "pass"]
    assert step.verdict is Verdict.FAIL


def test_later_steps_still_run_after_a_failure() -> None:
    card = a_card('1. Run `todo a`.\n   - You see "x".\n2. Run `todo b`.\n   - It succeeds.')
    session = ScriptedSession({"todo a": shown("y\n")})
    assert outcomes(card, session) == [("fail", "product"), ("pass", None)]


def test_after_a_needed_step_that_did_not_hold_the_rest_is_not_carried_out() -> None:
    card = a_card("1. Run `todo b`.\n   - It succeeds.\n2. Run `todo c`.\n   - It succeeds.", before="- Run `todo a`.")
    session = ScriptedSession({"todo a": shown(code=1, err="no\n")})
    first, *rest = results(card, session)
    assert card.steps[0].needed
    assert session.asked == ["todo a"]
    assert (first.verdict, first.cause) == (Verdict.FAIL, Cause.PRODUCT)
    assert [(one.performed, one.verdict, one.cause) for one in rest] == [(False, Verdict.INCONCLUSIVE, Cause.CARD)] * 2
    assert rest[0].reason == f"not carried out: line {card.steps[0].line} did not hold, and the rest needs it"
    assert rest[1].reason == rest[0].reason


# Before the first step


def test_what_comes_before_the_first_step_must_succeed_without_saying_so() -> None:
    card = a_card("1. Run `todo b`.\n   - It succeeds.", before="- Run `todo a`.")
    first, _ = results(card, ScriptedSession())
    assert [(one.text, one.line, one.verdict) for one in first.expectations] == [
        (IMPLICIT, card.steps[0].line, Verdict.PASS)
    ]


@pytest.mark.parametrize(("says", "code"), [("It succeeds", 0), ("It is refused", 1), ("The exit code is 3", 3)])
def test_a_line_that_says_how_it_ends_takes_the_place_of_that(says: str, code: int) -> None:
    card = a_card("1. Run `todo b`.\n   - It succeeds.", before=f"- Run `todo a`.\n  - {says}.")
    first, _ = results(card, ScriptedSession({"todo a": shown(code=code, err="said so\n" if code else "")}))
    assert [one.text for one in first.expectations] == [f"{says}."] or [one.text for one in first.expectations] == [
        says
    ]
    assert first.verdict is Verdict.PASS


def test_when_the_product_fails_before_the_first_step_that_is_the_product_s_fault() -> None:
    card = a_card("1. Run `todo b`.\n   - It succeeds.", before="- Run `todo a`.")
    assert outcomes(card, ScriptedSession({"todo a": shown(code=1, err="no\n")}))[0] == ("fail", "product")


def test_when_something_else_fails_before_the_first_step_that_is_the_card_s_fault() -> None:
    card = a_card("1. Run `todo b`.\n   - It succeeds.", before="- Run `mkdir x`.")
    session = ScriptedSession({"mkdir x": shown(code=1, err="exists\n", product=False)})
    assert outcomes(card, session)[0] == ("inconclusive", "card")


def test_a_service_that_refuses_before_the_first_step_is_at_fault_itself() -> None:
    card = a_card("1. Send `GET /b`.\n   - The status is 200.", before="- Send `POST /a`.", surface="http")
    assert outcomes(card, ScriptedSession({"POST /a": answered(500)}))[0] == ("fail", "product")


def test_a_file_that_is_made_before_the_first_step_has_nothing_to_succeed_at() -> None:
    card = a_card(
        "1. Run `todo b`.\n   - It succeeds.", before="- Create the file `a.txt` containing\n\n  ```\n  x\n  ```\n"
    )
    session = ScriptedSession()
    first, _ = results(card, session)
    assert session.asked[0] == "create a.txt"
    assert first.expectations == ()


# What cannot be done


def test_an_action_that_could_not_be_done_is_told_and_the_card_is_at_fault() -> None:
    card = a_card("1. Create the file `a/b` containing\n\n   ```\n   x\n   ```\n\n   - The file `a/b` exists.")
    problem = ActionObservation(id="", did="created a/b", problem="Not a directory")
    (step,) = results(card, ScriptedSession({"create a/b": problem}))
    assert (step.performed, step.verdict, step.cause) == (False, Verdict.INCONCLUSIVE, Cause.CARD)
    assert step.reason == "could not be done: Not a directory"
    assert step.observations == ("o1",)


def test_an_error_of_the_machine_is_raised_not_judged() -> None:
    card = a_card("1. Run `todo a`.\n   - It succeeds.")
    with pytest.raises(MachineError):
        events_of(card, ScriptedSession({"todo a": MachineError("the cell ended early")}))


# Keeping


def test_what_is_kept_is_filled_in_later() -> None:
    card = a_card(
        '1. Run `todo add`.\n   - It succeeds.\n2. Keep `id` as `{id}`.\n3. Run `todo show {id}`.\n   - You see "item {id}".'
    )
    session = ScriptedSession({"todo add": shown('{"id": 42}\n'), "todo show 42": shown("item 42\n")})
    events = events_of(card, session)
    assert session.asked == ["todo add", "todo show 42"]
    judged = [event for event in events if isinstance(event, ExpectationJudged)]
    assert judged[-1].kept == {"id": "42"}
    assert {event.result.verdict for event in judged} == {Verdict.PASS}


def test_a_value_that_is_not_there_to_be_kept_is_the_product_s_fault_and_what_needs_it_is_not_carried_out() -> None:
    card = a_card(
        "1. Run `todo add`.\n   - It succeeds.\n2. Keep `id` as `{id}`.\n3. Run `todo show {id}`.\n   - It succeeds."
    )
    session = ScriptedSession({"todo add": shown("{}\n")})
    add, keep, show = results(card, session)
    assert add.verdict is Verdict.PASS
    assert (keep.verdict, keep.cause) == (Verdict.FAIL, Cause.PRODUCT)
    assert (show.performed, show.cause) == (False, Cause.CARD)
    assert show.reason == "not carried out: `{id}` was never kept"
    assert session.asked == ["todo add"]


def test_keeping_before_anything_was_shown_is_the_card_s_fault() -> None:
    card = a_card("1. Keep `id` as `{id}`.\n2. Run `todo a`.\n   - It succeeds.")
    assert outcomes(card, ScriptedSession())[0] == ("inconclusive", "card")


# Probes


def test_a_probe_runs_before_and_after_the_action() -> None:
    card = a_card('1. Run `todo fly`.\n   - Nothing changed: `todo list` still shows "milk".')
    session = ScriptedSession({"todo list": shown("milk\n"), "todo fly": shown(code=2, err="no\n")})
    (step,) = results(card, session)
    assert session.asked == ["todo list", "todo fly", "todo list"]
    assert step.verdict is Verdict.PASS
    assert step.expectations[0].observations == ("o1", "o3")


@pytest.mark.parametrize(
    "answers", [[shown("milk\n"), shown("milk\nbread\n")], [shown("bread\n")], [shown("milk\n"), shown(code=1)]]
)
def test_a_probe_that_differs_or_lacks_the_text_fails(answers: list[object]) -> None:
    card = a_card('1. Run `todo fly`.\n   - Nothing changed: `todo list` still shows "milk".')
    assert results(card, ScriptedSession({"todo list": answers}))[0].verdict is Verdict.FAIL  # type: ignore[dict-item]


# Files and time


def test_files_are_looked_at_after_the_action() -> None:
    card = a_card(
        '1. Run `todo export`.\n   - The file `out.txt` contains "milk".\n   - The file `draft.txt` does not exist.'
    )
    session = ScriptedSession(files={"out.txt": "milk\n"})
    (step,) = results(card, session)
    assert session.asked == ["todo export", "inspect out.txt", "inspect draft.txt"]
    assert step.verdict is Verdict.PASS
    assert step.observations == ("o1", "o2", "o3")


@pytest.mark.parametrize("hard", [True, False])
def test_a_time_limit_binds_only_where_a_requirement_says_so(hard: bool) -> None:
    card = a_card("1. Run `todo list`.\n   - It succeeds.\n   - It takes less than 2 seconds.")
    session = ScriptedSession({"todo list": shown("x\n", seconds=5.0)})
    (step,) = results(card, session, Frame(attempt=1, least=Isolation.CELL, hard_limits=hard))
    assert step.expectations[1].soft is not hard
    assert (step.verdict is Verdict.FAIL) is hard


# A natural line never reaches the stepper


def test_a_natural_line_is_refused_before_and_never_guessed_at() -> None:
    card = a_card("1. Add milk.\n   - It succeeds.\n2. Run `todo list`.\n   - The list is tidy.")
    inability = literal.inability(card)
    assert inability is not None
    assert inability.lines == ("testcards/card.md:10: Add milk.", "testcards/card.md:13: The list is tidy.")
    assert inability.reason.splitlines()[1:] == [f"  {line}" for line in inability.lines]
    for steps in ("1. Add milk.\n   - It succeeds.", "1. Run `todo list`.\n   - The list is tidy."):
        with pytest.raises(ValueError, match="is natural"):
            events_of(a_card(steps), ScriptedSession())


def page(text: str = "", **more: object) -> PageObservation:
    return PageObservation.model_validate({"id": "", "did": "", "url": "http://127.0.0.1/", "text": text, **more})


def test_a_literal_card_for_the_browser_can_be_carried_out() -> None:
    card = a_card('1. Open `/`.\n   - The heading "List" is shown.', surface="browser")
    assert literal.inability(card) is None
    heading = page(snapshot='- heading "List" [level=1]')
    assert outcomes(card, ScriptedSession({"open /": heading})) == [("pass", None)]


@pytest.mark.parametrize(
    ("blame", "outcome"),
    [
        (Cause.PRODUCT, ("fail", "product")),
        (Cause.CARD, ("inconclusive", "card")),
        (None, ("inconclusive", "card")),
    ],
)
def test_what_cannot_be_done_on_a_page_is_blamed_on_whoever_is_at_fault(
    blame: Cause | None, outcome: tuple[str, str]
) -> None:
    card = a_card('1. Click "Go".\n   - You see "gone".', surface="browser")
    session = ScriptedSession({"click Go": page("gone", problem="there is no button called Go", blame=blame)})
    assert outcomes(card, session) == [outcome]


def test_a_page_is_looked_at_again_where_the_step_was_not_on_it() -> None:
    steps = (
        '1. Open `/`.\n   - You see "wait".\n'
        '2. Wait 1 second.\n   - You see "done".\n'
        '3. Run `todo list`.\n   - You see "milk".\n   - The page title is "Tasks".'
    )
    session = ScriptedSession(
        {"open /": page("wait"), "look": page("done", title="Tasks"), "todo list": shown("milk\n")}
    )
    assert outcomes(a_card(steps, surface="[browser, terminal]"), session) == [("pass", None)] * 3
    assert session.asked == ["open /", "wait", "look", "todo list", "look"]


def test_without_an_open_page_a_wait_shows_nothing() -> None:
    card = a_card('1. Wait 1 second.\n   - You see "done".', surface="browser")
    assert outcomes(card, ScriptedSession()) == [("inconclusive", "card")]


def test_a_literal_card_can_be_carried_out() -> None:
    assert literal.inability(a_card("1. Run `todo list`.\n   - It succeeds.")) is None


def test_a_bullet_that_keeps_something_makes_it_known_to_the_bullets_after_it() -> None:
    card = a_card('1. Run `todo add`.\n   - Keep `id` as `{id}`.\n   - You see "item {id}".')
    (step,) = results(card, ScriptedSession({"todo add": shown('{"id": 7, "text": "item 7"}\n')}))
    assert [one.verdict for one in step.expectations] == [Verdict.PASS, Verdict.PASS]


def test_a_wait_shows_nothing_and_is_carried_out() -> None:
    card = a_card("1. Wait 1 second.\n2. Run `todo list`.\n   - It succeeds.")
    session = ScriptedSession()
    assert results(card, session)[0].performed
    assert session.asked == ["wait", "todo list"]
