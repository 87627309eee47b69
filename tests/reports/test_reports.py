"""What people and machines read of a run; nothing that the product printed can act on them."""

from __future__ import annotations

import html
import json
import re
from xml.etree import ElementTree

import jsonschema
import pytest
from syrupy.assertion import SnapshotAssertion

from harness import reports
from harness.domain.cards import Section, Tier
from harness.domain.conversation import Usage
from harness.domain.results import (
    Attempt,
    CardResult,
    ChainRecord,
    CheckName,
    CheckResult,
    ExpectationResult,
    IsolationRecord,
    Run,
    StepResult,
    Totals,
)
from harness.domain.verdicts import Cause, Isolation, State, Verdict
from harness.plugins import Family
from harness.reports._difference import marked
from harness.reports._schema import run_schema
from harness.reports._view import View

P, F, U = Verdict.PASS, Verdict.FAIL, Verdict.INCONCLUSIVE
REPORTS = Family(reports)
VIEW = View(folder=".harness/runs/20261120T143015123456Z-3f9a2c")


def render(name: str, run: Run, view: View = VIEW) -> str:
    text: str = REPORTS.load(name).render(run, view)
    return text


def expectation(
    line: int, text: str, verdict: Verdict = F, expected: str = "", seen: str = "", **rest: object
) -> object:
    cause = Cause.PRODUCT if verdict is F else None
    facts = {"line": line, "text": text, "verdict": verdict, "cause": cause, "expected": expected, "seen": seen}
    return ExpectationResult.model_validate(facts | {"observations": ("o3",)} | rest)


def step(*expectations: object, verdict: Verdict = P, **rest: object) -> StepResult:
    facts = {
        "section": Section.STEPS,
        "number": 1,
        "line": 9,
        "text": "Run `x`.",
        "performed": True,
        "verdict": verdict,
    }
    return StepResult.model_validate(facts | {"expectations": expectations} | rest)


def attempt(number: int, verdict: Verdict, *steps: StepResult, **rest: object) -> Attempt:
    facts = {"number": number, "verdict": verdict, "isolation": Isolation.CELL, "steps": steps, "seconds": 0.41}
    return Attempt.model_validate(facts | {"evidence": f"cards/BANK/{number}"} | rest)


def card(id: str, title: str, state: State, *attempts: Attempt, **rest: object) -> CardResult:
    facts = {"id": id, "title": title, "path": "testcards/transfer.md", "sha256": "0" * 64, "tier": Tier.FOUNDATION}
    facts |= {"verifies": ("FR-003",), "evaluator": "literal", "state": state, "attempts": attempts}
    return CardResult.model_validate(facts | rest)


def a_run(*cards: CardResult, **rest: object) -> Run:
    facts = {"tool_version": "0.1.0", "id": "20261120T143015123456Z-3f9a2c", "command": ("harness", "run-cards")}
    facts |= {"started": "2026-11-20T14:30:15.1Z", "finished": "2026-11-20T14:30:18.3Z", "evaluator": "auto"}
    facts |= {"isolation": IsolationRecord(reached=Isolation.CELL, least=Isolation.CELL), "cards": cards}
    facts |= {"totals": Totals(seconds=3.21), "events": ChainRecord(count=42, head="ab" * 32)}
    return Run.model_validate(facts | rest)


PASSED = card("BANK-OPEN", "Open an account", State.PASS, attempt(1, P, step(expectation(10, "It succeeds.", P))))
SLOW = expectation(
    10, "It takes less than 1 second.", P, "less than 1 s", "1.20 s, which is slower; nothing binds", soft=True
)
LONG = f'"{"x" * 70} Sent 3.00 to bob {"y" * 70}"'
FAILED = card(
    "BANK-TRANSFER",
    "Move money between two accounts and see both of the balances change in the end",
    State.FAIL,
    attempt(
        1,
        F,
        step(
            expectation(13, 'You see "70.00".', F, '"70.00"', '"Balance of alice: 700.00 EUR"'),
            expectation(14, "It succeeds.", F, "it succeeds", f'exit code 1, showing "{"a long story " * 12}"'),
            expectation(
                15,
                'You see "Sent 30.00 to bob".',
                F,
                '"Sent 30.00 to bob"',
                LONG,
            ),
            expectation(16, 'You see "gone".', F, '"gone"', '"1234"'),
            verdict=F,
        ),
        step(line=20, performed=False, verdict=U, reason="not carried out: line 9 did not hold, and the rest needs it"),
        cause=Cause.PRODUCT,
        checks=(
            CheckResult(
                name=CheckName.NO_TRACEBACK, verdict=F, cause=Cause.PRODUCT, seen="o3: a crash report of Python"
            ),
            CheckResult(name=CheckName.CODE_UNCHANGED, verdict=P),
        ),
    ),
    cause=Cause.PRODUCT,
    reason='line 13: expected "70.00"; seen "Balance of alice: 700.00 EUR"',
)
NATURAL = card(
    "BANK-LOOK",
    "Look at it",
    State.INCONCLUSIVE,
    cause=Cause.EVALUATOR,
    reason="the card has lines that only an evaluator who reads can carry out\n  testcards/transfer.md:12: Look at it.",
    hint="reword them from the phrasebook (`harness explain phrases`), or use an evaluator that reads",
)
FLAKY = card(
    "BANK-FLAKY",
    "Sometimes",
    State.FLAKY,
    attempt(1, P, step(expectation(10, "It succeeds.", P))),
    attempt(
        2, F, step(expectation(10, "It succeeds.", F, "it succeeds", "exit code 1"), verdict=F), cause=Cause.PRODUCT
    ),
    attempt(3, U, cause=Cause.ENVIRONMENT, reason="the cell is lost", evidence=None),
    cause=Cause.PRODUCT,
    reason="line 10: expected it succeeds; seen exit code 1",
)
EVERYTHING = a_run(
    PASSED,
    card("BANK-SLOW", "Be quick", State.PASS, attempt(1, P, step(SLOW))),
    FAILED,
    NATURAL,
    FLAKY,
    isolation=IsolationRecord(
        reached=Isolation.SANDBOX, least=Isolation.CELL, holes=("the product can see " + "a lot " * 12,)
    ),
    problems=("the disk is nearly full",),
    interrupted=True,
)
EMPTY = a_run(isolation=IsolationRecord(reached=None, least=Isolation.CELL))

HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07\x00\x9b31m\u202e <script>alert(1)</script> | `x` @team [a](http://x) "
    "![i](y) &amp; ]]> \ufffe\ud800 **b** _i_"
)
ATTACK = a_run(
    card(
        f"ID{HOSTILE}",
        HOSTILE,
        State.FAIL,
        attempt(
            1, F, step(expectation(3, HOSTILE, F, f'"{HOSTILE}"', f'"{HOSTILE}"'), verdict=F, text=HOSTILE),
            checks=(CheckResult(name=CheckName.NO_TRACEBACK, verdict=F, seen=HOSTILE),),
        ),
        reason=HOSTILE,
        hint=HOSTILE,
        path=f"testcards/{HOSTILE}.md",
    ),
    card("B", HOSTILE, State.INCONCLUSIVE, reason=HOSTILE, hint=f"{HOSTILE}\n{HOSTILE}"),
    problems=(HOSTILE,),
)  # fmt: skip


@pytest.mark.parametrize("run", [EVERYTHING, EMPTY, a_run(PASSED)], ids=["everything", "empty", "passed"])
@pytest.mark.parametrize("name", ["terminal", "junit", "markdown"])
def test_a_report_looks_like_this(name: str, run: Run, snapshot: SnapshotAssertion) -> None:
    assert render(name, run) == snapshot


def test_the_families_members_are_found_by_name() -> None:
    assert {"github", "html", "json", "junit", "markdown", "terminal"} <= set(REPORTS.names())


def test_lines_for_a_terminal_fit_into_80_columns_but_for_paths() -> None:
    long = [line for line in render("terminal", EVERYTHING).split("\n") if len(line) > 80 and "evidence" not in line]
    assert long == []


def test_a_terminal_gets_colours_only_when_it_asks_for_them() -> None:
    assert "\x1b" not in render("terminal", EVERYTHING)
    coloured = render("terminal", EVERYTHING, View(folder="x", colour=True))
    assert "\x1b[32m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured).replace(" ", "") == render(
        "terminal", EVERYTHING, View(folder="x")
    ).replace(" ", "")


def test_wide_characters_do_not_push_the_seconds_away() -> None:
    line = render("terminal", a_run(PASSED.model_copy(update={"title": "送金" * 40}))).split("\n")[0]
    assert line.endswith("… 0.41 s")


@pytest.mark.parametrize("name", ["terminal", "junit", "markdown"])
def test_nothing_that_the_product_printed_acts_on_the_reader(name: str) -> None:
    shown = render(name, ATTACK)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufffe]", shown)
    assert "\\x1b[2J" in shown or "&#92;x1b&#91;2J" in shown


def test_a_pull_request_sees_no_markup_of_the_product() -> None:
    shown = render("markdown", ATTACK)
    for markup in ("<script", "@team", "](http", "![", "**b**", "`x`", "| `", "&amp;"):
        assert markup not in shown
    rows = [line for line in shown.split("\n") if line.startswith("| ❌")]
    assert [row.count("|") for row in rows] == [6]


def test_a_pull_request_comment_is_cut_at_a_bearable_length() -> None:
    shown = render("markdown", a_run(*[FAILED] * 500))
    assert len(shown) < 61_000
    assert "cut here" in shown


def test_junit_is_what_ci_servers_read() -> None:
    suites = ElementTree.fromstring(render("junit", EVERYTHING))
    suite = suites[0]
    assert (suites.tag, suite.tag, suite[0].tag) == ("testsuites", "testsuite", "properties")
    cases = suite.findall("testcase")
    assert {key: int(suite.attrib[key]) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": 6, "failures": 2, "errors": 2, "skipped": 0,
    }  # fmt: skip
    assert [[child.tag for child in case if child.tag != "properties"] for case in cases] == [
        [], [], ["failure"], ["error"], ["failure"], ["error"],
    ]  # fmt: skip
    assert cases[4][1].attrib["type"] == "flaky"
    assert all(set(case.attrib) == {"name", "classname", "time"} for case in cases)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.attrib["timestamp"])


def test_junit_of_hostile_output_is_still_xml() -> None:
    assert ElementTree.fromstring(render("junit", ATTACK)).tag == "testsuites"


def test_json_is_the_run_itself() -> None:
    assert Run.model_validate_json(render("json", EVERYTHING)) == EVERYTHING


def test_a_run_validates_against_the_schema() -> None:
    jsonschema.validate(json.loads(render("json", EVERYTHING)), json.loads(run_schema()))


def test_a_run_with_a_word_too_many_does_not() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(render("json", EVERYTHING)) | {"surprise": 1}, json.loads(run_schema()))


@pytest.mark.parametrize(
    ("expected", "seen", "text", "marks"),
    [
        ('"70.00"', '"is 700.00"', '"is 700.00"', "     ^"),
        ('"30.00"', '"3.00"', '"3.00"', "  ^"),
        ('"x=1"', '"x=10"', '"x=10"', "    ^"),
        ('"abc"', f'"{"z" * 30} axc"', '…zzzzz axc"', "        ^"),
    ],
)
def test_the_difference_is_marked(expected: str, seen: str, text: str, marks: str) -> None:
    found = marked(expected, seen, 12)
    assert found is not None
    assert (found.text, found.marks) == (text, marks)


@pytest.mark.parametrize(
    ("expected", "seen"), [("exit code 0", '"x"'), ('"a"', "nothing"), ('"ab"', '"xyz'), ('""', '""')]
)
def test_no_difference_is_marked_where_nothing_can_be_compared(expected: str, seen: str) -> None:
    assert marked(expected, seen, 80) is None


@pytest.mark.parametrize("name", ["terminal", "markdown"])
def test_what_a_model_took_is_told_where_one_was_asked(name: str) -> None:
    usage = Usage(turns=12, input=12_000, output=345, dollars=0.0312)
    facts = {"model": "some-model", "totals": Totals(tokens=usage.tokens, dollars=usage.dollars, usage=usage)}
    asked = a_run(PASSED).model_copy(update=facts)
    assert "some-model: 12 turns, 12,345 tokens, $0.0312" in html.unescape(render(name, asked))
    unpriced = asked.model_copy(update={"totals": Totals(usage=usage.model_copy(update={"dollars": 0.0}))})
    assert "12,345 tokens\n" in html.unescape(render(name, unpriced)).replace("</code>", "")
    assert "turns" not in render(name, a_run(PASSED))


@pytest.mark.parametrize("name", ["terminal", "markdown"])
def test_what_ended_an_attempt_is_told_beside_the_steps_that_it_left_out(name: str) -> None:
    left_out = step(
        verdict=U, performed=False, reason="the evaluator did not carry this step out", cause=Cause.EVALUATOR
    )
    ended = attempt(1, U, left_out, cause=Cause.EVALUATOR, reason="the card's limit of 3 turns is reached")
    text = html.unescape(render(name, a_run(card("C", "T", State.INCONCLUSIVE, ended, cause=Cause.EVALUATOR))))
    assert "limit of 3 turns is reached" in text
    assert "did not carry this step out" in text
