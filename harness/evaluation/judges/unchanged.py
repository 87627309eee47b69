"""Whether a probe shows the same before and after a step; running the probe lies elsewhere."""

from __future__ import annotations

from harness.domain.expectations import Unchanged
from harness.domain.observations import CommandObservation, Observation, ResponseObservation
from harness.domain.verdicts import Cause
from harness.evaluation.evidence import Evidence, Judgement
from harness.evaluation.excerpts import nearest
from harness.evaluation.judges.judgements import fails, passes, undecided
from harness.evaluation.judges.obstacles import NO_PROBE
from harness.evaluation.judges.outcome import ended
from harness.evaluation.judges.wording import wording
from harness.evaluation.matching import plain, showing
from harness.evaluation.shown import lines, screen


def unchanged(expectation: Unchanged, evidence: Evidence) -> Judgement:
    """Both probes worked, showed the same to the letter, and showed the text.

    A probe may also look at the user's own folder, where the product leaves files; whether it looks is for lint.
    """
    expected = wording(expectation)
    before, after = evidence.before, evidence.after
    if before is None or after is None:
        return undecided(Cause.EVALUATOR, expected, NO_PROBE)
    if not plain(expectation.text):
        return undecided(Cause.CARD, expected, "the line names no text")
    return _compared(expected, expectation.text, before, after)


def _compared(expected: str, text: str, before: Observation, after: Observation) -> Judgement:
    if not _worked(before):
        return fails(expected, f"already before the step the probe did not work: {ended(before)}")
    if showing(lines(before), text) is None:
        return fails(expected, f'already before the step "{text}" was not shown: {nearest(screen(before), text)}')
    if not _worked(after):
        return fails(expected, f"after the step the probe did not work: {ended(after)}")
    if _facts(before) != _facts(after):
        return fails(expected, f"after the step it differs: {_difference(before, after)}")
    return passes(expected, nearest(screen(after), text))


def _worked(probe: Observation) -> bool:
    match probe:
        case CommandObservation():
            return probe.exit_code == 0 and probe.signal is None and all(call.status == 0 for call in probe.calls[-1:])
        case ResponseObservation():
            return probe.status is not None and 200 <= probe.status < 300
        case _:
            return False


def _facts(probe: Observation) -> tuple[object, ...]:
    match probe:
        case CommandObservation():
            return probe.command, probe.exit_code, probe.stdout, probe.stderr
        case ResponseObservation():
            return probe.request, probe.status, probe.body
        case _:
            return (probe,)


def _difference(before: Observation, after: Observation) -> str:
    """The first line that is no longer there, and what stands in its place."""
    old, new = screen(before), screen(after)
    for was, now in zip(old, new, strict=False):
        if was != now:
            return f"before {nearest([was], was)}, after {nearest([now], now)}"
    return f"{len(old)} lines before, {len(new)} after"
