"""What a trace takes from a recorded run: a verdict for each card, whatever its record says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.adapters.records import Recorder
from harness.app.run_digest import digest_of
from harness.domain.cards import Section, Tier
from harness.domain.events import CardFinished, CardStarted, RunStarted, StepFinished
from harness.domain.results import (
    Attempt,
    CardResult,
    ChainRecord,
    ExpectationResult,
    IsolationRecord,
    Run,
    StepResult,
    TreeRecord,
)
from harness.domain.tracing import Shown
from harness.domain.verdicts import Cause, Isolation, Verdict
from harness.evaluation.conclusions import card_conclusion

PASS = (Verdict.PASS, None)
FAIL = (Verdict.FAIL, Cause.PRODUCT)
OPEN = {cause: (Verdict.INCONCLUSIVE, cause) for cause in (Cause.ENVIRONMENT, Cause.EVALUATOR, Cause.CARD)}
Outcome = tuple[Verdict, Cause | None]


def attempt(number: int, outcome: Outcome) -> Attempt:
    verdict, cause = outcome
    one = ExpectationResult(line=9, text="You see it", verdict=verdict, cause=cause, expected="a", seen="b")
    step = StepResult(
        section=Section.STEPS,
        number=1,
        line=8,
        text="Run it.",
        performed=True,
        verdict=verdict,
        cause=cause,
        expectations=(one,),
    )
    return Attempt(number=number, verdict=verdict, cause=cause, isolation=Isolation.CELL, steps=(step,), reason="why")


def recorded(root: Path, *outcomes: Outcome, tell: bool = True) -> Path:
    """One card with these attempts; unless ``tell``, no event tells of them."""
    attempts = tuple(attempt(number, outcome) for number, outcome in enumerate(outcomes, 1))
    concluded = card_conclusion(attempts)
    card = CardResult(
        id="ADD",
        title="Add",
        path="testcards/add.md",
        sha256="a" * 64,
        tier=Tier.FOUNDATION,
        verifies=("FR-001",),
        requirements={"FR-001": "b" * 64},
        evaluator="literal",
        state=concluded.state,
        cause=concluded.cause,
        reason=concluded.reason,
        attempts=attempts,
    )
    with Recorder(root) as recorder:
        recorder.append(RunStarted(run=recorder.id, tree="tree", cards=1))
        for one in attempts if tell else ():
            recorder.append(CardStarted(card="ADD", attempt=one.number, sha256="a" * 64, evaluator="literal"))
            recorder.append(StepFinished(card="ADD", attempt=one.number, result=one.steps[0]))
            recorder.append(CardFinished(card="ADD", result=one))
        run = Run(
            tool_version="0",
            id=recorder.id,
            command=("harness",),
            started="2026-11-21T00:00:00Z",
            finished="2026-11-21T00:00:01Z",
            tree=TreeRecord(hash="tree"),
            isolation=IsolationRecord(reached=Isolation.CELL, least=Isolation.CELL),
            evaluator="auto",
            cards=(card,),
            events=ChainRecord(count=0, head=""),
        )
        recorder.finish(run)
        return recorder.folder


@pytest.mark.parametrize(
    ("outcomes", "shown", "flaky"),
    [
        ([PASS], Shown.PASS, False),
        ([PASS, PASS], Shown.PASS, False),
        ([FAIL], Shown.FAIL, False),
        ([PASS, FAIL], Shown.FAIL, True),
        ([FAIL, PASS, OPEN[Cause.ENVIRONMENT]], Shown.FAIL, True),
        ([OPEN[Cause.ENVIRONMENT]], Shown.BLOCKED, False),
        ([PASS, OPEN[Cause.ENVIRONMENT]], Shown.BLOCKED, False),
        ([OPEN[Cause.EVALUATOR]], Shown.UNDECIDED, False),
        ([PASS, OPEN[Cause.EVALUATOR]], Shown.UNDECIDED, False),
        ([PASS, OPEN[Cause.CARD]], Shown.UNDECIDED, True),
        ([], Shown.UNDECIDED, False),
    ],
)
def test_a_card_passes_only_if_all_of_its_attempts_do(
    tmp_path: Path, outcomes: list[Outcome], shown: Shown, flaky: bool
) -> None:
    found = digest_of(recorded(tmp_path, *outcomes))
    assert found.trouble == ""
    (result,) = found.results
    assert (result.shown, result.flaky) == (shown, flaky)


def test_an_attempt_of_which_no_event_tells_is_trouble(tmp_path: Path) -> None:
    found = digest_of(recorded(tmp_path, PASS, tell=False))
    assert (found.results, "no event tells of this attempt" in found.trouble) == ((), True)
