"""What an attempt showed: its captures, or why it tells nothing of the product; never a change that the machine made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from harness.app.golden_materials import Seen, seen
from harness.domain.actions import RunCommand
from harness.domain.cards import Section
from harness.domain.events import ActionPerformed, Event, StepFinished
from harness.domain.golden import CaseOutcome
from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    LongOutput,
    Observation,
    PageObservation,
    ResponseObservation,
)
from harness.domain.results import Attempt, StepResult
from harness.domain.verdicts import Cause, Isolation, Verdict
from harness.readers import read_golden
from tests.support.goldens import case

CASE = read_golden(case("CASE", "todo a", "todo b"), "golden/case.md")


class Recording:
    """Two commands that printed their names; ``told`` is what else is known of the second."""

    def __init__(self, **told: Any) -> None:
        self._told = told

    def observation(self, id: str) -> Observation:
        told = self._told if id == "o2" else {}
        if "seen" in told:
            return told["seen"]
        facts = {"id": id, "command": f"todo {id}", "stdout": id, "stderr": "", "shown": id, "exit_code": 0, **told}
        return CommandObservation(**facts)

    def beside(self, name: str) -> bytes | None:
        return b"printed\n" if name.endswith("stdout") else None

    def attachment(self, name: str) -> bytes | None:
        return None


def events(*numbers: int, performed: Sequence[int] | None = None) -> list[Event]:
    found: list[Event] = []
    for number in numbers:
        acted = performed is None or number in performed
        if acted:
            action = RunCommand(command=f"todo {number}")
            where: dict[str, Any] = {"card": "CASE", "attempt": 1, "section": Section.STEPS, "number": number}
            found.append(ActionPerformed(**where, action=action, observation=f"o{number}"))
        result = StepResult(
            section=Section.STEPS,
            number=number,
            line=number,
            text=f"Run `todo {number}`.",
            performed=acted,
            verdict=Verdict.INCONCLUSIVE,
            reason="" if acted else "`{id}` was never kept",
        )
        found.append(StepFinished(card="CASE", attempt=1, result=result))
    return found


def attempt(
    cause: Cause | None = Cause.CARD, isolation: Isolation | None = Isolation.CELL, reason: str = ""
) -> Attempt:
    return Attempt(number=1, verdict=Verdict.INCONCLUSIVE, cause=cause, reason=reason, isolation=isolation)


def of(one: Attempt, told: list[Event], recording: Recording | None = None) -> Seen:
    return seen(CASE, one, told, recording or Recording(), Isolation.CELL)


def test_an_attempt_to_its_end_shows_every_step() -> None:
    found = of(attempt(), events(1, 2))
    assert (found.outcome, found.unended) == (None, "")
    assert [capture.place for capture in found.captures] == ["Steps 1", "Steps 2"]
    assert [part.value for part in found.captures[0].parts] == ["0", "printed\n", ""]


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [
        (Cause.ENVIRONMENT, CaseOutcome.UNDECIDED),
        (Cause.EVALUATOR, CaseOutcome.UNDECIDED),
        (Cause.TAMPERING, CaseOutcome.TAMPERING),
    ],
)
def test_what_is_not_the_products_fault_is_no_change(cause: Cause, outcome: CaseOutcome) -> None:
    found = of(attempt(cause, reason="the disk is full"), events(1, 2))
    assert (found.outcome, found.reason, found.captures) == (outcome, "the disk is full", ())


def test_a_product_that_failed_does_not_hide_that_the_end_is_missing() -> None:
    found = of(attempt(Cause.PRODUCT, reason="a traceback"), events(1))
    assert (found.outcome, found.reason) == (CaseOutcome.UNDECIDED, "a traceback")
    assert of(attempt(None), events(1)).reason == "it was not carried out to its end"


def test_a_weaker_isolation_than_asked_for_tells_nothing() -> None:
    found = of(attempt(isolation=Isolation.EXPORT), events(1, 2))
    assert found.outcome is CaseOutcome.UNDECIDED
    assert "isolation `export`" in found.reason
    assert of(attempt(isolation=None), events(1, 2)).outcome is CaseOutcome.UNDECIDED


def test_a_step_that_was_skipped_shows_why_and_is_no_golden() -> None:
    found = of(attempt(), events(1, 2, performed=[1]))
    assert found.unended == "Steps 2: `{id}` was never kept"
    assert [(part.name, part.value) for part in found.captures[1].parts] == [("problem", "`{id}` was never kept")]


def test_a_command_that_was_stopped_shows_the_same_however_long_it_had() -> None:
    stopped = [
        of(attempt(), events(1, 2), Recording(exit_code=None, stopped=f"still running after {s} s")) for s in "12"
    ]
    assert stopped[0].captures == stopped[1].captures
    assert stopped[0].captures[1].parts[0].value == "none: still running"
    assert "still running after 1 s" in stopped[0].unended


@pytest.mark.parametrize(
    ("observed", "why"),
    [
        (
            ResponseObservation(id="o2", request="GET /", failure="the answer is longer than 16 MiB"),
            "has no whole answer: the answer is longer than 16 MiB",
        ),
        (PageObservation(id="o2", did="Open `/`", problem="the page does not respond"), "the page does not respond"),
        (ActionObservation(id="o2", did="Create", problem="no space left"), "was not done: no space left"),
    ],
    ids=["response", "page", "action"],
)
def test_what_broke_off_is_no_golden_for_nobody_saw_the_rest(observed: Observation, why: str) -> None:
    found = of(attempt(), events(1, 2), Recording(seen=observed))
    assert found.outcome is None
    assert why in found.unended


def test_output_that_was_not_kept_whole_is_shown_by_size_and_digest() -> None:
    longer = {"stdout": LongOutput(size=20_000_000, sha256="a" * 64)}
    found = of(attempt(), events(1, 2), Recording(longer=longer))
    assert f"20000000 bytes, sha256:{'a' * 64}" in str(found.captures[1].parts[1].value)
