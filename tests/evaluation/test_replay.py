"""A kept blind pass is done again without a model: every quote and expectation is checked, and a miss blames nobody."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from harness.domain.actions import Click, Gesture, GestureKind, LookAtPage, RunCommand
from harness.domain.cards import Card, Section
from harness.domain.events import ActionPerformed, CardFinished, Event, ExpectationJudged, StepFinished, StepStarted
from harness.domain.observations import Observation, PageObservation, Touched
from harness.domain.replays import KeptQuote, KeptReplay, KeptStep
from harness.domain.results import Attempt, ExpectationResult, StepResult
from harness.domain.verdicts import Cause, Isolation, Strength, Verdict
from harness.evaluation.aids import Aids
from harness.evaluation.attempts import evaluate
from harness.evaluation.evaluators import replay as evaluator
from harness.evaluation.frame import Frame
from harness.evaluation.keeping import NotKeepable, kept_replay
from harness.phrasebook.book import fingerprint
from harness.readers import read_card
from tests.support.sessions import ScriptedSession, shown

TEXT = """\
---
id: TODO-1
verifies: [FR-001]
surface: terminal
---
# Add a task

## Steps
1. Run `todo new`.
   - Keep the field `id` as `{task}`.
2. Put the task on tomorrow's list in two goes.
   - The product confirms the day.
   - Nothing changed: `todo count` still shows "1".
   - You see "moved".

## Bad input
1. Run `todo add ""`.
   - It is refused.
   - The message says what is missing.
"""
CARD = read_card(TEXT, "testcards/todo.md")
FRAME = Frame(attempt=1, least=Isolation.CELL)
NEW, MOVE, BAD = CARD.steps
ANSWERS: dict[str, object] = {
    "todo new": shown('{"id": "t-17"}'),
    "todo move t-17": shown("which day?"),
    "todo move t-17 tomorrow": shown("t-17 moved to tomorrow"),
    "todo count": shown("1"),
    'todo add ""': shown(err="todo: the title is missing\n", code=2),
}
REPLAY = KeptReplay(
    card=CARD.id,
    card_sha256=CARD.sha256,
    phrasebook_sha256=fingerprint(),
    run="r1",
    model="m",
    steps=(
        KeptStep(section=Section.STEPS, number=1, actions=()),
        KeptStep(
            section=Section.STEPS,
            number=2,
            actions=(RunCommand(command="todo move {task}"), RunCommand(command="todo move {task} tomorrow")),
            quotes=(KeptQuote(line=MOVE.expectations[0].line, action=1, quote="moved to tomorrow"),),
        ),
        KeptStep(
            section=Section.BAD_INPUT,
            number=1,
            actions=(),
            quotes=(KeptQuote(line=BAD.expectations[1].line, action=0, quote="the title is missing"),),
        ),
    ),
)


def _attempt(answers: dict[str, object], replay: KeptReplay | None = REPLAY, card: Card = CARD) -> Attempt:
    session = ScriptedSession(answers)  # type: ignore[arg-type]
    events = list(evaluate(card, evaluator.perform, session, FRAME, Aids(replay=replay)))
    assert isinstance(events[-1], CardFinished)
    return events[-1].result


def test_a_kept_pass_passes_again_with_every_quote_checked() -> None:
    attempt = _attempt(ANSWERS)
    assert (attempt.verdict, attempt.reason) == (Verdict.PASS, "")
    quoted = [one for step in attempt.steps for one in step.expectations if one.strength is Strength.QUOTED]
    assert [one.quote for one in quoted] == ["moved to tomorrow", "the title is missing"]
    assert [len(step.expectations) for step in attempt.steps] == [1, 3, 2]


def test_steps_are_told_once_each_however_many_actions_they_have() -> None:
    session = ScriptedSession(ANSWERS)  # type: ignore[arg-type]
    events = list(evaluate(CARD, evaluator.perform, session, FRAME, Aids(replay=REPLAY)))
    assert sum(isinstance(event, StepStarted) for event in events) == 3
    assert sum(isinstance(event, StepFinished) for event in events) == 3
    assert session.asked.count("todo count") == 4
    assert "replay.json" in session.attached


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("todo move t-17 tomorrow", shown("t-17 moved to Friday")),
        ('todo add ""', shown(err="todo: wrong\n", code=2)),
        ('todo add ""', shown("added\n")),
        ("todo count", [shown("1"), shown("1"), shown("1"), shown("2")]),
        ("todo new", shown("not json")),
    ],
)
def test_a_miss_is_never_the_products_failure(command: str, answer: object) -> None:
    attempt = _attempt({**ANSWERS, command: answer})
    assert (attempt.verdict, attempt.cause) == (Verdict.INCONCLUSIVE, Cause.EVALUATOR)


def test_a_crash_in_replay_is_still_a_failure() -> None:
    crash = 'Traceback (most recent call last):\n  File "todo.py", line 3, in <module>\n    x\nNameError: x\n'
    attempt = _attempt({**ANSWERS, 'todo add ""': shown(err=crash, code=1)})
    assert (attempt.verdict, attempt.cause) == (Verdict.FAIL, Cause.PRODUCT)


def test_nothing_to_do_again_decides_nothing() -> None:
    attempt = _attempt(ANSWERS, replay=None)
    assert (attempt.verdict, attempt.cause) == (Verdict.INCONCLUSIVE, Cause.EVALUATOR)
    assert "no blind pass" in attempt.reason


def test_a_replay_of_another_version_of_the_card_decides_nothing() -> None:
    attempt = _attempt(ANSWERS, REPLAY.model_copy(update={"card_sha256": "0" * 64}))
    assert attempt.cause is Cause.EVALUATOR
    assert "another version" in attempt.reason


def test_an_expectation_that_nothing_was_kept_for_is_no_pass() -> None:
    steps = (*REPLAY.steps[:2], REPLAY.steps[2].model_copy(update={"quotes": ()}))
    attempt = _attempt(ANSWERS, REPLAY.model_copy(update={"steps": steps}))
    assert (attempt.verdict, attempt.cause) == (Verdict.INCONCLUSIVE, Cause.EVALUATOR)


def test_a_natural_step_without_actions_is_no_pass() -> None:
    steps = (REPLAY.steps[0], REPLAY.steps[1].model_copy(update={"actions": ()}), REPLAY.steps[2])
    attempt = _attempt(ANSWERS, REPLAY.model_copy(update={"steps": steps}))
    assert attempt.cause is Cause.EVALUATOR


def test_a_quote_of_an_action_that_is_not_there_is_no_pass() -> None:
    quotes = (KeptQuote(line=MOVE.expectations[0].line, action=7, quote="moved to tomorrow"),)
    steps = (REPLAY.steps[0], REPLAY.steps[1].model_copy(update={"quotes": quotes}), REPLAY.steps[2])
    assert _attempt(ANSWERS, REPLAY.model_copy(update={"steps": steps})).cause is Cause.EVALUATOR


# keeping


def _performed(number: int, action: object, observation: str, section: Section = Section.STEPS) -> Event:
    return ActionPerformed.model_validate(
        {
            "card": CARD.id,
            "attempt": 1,
            "section": section,
            "number": number,
            "action": action,
            "observation": observation,
        }
    )


def _judged(number: int, line: int, quote: str, observation: str, section: Section = Section.STEPS) -> Event:
    result = ExpectationResult(
        line=line, text="", verdict=Verdict.PASS, strength=Strength.QUOTED, quote=quote, observations=(observation,)
    )
    kept = {"task": "t-17"}
    return ExpectationJudged(card=CARD.id, attempt=1, section=section, number=number, result=result, kept=kept)


EVENTS: Sequence[Event] = (
    _performed(1, NEW.action, "o1"),
    _judged(1, NEW.line, "t-17", "o1"),
    _performed(2, RunCommand(command="todo move t-17"), "o2"),
    _performed(2, RunCommand(command="todo move t-17 tomorrow"), "o3"),
    _judged(2, MOVE.expectations[0].line, "moved to tomorrow", "o3"),
    _performed(1, BAD.action, "o4", Section.BAD_INPUT),
    _judged(1, BAD.expectations[1].line, "the title is missing", "o4", Section.BAD_INPUT),
)
PASSED = Attempt(number=1, verdict=Verdict.PASS)


def _no_observation(id: str) -> Observation:
    raise AssertionError(id)


def test_what_is_kept_of_a_pass_is_what_passes_again() -> None:
    assert kept_replay(CARD, PASSED, EVENTS, _no_observation, "r1", "m") == REPLAY


def test_only_a_pass_is_kept() -> None:
    failed = PASSED.model_copy(update={"verdict": Verdict.FAIL})
    with pytest.raises(NotKeepable, match="no pass"):
        kept_replay(CARD, failed, EVENTS, _no_observation, "r1", "m")


def test_what_rests_on_an_opinion_is_not_kept() -> None:
    result = ExpectationResult(line=12, text="It looks calm.", verdict=Verdict.PASS, strength=Strength.JUDGED)
    step = StepResult(
        section=Section.STEPS, number=1, line=9, text="", performed=True, verdict=Verdict.PASS, expectations=(result,)
    )
    with pytest.raises(NotKeepable, match="line 12 rests on an opinion"):
        kept_replay(CARD, PASSED.model_copy(update={"steps": (step,)}), EVENTS, _no_observation, "r1", "m")


def test_a_step_without_an_action_is_not_kept() -> None:
    with pytest.raises(NotKeepable, match="nothing was done"):
        kept_replay(CARD, PASSED, EVENTS[:2], _no_observation, "r1", "m")


def test_a_quote_that_precedes_every_action_is_not_kept() -> None:
    events = [*EVENTS[:4], _judged(2, MOVE.expectations[0].line, "moved to tomorrow", "o1"), *EVENTS[5:]]
    with pytest.raises(NotKeepable, match="belongs to no action"):
        kept_replay(CARD, PASSED, events, _no_observation, "r1", "m")


def _page(touched: Touched | None) -> Observation:
    return PageObservation(id="o2", did="click", touched=touched)


def _clicked() -> Sequence[Event]:
    click = Gesture(gesture=GestureKind.CLICK, ref="e12")
    return [*EVENTS[:2], _performed(2, LookAtPage(), "o2"), _performed(2, click, "o2"), *EVENTS[4:]]


def test_a_click_is_kept_by_the_name_of_what_it_touched() -> None:
    touched = Touched(role="button", name="Move", unique=True)
    replay = kept_replay(CARD, PASSED, _clicked(), lambda _: _page(touched), "r1", "m")
    assert replay.steps[1].actions == (Gesture(gesture=GestureKind.CLICK, role="button", name="Move"),)


@pytest.mark.parametrize(
    "touched", [None, Touched(role="button", name="Move", unique=False), Touched(role="button", name="", unique=True)]
)
def test_what_has_only_a_position_is_not_kept(touched: Touched | None) -> None:
    with pytest.raises(NotKeepable, match="no name of its own"):
        kept_replay(CARD, PASSED, _clicked(), lambda _: _page(touched), "r1", "m")


def test_a_phrase_of_a_page_is_kept_as_it_is() -> None:
    events = [*EVENTS[:2], _performed(2, Click(name="Move"), "o3"), *EVENTS[4:]]
    assert kept_replay(CARD, PASSED, events, _no_observation, "r1", "m").steps[1].actions == (Click(name="Move"),)
