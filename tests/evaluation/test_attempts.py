"""One attempt, from its first event to its verdict: steps, hidden checks, and what ends a card early."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness.domain.conversation import Usage
from harness.domain.events import CardFinished, CheckMade, Event, FrictionTold, ModelAnswered, Prompted
from harness.domain.results import Attempt, ChangeKind, CheckName, CheckResult, Friction, ServiceEnd, TreeChange
from harness.domain.verdicts import Cause, Isolation, Verdict
from harness.errors import EvaluatorError, MachineError
from harness.evaluation.attempts import evaluate, services_alive, unable
from harness.evaluation.evaluators import literal
from harness.evaluation.frame import Frame
from harness.readers import read_card
from tests.support.sessions import ScriptedSession, answered, shown

TEXT = """---
id: CARD
verifies: [FR-001]
surface: [terminal, http]
tier: foundation
---
# A card

## Steps
1. Run `todo add`.
   - It succeeds.
2. Send `GET /list`.
   - {status}
"""


def attempt_of(
    session: ScriptedSession,
    least: Isolation = Isolation.CELL,
    status: str = "The status is 200.",
    data: tuple[str, ...] = (),
) -> Attempt:
    card = read_card(TEXT.replace("{status}", status), "testcards/card.md")
    events = list(evaluate(card, literal.perform, session, Frame(attempt=3, least=least, data=data)))
    last = events[-1]
    assert isinstance(last, CardFinished)
    assert tuple(event.result for event in events if isinstance(event, CheckMade)) == last.result.checks
    return last.result


def broken(attempt: Attempt) -> dict[CheckName, str]:
    return {check.name: check.seen for check in attempt.checks if check.verdict is not Verdict.PASS}


def test_a_card_whose_every_line_holds_passes_with_all_hidden_checks() -> None:
    attempt = attempt_of(ScriptedSession())
    assert (attempt.verdict, attempt.cause, attempt.reason, attempt.number) == (Verdict.PASS, None, "", 3)
    assert (attempt.isolation, attempt.evidence, attempt.seconds) == (Isolation.CELL, "cards/CARD/1", 1.5)
    assert len(attempt.steps) == 2
    assert {check.verdict for check in attempt.checks} == {Verdict.PASS}


def test_a_crash_report_that_no_line_speaks_of_fails_the_card() -> None:
    trace = 'Traceback (most recent call last):\n  File "x.py", line 1, in <module>\nKeyError: 1\n'
    attempt = attempt_of(ScriptedSession({"todo add": shown("done\n", err=trace)}))
    assert attempt.verdict is Verdict.FAIL
    assert CheckName.NO_TRACEBACK in broken(attempt)


def test_a_server_error_fails_the_card_unless_a_line_asks_for_it() -> None:
    session = ScriptedSession({"GET /list": answered(503)})
    assert CheckName.NO_SERVER_ERROR in broken(attempt_of(session, status='You do not see "x".'))
    assert broken(attempt_of(session, status="The status is 503.")) == {}


def test_a_change_of_the_product_s_code_is_tampering_and_outranks_all_else() -> None:
    written = (TreeChange(kind=ChangeKind.MODIFIED, path="app.py"),)
    attempt = attempt_of(ScriptedSession({"todo add": shown(code=1)}, written=written))
    assert (attempt.verdict, attempt.cause) == (Verdict.FAIL, Cause.TAMPERING)
    assert attempt.written == written
    assert attempt_of(ScriptedSession(written=written), data=("app.py",)).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("end", "seen"),
    [
        (ServiceEnd(service="web", status=3), "service `web` ended during the card with exit code 3"),
        (
            ServiceEnd(service="web", status=-11, last_words="bye\nend"),
            "service `web` ended during the card with SIGSEGV; its last words: end",
        ),
        (ServiceEnd(service="web", status=0), "service `web` ended during the card with exit code 0"),
    ],
)
def test_a_service_that_ended_meanwhile_is_the_product_s_fault(end: ServiceEnd, seen: str) -> None:
    attempt = attempt_of(ScriptedSession(ends=(end,)))
    assert (attempt.verdict, attempt.cause) == (Verdict.FAIL, Cause.PRODUCT)
    assert broken(attempt) == {CheckName.SERVICES_ALIVE: seen}
    assert services_alive(()).verdict is Verdict.PASS


def test_an_error_of_the_machine_ends_the_card_undecided() -> None:
    attempt = attempt_of(ScriptedSession({"GET /list": MachineError("the cell ended early", "see the log")}))
    assert (attempt.verdict, attempt.cause, attempt.reason) == (
        Verdict.INCONCLUSIVE,
        Cause.ENVIRONMENT,
        "the cell ended early",
    )
    assert len(attempt.steps) == 1


def test_what_was_seen_before_the_machine_failed_still_counts() -> None:
    session = ScriptedSession(
        {"todo add": shown(code=1, err="no\n"), "GET /list": MachineError("the cell ended early")}
    )
    assert (attempt_of(session).verdict, attempt_of(session).cause) == (Verdict.FAIL, Cause.PRODUCT)


@pytest.mark.parametrize("level", [Isolation.SANDBOX, Isolation.EXPORT])
def test_a_pass_that_was_not_isolated_enough_is_none(level: Isolation) -> None:
    attempt = attempt_of(ScriptedSession(isolation=level))
    assert (attempt.verdict, attempt.cause) == (Verdict.INCONCLUSIVE, Cause.ENVIRONMENT)
    assert attempt_of(ScriptedSession(isolation=level), least=level).verdict is Verdict.PASS


def test_a_failure_stays_one_however_little_isolated() -> None:
    attempt = attempt_of(ScriptedSession({"todo add": shown(code=1, err="no\n")}, isolation=Isolation.EXPORT))
    assert attempt.verdict is Verdict.FAIL


def test_an_evaluator_that_does_nothing_is_no_pass() -> None:
    card = read_card(TEXT.replace("{status}", "The status is 200."), "testcards/card.md")
    events = list(evaluate(card, lambda *_: iter(()), ScriptedSession(), Frame(attempt=1, least=Isolation.CELL)))
    last = events[-1]
    assert isinstance(last, CardFinished)
    assert last.result.verdict is Verdict.INCONCLUSIVE


def test_an_attempt_that_could_not_begin_is_the_environment_s_fault() -> None:
    attempt = unable(2, MachineError("the cell did not start"), "cards/CARD/2")
    assert (attempt.number, attempt.verdict, attempt.cause) == (2, Verdict.INCONCLUSIVE, Cause.ENVIRONMENT)
    assert (attempt.reason, attempt.evidence, attempt.steps) == ("the cell did not start", "cards/CARD/2", ())


def told_by(*events: Event) -> Attempt:
    """The attempt of an evaluator that tells these events and carries nothing out."""
    card = read_card(TEXT.replace("{status}", "The status is 200."), "testcards/card.md")

    def perform(*_: object) -> Iterator[Event]:
        yield from events

    *_, last = evaluate(card, perform, ScriptedSession(), Frame(attempt=1, least=Isolation.CELL))
    assert isinstance(last, CardFinished)
    return last.result


def test_what_an_evaluator_tells_of_itself_stands_at_the_attempt() -> None:
    facts = {"card": "CARD", "attempt": 1, "file": "x"}
    turn = ModelAnswered(**facts, turn=1, stop="end_turn", sha256="0", usage=Usage(turns=1, input=5, dollars=0.5))
    prompted = [
        Prompted(**facts, purpose=purpose, model="m", sha256=sha256)
        for purpose, sha256 in (("second-opinion", "a"), ("evaluator", "b"), ("evaluator", "c"))
    ]
    confused = FrictionTold(card="CARD", attempt=1, friction=(Friction(note="no help"),))
    attempt = told_by(*prompted, turn, turn, confused)
    assert attempt.usage == Usage(turns=2, input=10, dollars=1.0)
    assert attempt.prompt_sha256 == "b"
    assert attempt.friction == (Friction(note="no help"),)


def test_a_check_that_an_evaluator_makes_by_itself_counts_as_a_hidden_one() -> None:
    leaked = CheckResult(
        name=CheckName.NOTHING_LEAKED, verdict=Verdict.INCONCLUSIVE, cause=Cause.EVALUATOR, seen="a canary came up"
    )
    attempt = told_by(CheckMade(card="CARD", attempt=1, result=leaked))
    assert attempt.checks[0] == leaked
    assert attempt.verdict is Verdict.INCONCLUSIVE
    assert CheckName.CODE_UNCHANGED in [check.name for check in attempt.checks]


def test_an_attempt_that_a_limit_of_the_run_left_no_room_for_is_the_evaluator_s() -> None:
    attempt = unable(1, EvaluatorError("the run's limit of 3 s is reached", "raise it"), None)
    assert (attempt.cause, attempt.reason) == (Cause.EVALUATOR, "the run's limit of 3 s is reached\n  hint: raise it")
