"""How a command or a request ended: success, refusal, codes, headers; what it showed is judged elsewhere."""

from __future__ import annotations

from harness.domain.expectations import ExitCodeIs, HeaderIs, Refused, StatusIs, Succeeds
from harness.domain.observations import (
    CommandObservation,
    Observation,
    PageObservation,
    ResponseObservation,
    ScreenObservation,
)
from harness.domain.verdicts import Cause
from harness.evaluation.crashes import CRASH_CODES, signal_name
from harness.evaluation.evidence import Evidence, Judgement
from harness.evaluation.excerpts import beginning
from harness.evaluation.judges.judgements import fails, passes, undecided
from harness.evaluation.judges.wording import wording
from harness.evaluation.shown import clean_texts, screen
from harness.evaluation.traceback_signs import find_trace

NO_OUTCOME = "the step runs no command and sends no request"
NO_PAGE_OUTCOME = "a page does not end well or badly by itself: say what the user sees on it"
NOT_FOUND_CODES = (126, 127)


def succeeds(expectation: Succeeds, evidence: Evidence) -> Judgement:
    """Exit code 0 by itself, or a status of 2xx or 3xx; and no crash report."""
    expected = wording(expectation)
    match evidence.step:
        case CommandObservation() as command:
            held = command.exit_code == 0 and command.signal is None
        case ResponseObservation() as response:
            held = response.status is not None and 200 <= response.status < 400
        case PageObservation(status=int(status)):
            held = 200 <= status < 400
        case PageObservation():
            return undecided(Cause.CARD, expected, NO_PAGE_OUTCOME)
        case ScreenObservation(running=True):
            return undecided(Cause.CARD, expected, "the program has not ended")
        case ScreenObservation() as screen_shown:
            held = screen_shown.exit_code == 0
        case _:
            return undecided(Cause.CARD, expected, NO_OUTCOME)
    if trace := _trace(evidence.step):
        return fails(expected, trace)
    return passes(expected, ended(evidence.step)) if held else fails(expected, _said(evidence.step))


def refused(expectation: Refused, evidence: Evidence) -> Judgement:
    """The product itself said no: its command ended non-zero, or a status of 4xx, and not in a crash report."""
    expected = wording(expectation)
    match evidence.step:
        case CommandObservation() as command:
            return _command_refused(command, expected)
        case ResponseObservation() as response:
            return _request_refused(response, expected)
        case PageObservation(status=int(status)) as page if 400 <= status < 500 and screen(page):
            return passes(expected, _said(page))
        case PageObservation():
            return undecided(Cause.CARD, expected, NO_PAGE_OUTCOME)
        case _:
            return undecided(Cause.CARD, expected, NO_OUTCOME)


def exit_code_is(expectation: ExitCodeIs, evidence: Evidence) -> Judgement:
    """Exactly this exit code, and not a signal."""
    expected = wording(expectation)
    if not isinstance(evidence.step, CommandObservation):
        return undecided(Cause.CARD, expected, "the step runs no command")
    held = evidence.step.signal is None and evidence.step.exit_code == expectation.code
    return passes(expected, ended(evidence.step)) if held else fails(expected, _said(evidence.step))


def status_is(expectation: StatusIs, evidence: Evidence) -> Judgement:
    """Exactly this status."""
    expected = wording(expectation)
    if not isinstance(evidence.step, ResponseObservation | PageObservation):
        return undecided(Cause.CARD, expected, "the step sends no request")
    held = evidence.step.status == expectation.code
    return passes(expected, ended(evidence.step)) if held else fails(expected, _said(evidence.step))


def header_is(expectation: HeaderIs, evidence: Evidence) -> Judgement:
    """A header of this name, in any case, with exactly this value."""
    expected = wording(expectation)
    if not isinstance(evidence.step, ResponseObservation):
        return undecided(Cause.CARD, expected, "the step sends no request")
    values = [value.strip() for name, value in evidence.step.headers if name.lower() == expectation.name.lower()]
    if expectation.value.strip() in values:
        return passes(expected, f"{expectation.name}: {expectation.value}")
    return fails(expected, f"{expectation.name}: {', '.join(values)}" if values else f"no header {expectation.name}")


def ended(observation: Observation) -> str:
    """How it ended, in a few words."""
    match observation:
        case CommandObservation(stopped=str(stopped)):
            return f"stopped: {stopped}"
        case CommandObservation(signal=int(signal)):
            return f"ended by {signal_name(signal)}"
        case CommandObservation(exit_code=code):
            return f"exit code {code}"
        case ResponseObservation(status=status, reason=reason):
            return f"status {status} {reason}".rstrip()
        case PageObservation(status=int(status)):
            return f"a page with status {status}"
        case ScreenObservation(exit_code=int(code)):
            return f"exit code {code}"
        case _:
            return "done"


def _command_refused(command: CommandObservation, expected: str) -> Judgement:
    if not command.calls:
        return undecided(Cause.CARD, expected, f"nothing of the product was asked; {_said(command)}")
    last = command.calls[-1]
    if crash := _crash(command) or _trace(command):
        return fails(expected, crash)
    if command.exit_code == 0 and last.status != 0:
        return undecided(Cause.CARD, expected, f"the line hides that `{last.name}` ended with exit code {last.status}")
    if command.exit_code == 0:
        return fails(expected, f"it succeeded; {_said(command)}")
    if last.status == 0:
        return undecided(
            Cause.CARD, expected, f"`{last.name}` succeeded, and something else ended with {ended(command)}"
        )
    if command.exit_code in NOT_FOUND_CODES:
        return fails(expected, f"the product's command could not run; {_said(command)}")
    if not screen(command):
        return fails(expected, f"{ended(command)} without a word")
    return passes(expected, _said(command))


def _request_refused(response: ResponseObservation, expected: str) -> Judgement:
    if trace := _trace(response):
        return fails(expected, trace)
    if response.status is None or not 400 <= response.status < 500:
        return fails(expected, _said(response))
    return (
        passes(expected, _said(response)) if screen(response) else fails(expected, f"{ended(response)} without a word")
    )


def _crash(command: CommandObservation) -> str | None:
    """The signal that ended the command or one of the product's calls, if one did."""
    signals = [command.signal or 0, *(-call.status for call in command.calls if call.status < 0)]
    crashes = [
        code - 128 for code in (command.exit_code, *(call.status for call in command.calls)) if code in CRASH_CODES
    ]
    return next((f"ended by {signal_name(signal)}" for signal in [*signals, *crashes] if signal), None)


def _trace(observation: Observation) -> str | None:
    found = find_trace(clean_texts(observation))
    return f"a crash report of {found.sign.name}: {beginning(found.excerpt.splitlines())}" if found else None


def _said(observation: Observation) -> str:
    """How it ended and what it showed."""
    return f"{ended(observation)}, showing {beginning(screen(observation))}"
