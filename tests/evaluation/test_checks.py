"""The hidden checks that a pass must also stand."""

from __future__ import annotations

import pytest

from harness.domain.expectations import ExitCodeIs, Expectation, Sees, SeesLine, StatusIs, Succeeds
from harness.domain.observations import CommandObservation, Observation, ProductCall, ResponseObservation
from harness.domain.results import CheckName
from harness.domain.verdicts import Cause, Verdict
from harness.evaluation.checks import hidden_checks
from harness.evaluation.crashes import signal_name

TRACE = 'Traceback (most recent call last):\n  File "bank.py", line 3, in <module>\nInsufficientFunds: no money\n'


def command(shown: str = "", code: int | None = 0, signal: int | None = None, *statuses: int) -> CommandObservation:
    calls = tuple(ProductCall(name="bank", arguments=(), status=status) for status in statuses)
    return CommandObservation(
        id="o1", command="x", stdout=shown, stderr="", shown=shown, exit_code=code, signal=signal, calls=calls
    )


def answer(status: int | None) -> ResponseObservation:
    return ResponseObservation(id="o1", request="GET /", status=status)


def broken(observation: Observation, *expected: Expectation) -> list[CheckName]:
    checks = hidden_checks([(command("fine"), ()), (observation, expected)])
    assert all(check.cause is (None if check.verdict is Verdict.PASS else Cause.PRODUCT) for check in checks)
    return [check.name for check in checks if check.verdict is Verdict.FAIL]


def test_what_is_fine_passes() -> None:
    assert broken(answer(404)) == []
    assert broken(answer(None)) == []


@pytest.mark.parametrize(
    "observation", [command(TRACE), command("", None, 11), command("x", 0, None, 0, -6), command("", 1, None, -11)]
)
def test_crashes_are_noticed(observation: CommandObservation) -> None:
    assert broken(observation, Succeeds(), Sees(text="no money")) == [CheckName.NO_TRACEBACK]


@pytest.mark.parametrize("status", [-13, -15, -9, 1])
def test_signals_that_users_send_are_no_crashes(status: int) -> None:
    assert broken(command("", 0, None, status)) == []


def test_server_errors_are_noticed() -> None:
    assert broken(answer(503), StatusIs(code=500)) == [CheckName.NO_SERVER_ERROR]


def test_what_the_card_asks_for_in_so_many_words_is_no_breach() -> None:
    assert broken(answer(503), StatusIs(code=503)) == []
    assert broken(command(TRACE), Sees(text="Traceback (most recent call last):")) == []
    assert broken(command(TRACE), SeesLine(pattern=r"^Traceback \(most recent call last\)")) == []
    assert broken(command("", None, 11), ExitCodeIs(code=139)) == []


@pytest.mark.parametrize(
    "expected", [Sees(text="Traceback (most recent call last):", shown=False), SeesLine(pattern=".*"), Succeeds()]
)
def test_what_the_card_does_not_ask_for_is_a_breach(expected: Expectation) -> None:
    assert broken(command(TRACE), expected) == [CheckName.NO_TRACEBACK]


def test_signals_have_names() -> None:
    assert (signal_name(11), signal_name(99)) == ("SIGSEGV", "signal 99")
