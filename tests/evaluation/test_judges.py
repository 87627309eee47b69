"""Every expectation on evidence that satisfies it, on evidence that does not, and on evidence that cannot decide."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.domain.actions import RunCommand, SendRequest
from harness.domain.expectations import (
    Comparison,
    ExitCodeIs,
    Expectation,
    FasterThan,
    FieldCompares,
    FieldExists,
    FieldIs,
    FileContains,
    FileExists,
    HeaderIs,
    Keeps,
    Refused,
    Sees,
    SeesLine,
    StatusIs,
    Succeeds,
    Unchanged,
)
from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    FileObservation,
    ProductCall,
    ResponseObservation,
)
from harness.domain.verdicts import Cause, Verdict
from harness.evaluation.evidence import Evidence, Judgement
from harness.evaluation.judges import judge

TRACE = 'Traceback (most recent call last):\n  File "bank.py", line 3, in <module>\nKeyError: 1\n'
UNSET = object()


def command(
    shown: str = "", code: int | None = 0, called: int | object | None = UNSET, stderr: str = "", **rest: Any
) -> CommandObservation:
    status = code if called is UNSET else called
    calls = (ProductCall(name="bank", arguments=(), status=status),) if isinstance(status, int) else ()
    return CommandObservation(
        id="o1",
        command="bank x",
        stdout=shown,
        stderr=stderr,
        shown=shown + stderr,
        exit_code=code,
        calls=calls,
        **rest,
    )


def answer(body: str = "", status: int | None = 200, **rest: Any) -> ResponseObservation:
    return ResponseObservation(id="o1", request="GET /x", status=status, reason="Reason", body=body, **rest)


def text(content: str | None = None, exists: bool = True, **rest: Any) -> FileObservation:
    return FileObservation(id="o2", path="a.txt", exists=exists, content=content, **rest)


def outcome(expectation: Expectation, evidence: Evidence) -> tuple[str, str | None]:
    found = judge(expectation, evidence)
    return found.verdict.value, found.cause and found.cause.value


def step(observation: Any, **rest: Any) -> Evidence:
    return Evidence(step=observation, **rest)


PASS = ("pass", None)
FAIL = ("fail", "product")
CARD = ("inconclusive", "card")
EVALUATOR = ("inconclusive", "evaluator")

ABOVE = FieldCompares(field="n", comparison=Comparison.ABOVE, bound="1")
BELOW = FieldCompares(field="n", comparison=Comparison.BELOW, bound="1.5")

CASES: list[tuple[Expectation, Any, tuple[str, str | None]]] = [
    (Succeeds(), command("ok"), PASS),
    (Succeeds(), command("no", 1), FAIL),
    (Succeeds(), command("", None, None, signal=11), FAIL),
    (Succeeds(), command("", 0, signal=9), FAIL),
    (Succeeds(), command(TRACE), FAIL),
    (Succeeds(), answer("", 204), PASS),
    (Succeeds(), answer("", 302), PASS),
    (Succeeds(), answer("no", 404), FAIL),
    (Succeeds(), answer("", 102), FAIL),
    (Succeeds(), answer("boom", 500), FAIL),
    (Succeeds(), ActionObservation(id="o1", did="waited"), CARD),
    (Refused(), command("no such account", 2), PASS),
    (Refused(), command("", 2, stderr="no such account"), PASS),
    (Refused(), command("", 2), FAIL),
    (Refused(), command("\x1b[0m \n", 2), FAIL),
    (Refused(), command("fine", 0), FAIL),
    (Refused(), command(TRACE, 1), FAIL),
    (Refused(), command("Killed", 137), FAIL),
    (Refused(), command("x", None, -11, signal=11), FAIL),
    (Refused(), command("x", 1, -6), FAIL),
    (Refused(), command("x", 1, 139), FAIL),
    (Refused(), command("usage", 129), PASS),
    (Refused(), command("bash: bank: command not found", 127, None), CARD),
    (Refused(), command("python: not found", 127), FAIL),
    (Refused(), command("no", 1, None), CARD),
    (Refused(), command("no", 1, 0), CARD),
    (Refused(), command("no", 0, 2), CARD),
    (Refused(), answer("no", 404), PASS),
    (Refused(), answer("", 404), FAIL),
    (Refused(), answer("boom", 500), FAIL),
    (Refused(), answer("ok", 200), FAIL),
    (Refused(), answer(TRACE, 400), FAIL),
    (Refused(), text("x"), CARD),
    (ExitCodeIs(code=2), command("", 2), PASS),
    (ExitCodeIs(code=2), command("", 1), FAIL),
    (ExitCodeIs(code=0), command("", None, signal=15), FAIL),
    (ExitCodeIs(code=0), answer(), CARD),
    (StatusIs(code=201), answer("", 201), PASS),
    (StatusIs(code=500), answer("", 500), PASS),
    (StatusIs(code=201), answer("", 200), FAIL),
    (StatusIs(code=200), command(), CARD),
    (HeaderIs(name="Location", value="/a"), answer(headers=(("location", "/a"),)), PASS),
    (HeaderIs(name="Location", value="/a"), answer(headers=(("location", "/b"),)), FAIL),
    (HeaderIs(name="Location", value="/a"), answer(), FAIL),
    (HeaderIs(name="Location", value="/a"), command(), CARD),
    (Sees(text="70.00"), command("is 70.00.\n"), PASS),
    (Sees(text="70.00"), command("is 700.00\n"), FAIL),
    (Sees(text="70.00"), command(), FAIL),
    (Sees(text="70.00"), command("", 0, stderr="70.00"), PASS),
    (Sees(text="a b"), command("a\nb"), FAIL),
    (Sees(text=" "), command("a"), CARD),
    (Sees(text="70", shown=False), command("700"), PASS),
    (Sees(text="70", shown=False), command("x\n70\n"), FAIL),
    (Sees(text="70", shown=False), ActionObservation(id="o1", did="waited"), CARD),
    (Sees(text="70"), ActionObservation(id="o1", did="waited"), CARD),
    (Sees(text="a & b"), answer("<p>a &amp; b", headers=(("content-type", "text/html"),)), PASS),
    (SeesLine(pattern=r"^is \d+$"), command("is 70\n"), PASS),
    (SeesLine(pattern=r"^is \d+$"), command("is  70 \n"), PASS),
    (SeesLine(pattern=r"^is \d+$"), command("is it\n"), FAIL),
    (SeesLine(pattern=r"a\nb"), command("a\nb\n"), FAIL),
    (SeesLine(pattern="("), command("("), CARD),
    (SeesLine(pattern="."), ActionObservation(id="o1", did="waited"), CARD),
    (FieldIs(field="n", value="70"), answer('{"n": 70.0}'), PASS),
    (FieldIs(field="n", value='"70"'), answer('{"n": 70}'), FAIL),
    (FieldIs(field="n", value="1"), answer('{"n": true}'), FAIL),
    (FieldIs(field="m", value="1"), answer('{"n": 1}'), FAIL),
    (FieldIs(field="n", value="1"), answer("<p>"), FAIL),
    (FieldIs(field="n", value="1"), answer('{"n": 1, "n": 1}'), FAIL),
    (FieldIs(field="n", value="oops"), answer('{"n": 1}'), CARD),
    (FieldIs(field="0.n", value="1"), command('[{"n": 1}]'), PASS),
    (FieldIs(field="n", value="1"), text('{"n": 1}'), CARD),
    (FieldIs(field="n", value="1"), ActionObservation(id="o1", did="waited"), CARD),
    (ABOVE, answer('{"n": 1.01}'), PASS),
    (ABOVE, answer('{"n": 1}'), FAIL),
    (ABOVE, answer('{"n": "2"}'), FAIL),
    (ABOVE, answer('{"n": true}'), FAIL),
    (ABOVE, answer("{}"), FAIL),
    (BELOW, answer('{"n": 1.49}'), PASS),
    (BELOW, answer('{"n": 1.5}'), FAIL),
    (FieldCompares(field="n", comparison=Comparison.BELOW, bound="many"), answer('{"n": 1}'), CARD),
    (FieldExists(field="n"), answer('{"n": null}'), PASS),
    (FieldExists(field="n"), answer("{}"), FAIL),
    (FieldExists(field="n", exists=False), answer("{}"), PASS),
    (FieldExists(field="n", exists=False), answer('{"n": 1}'), FAIL),
    (FieldExists(field="n", exists=False), answer("not json"), FAIL),
    (Keeps(name="k", field="n"), answer('{"n": 1.50}'), PASS),
    (Keeps(name="k", field="n"), answer('{"n": []}'), FAIL),
    (Keeps(name="k", pattern=r"id (\d+)"), command("id 7"), PASS),
    (Keeps(name="k", pattern=r"id (\d+)"), command("none"), FAIL),
    (Keeps(name="k"), command("none"), CARD),
    (FasterThan(seconds=2), command(seconds=1.0), PASS),
]


@pytest.mark.parametrize(("expectation", "seen", "expected"), CASES)
def test_an_expectation_on_what_its_step_showed(expectation: Expectation, seen: Any, expected: Any) -> None:
    assert outcome(expectation, step(seen)) == expected


CONTAINS = FileContains(path="a.txt", text="70")
FILES: list[tuple[Expectation, FileObservation | None, tuple[str, str | None]]] = [
    (CONTAINS, text("is 70\n"), PASS),
    (CONTAINS, text("is 700\n"), FAIL),
    (CONTAINS, text(None, exists=False), FAIL),
    (CONTAINS, text(None, problem="is a folder"), FAIL),
    (CONTAINS, text(None, exists=False, problem="outside"), CARD),
    (CONTAINS, None, EVALUATOR),
    (FileContains(path="a.txt", text=" "), text("a"), CARD),
    (FileContains(path="a.txt", text="70", contains=False), text("is 700"), PASS),
    (FileContains(path="a.txt", text="70", contains=False), text("is 70"), FAIL),
    (FileContains(path="a.txt", text="70", contains=False), text(None, exists=False), FAIL),
    (FileExists(path="a.txt"), text("x"), PASS),
    (FileExists(path="a.txt"), text(None, exists=False), FAIL),
    (FileExists(path="a.txt"), None, EVALUATOR),
    (FileExists(path="a.txt", exists=False), text(None, exists=False), PASS),
    (FileExists(path="a.txt", exists=False), text("x"), FAIL),
    (FileExists(path="a.txt", exists=False), text(None, exists=False, problem="outside"), CARD),
]


@pytest.mark.parametrize(("expectation", "file", "expected"), FILES)
def test_an_expectation_on_a_file(expectation: Expectation, file: Any, expected: Any) -> None:
    assert outcome(expectation, step(command(), file=file)) == expected


STILL = Unchanged(probe=RunCommand(command="bank balance"), text="70.00")
PROBES: list[tuple[Any, Any, tuple[str, str | None]]] = [
    (command("70.00\n"), command("70.00\n"), PASS),
    (command("70.00\n"), command("70.00 \n"), FAIL),
    (command("70.00\n"), command("70.00\nmore\n"), FAIL),
    (command("70.00\n"), command("700.00\n"), FAIL),
    (command("700.00\n"), command("700.00\n"), FAIL),
    (command("70.00\n", 1), command("70.00\n", 1), FAIL),
    (command("70.00\n"), command("70.00\n", 1), FAIL),
    (command("70.00\n"), command("70.00\n", 0, 1), FAIL),
    (command("70.00\n"), command("70.00\n", None, signal=11), FAIL),
    (command("70.00\n"), command("70.00\n", stopped="time limit"), FAIL),
    (command("70.00\n"), None, EVALUATOR),
    (None, command("70.00\n"), EVALUATOR),
    (answer("70.00"), answer("70.00"), PASS),
    (answer("70.00"), answer("70.00", 201), FAIL),
    (answer("70.00", 404), answer("70.00", 404), FAIL),
    (answer("70.00"), answer(status=None, failure="refused"), FAIL),
    (text("70.00"), text("70.00"), FAIL),
]


@pytest.mark.parametrize(("before", "after", "expected"), PROBES)
def test_nothing_changed_only_if_both_probes_worked_and_show_the_same(before: Any, after: Any, expected: Any) -> None:
    assert outcome(STILL, step(command("", 1), before=before, after=after)) == expected


def test_nothing_changed_names_what_changed() -> None:
    evidence = step(command(), before=command("70.00\n"), after=command("40.00\n"))
    assert judge(STILL, evidence).seen == 'after the step it differs: before "70.00", after "40.00"'


def test_a_probe_for_no_text_decides_nothing() -> None:
    still = Unchanged(probe=SendRequest(method="GET", target="/x"), text=" ")
    assert outcome(still, step(answer(), before=answer(), after=answer())) == CARD


STEP_EXPECTATIONS = [
    Succeeds(), Refused(), ExitCodeIs(code=0), StatusIs(code=200), HeaderIs(name="a", value="b"), Sees(text="x"),
    Sees(text="x", shown=False), SeesLine(pattern="x"), FieldIs(field="a", value="1"), ABOVE, FieldExists(field="a"),
    FieldExists(field="a", exists=False), Keeps(name="k", field="a"), FasterThan(seconds=1),
]  # fmt: skip


@pytest.mark.parametrize("expectation", STEP_EXPECTATIONS)
def test_nothing_recorded_decides_nothing(expectation: Expectation) -> None:
    assert outcome(expectation, Evidence()) == EVALUATOR


@pytest.mark.parametrize("expectation", [*STEP_EXPECTATIONS, CONTAINS, FileExists(path="a.txt", exists=False), STILL])
def test_what_was_stopped_or_got_no_answer_fails_in_everything(expectation: Expectation) -> None:
    probes = {"file": text("70"), "before": command("70.00"), "after": command("70.00")}
    stopped = judge(expectation, step(command("x 70", stopped="output limit"), **probes))
    assert (stopped.verdict, stopped.cause) == (Verdict.FAIL, Cause.PRODUCT)
    assert "output limit" in stopped.seen
    assert outcome(expectation, step(answer(status=None, failure="connection refused"), **probes)) == FAIL


@pytest.mark.parametrize("expectation", STEP_EXPECTATIONS)
def test_an_action_that_could_not_be_done_is_the_cards_fault(expectation: Expectation) -> None:
    assert outcome(expectation, step(ActionObservation(id="o1", did="x", problem="no such folder"))) == CARD


def test_a_soft_limit_passes_and_says_that_it_was_slower() -> None:
    found = judge(FasterThan(seconds=1), step(command(seconds=1.0)))
    assert (found.verdict, found.soft) == (Verdict.PASS, True)
    assert "slower" in found.seen


def test_a_hard_limit_fails() -> None:
    assert outcome(FasterThan(seconds=1), step(command(seconds=1.0), hard_limits=True)) == FAIL


def test_the_nearest_line_is_what_was_seen() -> None:
    found = judge(Sees(text="balance 70.00"), step(command("welcome\nbalance of alice is 700.00\nbye\n")))
    assert (found.expected, found.seen) == ('"balance 70.00"', '"balance of alice is 700.00"')


def test_the_beginning_is_what_was_seen_where_no_line_is_near() -> None:
    found = judge(Sees(text="70.00"), step(command("a\nb\nc\nd\ne\n")))
    assert found.seen == '"a / b / c" and 2 more lines'


def test_what_was_seen_is_short_and_harmless() -> None:
    found = judge(Sees(text="70"), step(command("\x1b]0;x\u202e70x" + "y" * 5000 + "\u202e\n", 1)))
    assert len(found.seen) < 700
    assert found.seen.isprintable()


@given(st.text(), st.text(), st.sampled_from(STEP_EXPECTATIONS))
def test_judging_never_raises(shown: str, wanted: str, expectation: Expectation) -> None:
    for seen in (command(shown, 1), answer(shown)):
        for one in (expectation, Sees(text=wanted), SeesLine(pattern=wanted), FieldIs(field=wanted, value=wanted)):
            assert isinstance(judge(one, step(seen)), Judgement)


@given(st.text(), st.text())
def test_a_text_is_either_seen_or_not(shown: str, wanted: str) -> None:
    there = judge(Sees(text=wanted), step(command(shown))).verdict
    absent = judge(Sees(text=wanted, shown=False), step(command(shown))).verdict
    assert {there, absent} in ({Verdict.PASS, Verdict.FAIL}, {Verdict.INCONCLUSIVE})
