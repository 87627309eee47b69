"""What an expectation is judged on, and what comes of it; gathering the evidence and judging it lie elsewhere."""

from __future__ import annotations

from harness.domain.base import Frozen
from harness.domain.observations import FileObservation, Observation
from harness.domain.verdicts import Cause, Verdict


class Evidence(Frozen):
    """The observations that one expectation needs.

    ``step`` is of the step's own action (None where it was not performed); ``file`` is of the path that the expectation
    names; ``before`` and ``after`` are of its probe. ``hard_limits`` is set where a requirement makes time limits binding.
    """

    step: Observation | None = None
    file: FileObservation | None = None
    before: Observation | None = None
    after: Observation | None = None
    hard_limits: bool = False


class Judgement(Frozen):
    """Whether an expectation holds, in the words a report shows: what was expected and what was seen."""

    verdict: Verdict
    cause: Cause | None = None
    expected: str = ""
    seen: str = ""
    soft: bool = False
