"""Why an expectation cannot be compared at all: nothing recorded, an action not done, a command stopped, no answer."""

from __future__ import annotations

from harness.domain.expectations import Expectation, FileContains, FileExists, Unchanged
from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    Observation,
    PageObservation,
    ResponseObservation,
    ScreenObservation,
)
from harness.domain.verdicts import Cause
from harness.evaluation.evidence import Evidence, Judgement
from harness.evaluation.judges.judgements import fails, undecided
from harness.evaluation.judges.wording import wording

NO_STEP = "nothing was recorded for this step"
NO_FILE = "the file was not looked at"
NO_PROBE = "the probe did not run both before and after the step"


def obstacle(expectation: Expectation, evidence: Evidence) -> Judgement | None:
    """The judgement where the evidence itself decides, or None where the expectation must be compared with it."""
    expected = wording(expectation)
    if missing := _missing(expectation, evidence):
        return undecided(Cause.EVALUATOR, expected, missing)
    return next((found for seen in _used(evidence) if (found := _broken(seen, expected)) is not None), None)


def _missing(expectation: Expectation, evidence: Evidence) -> str | None:
    match expectation:
        case FileContains() | FileExists():
            return NO_FILE if evidence.file is None else None
        case Unchanged():
            return NO_PROBE if evidence.before is None or evidence.after is None else None
        case _:
            return NO_STEP if evidence.step is None else None


def _used(evidence: Evidence) -> tuple[Observation, ...]:
    return tuple(seen for seen in (evidence.step, evidence.before, evidence.after) if seen is not None)


def _broken(seen: Observation, expected: str) -> Judgement | None:
    match seen:
        case PageObservation(problem=str(problem), blame=Cause.PRODUCT):
            return fails(expected, problem)
        case PageObservation(problem=str(problem), blame=blame):
            return undecided(blame or Cause.CARD, expected, f"the action could not be done: {problem}")
        case ScreenObservation(stopped=str(stopped), command=command):
            return fails(expected, f"`{command}` was stopped: {stopped}")
        case ActionObservation(problem=str(problem)) | ScreenObservation(problem=str(problem)):
            return undecided(Cause.CARD, expected, f"the action could not be done: {problem}")
        case CommandObservation(stopped=str(stopped), command=command):
            return fails(expected, f"`{command}` was stopped: {stopped}")
        case ResponseObservation(failure=str(failure), request=request):
            return fails(expected, f"`{request}` got no answer: {failure}")
        case _:
            return None
