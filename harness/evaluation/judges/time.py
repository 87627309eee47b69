"""How long a step may take; measuring it lies elsewhere."""

from __future__ import annotations

from harness.domain.expectations import FasterThan
from harness.domain.verdicts import Cause
from harness.evaluation.evidence import Evidence, Judgement
from harness.evaluation.judges.judgements import fails, passes, undecided
from harness.evaluation.judges.obstacles import NO_STEP
from harness.evaluation.judges.wording import wording


def faster_than(expectation: FasterThan, evidence: Evidence) -> Judgement:
    """The recorder's clock stayed below the limit; over it is a failure only where the limit is hard."""
    expected = wording(expectation)
    if evidence.step is None:
        return undecided(Cause.EVALUATOR, expected, NO_STEP)
    seen = f"{evidence.step.seconds:.2f} s"
    if evidence.step.seconds < expectation.seconds:
        return passes(expected, seen)
    if evidence.hard_limits:
        return fails(expected, f"{seen}, which is slower")
    return passes(expected, f"{seen}, which is slower; no requirement makes this limit binding", soft=True)
