"""The hidden checks that need nothing but the observations: crash reports, crash signals and server errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from harness.domain.expectations import ExitCodeIs, Expectation, Sees, SeesLine, StatusIs
from harness.domain.observations import CommandObservation, Observation, ResponseObservation
from harness.domain.results import CheckName, CheckResult
from harness.domain.verdicts import Cause, Verdict
from harness.evaluation.crashes import CRASH_SIGNALS, signal_name
from harness.evaluation.excerpts import beginning
from harness.evaluation.shown import clean_texts
from harness.evaluation.traceback_signs import Sign, find_trace

Observed = tuple[Observation, Sequence[Expectation]]
"""An observation, and what the step that it belongs to expects of it (with every ``{name}`` filled in)."""


def hidden_checks(observed: Iterable[Observed]) -> tuple[CheckResult, CheckResult]:
    """``no-traceback`` and ``no-server-error`` over everything observed in one attempt.

    What a step expects in so many words is no breach of it: the status, the exit code, or the words of a crash report.
    """
    all_observed = list(observed)
    return (
        _check(CheckName.NO_TRACEBACK, (found for one in all_observed for found in _crashes(*one))),
        _check(CheckName.NO_SERVER_ERROR, (found for one in all_observed for found in _server_errors(*one))),
    )


def _check(name: CheckName, breaches: Iterator[str]) -> CheckResult:
    for breach in breaches:
        return CheckResult(name=name, verdict=Verdict.FAIL, cause=Cause.PRODUCT, seen=breach)
    return CheckResult(name=name, verdict=Verdict.PASS)


def _crashes(observation: Observation, expected: Sequence[Expectation]) -> Iterator[str]:
    trace = find_trace(clean_texts(observation))
    if trace is not None and not any(_names(expectation, trace.sign) for expectation in expected):
        yield f"{observation.id}: a crash report of {trace.sign.name}: {beginning(trace.excerpt.splitlines())}"
    if isinstance(observation, CommandObservation):
        yield from _signals(observation, expected)


def _signals(command: CommandObservation, expected: Sequence[Expectation]) -> Iterator[str]:
    ended = [("the command", -(command.signal or 0)), *((f"`{call.name}`", call.status) for call in command.calls)]
    codes = {expectation.code for expectation in expected if isinstance(expectation, ExitCodeIs)}
    for who, status in ended:
        if -status in CRASH_SIGNALS and 128 - status not in codes:
            yield f"{command.id}: {who} was ended by {signal_name(-status)}"


def _server_errors(observation: Observation, expected: Sequence[Expectation]) -> Iterator[str]:
    if not isinstance(observation, ResponseObservation) or observation.status is None or observation.status < 500:
        return
    if not any(isinstance(one, StatusIs) and one.code == observation.status for one in expected):
        yield f"{observation.id}: `{observation.request}` was answered with status {observation.status}"


def _names(expectation: Expectation, sign: Sign) -> bool:
    """Whether a line of the card asks for this crash report: it holds the sign's mark in so many words."""
    match expectation:
        case Sees(text=text, shown=True):
            return sign.mark in text
        case SeesLine(pattern=pattern):
            return sign.mark in pattern.replace("\\", "")
        case _:
            return False
