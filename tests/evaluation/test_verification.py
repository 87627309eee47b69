"""A recording can be asked once more, and answers only what it was asked then."""

from __future__ import annotations

import pytest

from harness.domain.actions import Action, CreateFile, RunCommand, SendRequest, Wait
from harness.domain.cards import Tier
from harness.domain.events import CardFinished, CardStarted
from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    FileObservation,
    Observation,
    ResponseObservation,
)
from harness.domain.results import Attempt, CardResult
from harness.domain.verdicts import Cause, Isolation, State, Verdict
from harness.errors import RecordError
from harness.evaluation.verification.replay import EndOfRecord, OffRecord, Replay
from harness.evaluation.verification.story import Story, against_attempt

COMMAND = CommandObservation(id="o1", command="bank list", stdout="", stderr="", shown="")
ANSWER = ResponseObservation(id="o1", request="GET /x", status=200)
FILE = FileObservation(id="o1", path="a.txt", exists=False)
ACTION = ActionObservation(id="o1", did="waited 1 s")
ATTEMPT = Attempt(number=1, verdict=Verdict.INCONCLUSIVE, cause=Cause.ENVIRONMENT, reason="lost", seconds=2.0)


def replay(*observations: Observation) -> Replay:
    return Replay(ATTEMPT, ["o1"] * len(observations), lambda _: observations[0])


@pytest.mark.parametrize(
    ("seen", "action"),
    [
        (COMMAND, RunCommand(command="bank list")),
        (ANSWER, SendRequest(method="GET", target="/x")),
        (ACTION, Wait(seconds=1)),
        (ACTION, SendRequest(method="GET", target="//elsewhere")),
    ],
)
def test_what_was_asked_then_is_answered_again(seen: Observation, action: Action) -> None:
    session = replay(seen)
    assert session.perform(action) == seen
    assert (session.left, session.trouble) == (0, None)


@pytest.mark.parametrize(
    ("seen", "action", "named"),
    [
        (COMMAND, RunCommand(command="bank show"), "bank show"),
        (COMMAND, SendRequest(method="GET", target="/x"), "GET /x"),
        (ANSWER, SendRequest(method="POST", target="/x"), "POST /x"),
        (ANSWER, CreateFile(path="a", content=""), "create-file"),
        (FILE, Wait(seconds=1), "wait"),
    ],
)
def test_what_was_not_asked_then_is_off_the_record(seen: Observation, action: Action, named: str) -> None:
    session = replay(seen)
    with pytest.raises(OffRecord):
        session.perform(action)
    assert session.trouble == f"o1 is not what `{named}` showed"


def test_files_are_inspected_again_by_their_path() -> None:
    assert replay(FILE).inspect("a.txt") == FILE
    for seen, path in ((FILE, "b.txt"), (ACTION, "a.txt")):
        with pytest.raises(OffRecord, match="is not the state of"):
            replay(seen).inspect(path)


def test_a_record_that_ends_is_no_trouble_and_one_that_is_broken_is() -> None:
    session = replay()
    with pytest.raises(EndOfRecord):
        session.perform(Wait(seconds=1))
    assert session.trouble is None

    def broken(id: str) -> Observation:
        raise RecordError("o1.json: is not JSON")

    session = Replay(ATTEMPT, ["o1", "o2"], broken)
    with pytest.raises(OffRecord):
        session.perform(Wait(seconds=1))
    with pytest.raises(OffRecord):
        session.perform(Wait(seconds=1))
    assert session.trouble == "o1.json: is not JSON"


def test_an_observation_under_another_name_is_trouble() -> None:
    session = Replay(ATTEMPT, ["o2"], lambda _: COMMAND)
    with pytest.raises(OffRecord, match="o2 calls itself o1"):
        session.perform(RunCommand(command="bank list"))


def test_what_the_machine_said_of_itself_is_repeated() -> None:
    session = replay()
    assert (session.isolation, session.evidence, session.seconds()) == (Isolation.EXPORT, "", 2.0)
    assert (session.ended_services(), session.changes()) == ((), ())


def test_events_that_tell_another_story_are_named() -> None:
    card = CardResult(
        id="A", title="a", path="a.md", sha256="0", tier=Tier.FOUNDATION, verifies=(), evaluator="literal",
        state=State.INCONCLUSIVE, attempts=(ATTEMPT,),
    )  # fmt: skip
    other = ATTEMPT.model_copy(update={"seconds": 3.0})
    told = Story(
        started=[CardStarted(card="A", attempt=1, sha256="1", evaluator="blind")],
        finished=[CardFinished(card="A", result=other)],
    )
    found = [difference.what for difference in against_attempt(told, card, ATTEMPT, "cards/A/1")]
    assert found == [
        "the events do not tell once that this card, with this text, was begun",
        "run.json names the evaluator `literal`, and the events name another",
        "run.json and the events tell different things of this attempt",
    ]
    unfinished = against_attempt(Story(), card, ATTEMPT, "cards/A/1")
    assert "no event tells that the attempt was finished" in unfinished[-1].what
