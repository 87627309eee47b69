"""What goes wrong between us and a model: one line with a hint each, nothing in it that is secret, and always in time."""

from __future__ import annotations

import logging
import threading
import time
from typing import Any, cast

import anthropic
import pytest

from harness.adapters.model import open_model
from harness.adapters.model.faults import explained
from harness.domain.configuration import Provider
from harness.domain.verdicts import ExitCode
from harness.errors import EvaluatorError
from tests.support.conversations import MODEL, answered_by, conversation
from tests.support.standin import (
    KEY,
    OVERLOADED,
    RATE_LIMITED,
    Always,
    Cut,
    Fault,
    Garbage,
    Script,
    Turn,
    standin,
    text,
)

SOON = {"retry-after-ms": "1"}


def fault_of(script: Script, monkeypatch: pytest.MonkeyPatch, seconds: float | None = None) -> EvaluatorError:
    with answered_by(script, monkeypatch) as (model, _), pytest.raises(EvaluatorError) as caught:
        model.answer(conversation(), seconds)
    assert "\n" not in caught.value.what
    assert caught.value.hint
    assert caught.value.exit_code is ExitCode.UNDECIDED
    return caught.value


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        (Fault(401, message="bad key"), "the model's service does not take the credential (401): bad key"),
        (Fault(402, "billing_error"), "the account with the model's service cannot pay (402): scripted"),
        (Fault(403), f"the credential may not use `{MODEL}` (403): scripted"),
        (Fault(404), f"there is no model `{MODEL}` (404): scripted"),
        (Fault(400, message="tools.0: unknown"), "the model's service refuses the request (400): tools.0: unknown"),
        (Fault(422, "odd"), "the model's service refuses the request (422): scripted"),
        (Fault(418, "teapot"), "the model's service refuses the request (418): scripted"),
        (Fault(413), "the conversation is too large for the model's service (413): scripted"),
        (
            Fault(429, headers=SOON),
            "the model's service limits the rate of requests, after all retries (429): scripted",
        ),
        (Fault(529, headers=SOON), "the model's service is overloaded, after all retries (529): scripted"),
        (Fault(500, headers=SOON), "the model's service failed (500): scripted"),
        (
            Fault(503, "overloaded_error", headers=SOON),
            "the model's service is overloaded, after all retries (503): scripted",
        ),
    ],
)
def test_every_error_of_the_service_is_one_line(fault: Fault, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fault_of([Always(fault)], monkeypatch).what == what


def test_an_error_that_is_no_json_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    what = fault_of([Garbage(b"<html>\n<b>404</b></html>", 404, "text/html")], monkeypatch).what
    assert what.startswith(f"there is no model `{MODEL}` (404)")
    long = fault_of([Garbage(b"x" * 5000, 400, "text/html")], monkeypatch).what
    assert len(long) < 400


def test_a_service_that_is_overloaded_for_a_moment_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    script = [OVERLOADED, RATE_LIMITED, Cut(), [text("here")]]
    with answered_by(script, monkeypatch) as (model, server):
        assert model.answer(conversation()).texts == ("here",)
    assert len(server.requests) == 4


def test_a_storm_of_overload_ends_after_a_bounded_number_of_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    storm = answered_by([Always(OVERLOADED)], monkeypatch)
    with storm as (model, server), pytest.raises(EvaluatorError, match="overloaded"):
        model.answer(conversation())
    assert len(server.requests) == 6


def test_a_service_that_asks_for_more_patience_than_there_is_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.monotonic()
    told = fault_of([Always(Fault(429, headers={"retry-after": "3600"}))], monkeypatch, seconds=60)
    assert "limits the rate" in told.what
    assert time.monotonic() - began < 50


def test_a_date_as_time_to_wait_is_left_to_the_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    past = Fault(429, headers={"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT", "x-should-retry": "false"})
    assert "limits the rate" in fault_of([past], monkeypatch).what


def test_a_connection_that_breaks_every_time_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.adapters.model.providers.RETRIES", 1)
    what = fault_of([Always(Cut(after=40))], monkeypatch).what
    assert what.startswith("the model cannot be reached at `http://127.0.0.1:")


def test_a_server_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.adapters.model.providers.RETRIES", 0)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://user:hidden@127.0.0.1:9")
    with pytest.raises(EvaluatorError) as caught:
        open_model(MODEL, Provider.ANTHROPIC).answer(conversation())
    assert "the model cannot be reached at `http://127.0.0.1:9`" in caught.value.what
    assert "ANTHROPIC_BASE_URL" in caught.value.hint


def test_an_answer_takes_no_longer_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    told = fault_of([Always(Turn([text("late")], delay=30))], monkeypatch, seconds=0.5)
    assert (
        told.what in ("the model did not answer within 0 s", "the model did not answer within 1 s")
        or "in time" in told.what
    )


def test_nobody_pays_for_an_answer_that_nobody_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    late = Fault(529, headers={"retry-after-ms": "400"})
    with answered_by([late, Always([text("too late")])], monkeypatch) as (model, server):
        model.ready()
        with pytest.raises(EvaluatorError):
            model.answer(conversation(), 0.2)
        for thread in threading.enumerate():
            if thread.name == "answer":
                thread.join()
    assert len(server.requests) == 1


def test_whoever_waits_when_a_model_is_closed_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[EvaluatorError] = []
    with answered_by([Always(Turn([text("late")], delay=30))], monkeypatch) as (model, server):

        def wait() -> None:
            with pytest.raises(EvaluatorError) as caught:
                model.answer(conversation())
            told.append(caught.value)

        waiting = threading.Thread(target=wait)
        waiting.start()
        while not server.requests:
            time.sleep(0.01)
        model.close()
        waiting.join(20)
        assert [error.what for error in told] == ["interrupted while the model was asked"]
        with pytest.raises(EvaluatorError, match="interrupted before"):
            model.answer(conversation())


@pytest.mark.parametrize("variable", ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"])
def test_a_credential_is_in_no_answer_and_in_no_error(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    with standin([[text(f"your key is {KEY}")], Fault(400, message=f"bad {KEY}")]) as server:
        monkeypatch.setenv(variable, KEY)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
        model = open_model(MODEL, Provider.ANTHROPIC)
        answer = model.answer(conversation())
        with pytest.raises(EvaluatorError) as caught:
            model.answer(conversation())
    assert answer.texts == ("your key is [credential]",)
    assert KEY not in answer.model_dump_json() + caught.value.what + caught.value.hint
    assert all(KEY not in request.everything for request in server.requests)


def test_an_error_of_no_known_kind_is_told_by_its_words_or_its_name() -> None:
    assert explained(RuntimeError("no token"), MODEL, "there").what == "the model cannot be asked: no token"
    assert explained(KeyError(), MODEL, "there").what == "the model cannot be asked: KeyError"


def test_a_read_that_takes_too_long_is_told_as_such() -> None:
    late = anthropic.APITimeoutError(request=cast("Any", None))
    assert explained(late, MODEL, "there").what == "the model at `there` did not answer in time"


def test_the_sdk_says_nothing_on_the_side(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", KEY)
    with answered_by([[text("hello")]], monkeypatch) as (model, _):
        model.answer(conversation())
    assert logging.getLogger("anthropic").handlers
    assert capsys.readouterr().err == ""
