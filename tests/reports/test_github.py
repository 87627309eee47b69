"""Annotations of GitHub: what the runner reads is exactly what was meant, whatever stands in the tree."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from harness.domain.cards import Section, Tier
from harness.domain.findings import CheckResults, Doubt, DoubtKind, Manifest, Outcome
from harness.domain.principles import Level
from harness.domain.results import Attempt, CardResult, CheckName, CheckResult, ExpectationResult, Run, StepResult
from harness.domain.verdicts import Cause, State, Verdict
from harness.reports import github
from harness.reports._view import Repository, View
from tests.support.findings import BROKEN, DB, EVERYTHING, FINE, checked, finding, result, results, whole_file

P, F = Verdict.PASS, Verdict.FAIL


class Command(NamedTuple):
    """A line as the runner reads it (actions/runner, src/Runner.Worker/ActionCommand.cs)."""

    kind: str
    properties: dict[str, str]
    message: str


def commands(run: Run) -> list[Command]:
    return [_read(line) for line in github.render(run, View(folder="runs/1")).splitlines()]


def of(constitution: CheckResults) -> list[Command]:
    return commands(checked(constitution))


def card(id: str, state: State, *attempts: Attempt, **rest: object) -> CardResult:
    facts = {"id": id, "title": "Open", "path": "testcards/a.md", "sha256": "0" * 64, "tier": Tier.FOUNDATION}
    facts |= {"verifies": (), "evaluator": "literal", "state": state, "attempts": attempts}
    return CardResult.model_validate(facts | rest)


def attempt(verdict: Verdict, *expectations: ExpectationResult, **rest: object) -> Attempt:
    step = StepResult(
        section=Section.STEPS,
        number=1,
        line=9,
        text="Run `x`.",
        performed=True,
        verdict=verdict,
        expectations=expectations,
    )
    return Attempt.model_validate({"number": 1, "verdict": verdict, "steps": (step,) if expectations else ()} | rest)


def test_a_finding_stands_at_its_lines_and_columns() -> None:
    found = of(results(result("SEC-002", Outcome.VIOLATION, BROKEN, title="Bound", pattern="bind it", rationale="it")))
    assert found == [
        Command(
            "error",
            {
                "file": "src/db.py", "line": "2", "col": "12", "endLine": "2", "endColumn": "64",
                "title": "SEC-002 Bound (MUST)",
            },
            "the query is an f-string\nWhat SEC-002 says MUST hold.\nwhy: it\ndo: bind it",
        )
    ]  # fmt: skip


def test_a_span_over_several_lines_names_no_column() -> None:
    several = finding(DB, DB[: DB.index("def save")])
    given = of(results(result("S-1", Outcome.VIOLATION, several)))[0].properties
    assert (given["line"], given["endLine"], "col" in given, "endColumn" in given) == ("1", "5", False, False)


def test_a_finding_about_a_file_stands_at_its_first_line() -> None:
    given = of(results(result("S-1", Outcome.VIOLATION, whole_file("deploy/.env"))))[0].properties
    assert {"file": "deploy/.env", "line": "1"}.items() <= given.items()
    assert "col" not in given


@pytest.mark.parametrize(("level", "kind"), [(Level.MUST, "error"), (Level.SHOULD, "warning"), (Level.MAY, "notice")])
@pytest.mark.parametrize("outcome", [Outcome.VIOLATION, Outcome.GAP, Outcome.UNVERIFIED])
def test_how_much_a_principle_binds_decides_the_kind(level: Level, kind: str, outcome: Outcome) -> None:
    doubts = (Doubt(kind=DoubtKind.TOOL, reason="away"),) if outcome is Outcome.UNVERIFIED else ()
    broken = (BROKEN,) if outcome is Outcome.VIOLATION else ()
    found = of(results(result("S-1", outcome, *broken, level=level, doubts=doubts, reason="away")))
    assert [command.kind for command in found] == [kind]


def test_the_worst_come_first() -> None:
    kinds = [command.kind for command in of(EVERYTHING)]
    assert kinds == sorted(kinds, key=["error", "warning", "notice"].index)
    assert set(kinds) == {"error", "warning", "notice"}


def test_a_file_that_cannot_be_checked_is_told_of_once_at_its_worst() -> None:
    doubts = (Doubt(kind=DoubtKind.UNPARSABLE, reason="bad", path="a.py", line=7),)
    found = of(
        results(
            result("A-1", Outcome.UNVERIFIED, doubts=doubts, level=Level.MAY),
            result("A-2", Outcome.UNVERIFIED, doubts=doubts, level=Level.SHOULD),
        )
    )
    assert [(command.kind, command.properties["file"], command.properties["line"]) for command in found] == [
        ("warning", "a.py", "7")
    ]
    assert "A-2, A-1" in found[0].message


def test_waivers_in_trouble_are_errors_and_new_ones_are_noticed() -> None:
    found = {command.properties["title"]: command for command in of(EVERYTHING)}
    assert found["waiver of SEC-077"].kind == "error"
    assert found["OPS-002: this change brings a waiver along"].kind == "notice"
    assert "alice until 2027-01-31" in found["OPS-002: this change brings a waiver along"].message


def test_what_is_fine_needs_no_annotation() -> None:
    assert of(FINE) == []


def test_a_run_that_looked_at_nothing_is_an_error() -> None:
    found = of(FINE.model_copy(update={"manifest": Manifest()}))
    assert [(command.kind, command.message) for command in found] == [
        ("error", "no file was scanned: nothing was shown")
    ]


def test_a_violation_of_which_no_place_is_known_to_count_stands_at_the_principle() -> None:
    (only,) = of(results(result("S-1", Outcome.VIOLATION, reason="30000 places break it", broken=30_000)))
    assert (only.kind, only.properties["file"], only.properties["line"]) == ("error", "constitutions/bank.md", "12")
    assert only.message.startswith("30000 places break it")


def test_ten_of_each_kind_are_commands_and_the_others_plain_lines_of_the_log() -> None:
    many = [whole_file(f"src/{number:02}.py") for number in range(40)]
    constitution = results(
        result("S-1", Outcome.VIOLATION, *many), result("S-2", Outcome.VIOLATION, *many, level=Level.MAY)
    )
    lines = github.render(checked(constitution), View(folder="runs/1")).splitlines()
    assert [line.split(" ")[0] for line in lines[:20]] == ["::error"] * 10 + ["::notice"] * 10
    assert lines[20] == "::group::60 more, which GitHub does not show as annotations"
    assert lines[21] == "error: src/10.py:1: S-1 The title of S-1 (MUST): What S-1 says MUST hold."
    assert lines[-1] == "::endgroup::"
    assert len(lines) == 20 + 1 + 60 + 1


def test_one_principle_that_is_broken_everywhere_leaves_room_for_the_others() -> None:
    many = [whole_file(f"src/{number:02}.py") for number in range(40)]
    constitution = results(
        result("S-1", Outcome.VIOLATION, *many), *(result(f"T-{at}", Outcome.GAP) for at in range(5))
    )
    shown = github.render(checked(constitution), View(folder="runs/1")).splitlines()[:10]
    titles = [re.findall(r"title=(?:gap%3A )?(\S+)", line)[0] for line in shown]
    assert set(titles) == {"S-1", "T-0", "T-1", "T-2", "T-3", "T-4"}


def test_of_thousands_of_lines_of_the_log_the_rest_is_counted() -> None:
    many = [whole_file(f"src/{number:04}.py") for number in range(1_500)]
    lines = github.render(checked(results(result("S-1", Outcome.VIOLATION, *many))), View(folder="x")).splitlines()
    assert len(lines) == 10 + 1 + 1_000 + 1 + 1
    assert lines[-2] == "… and 490 more, in the record"


def test_nothing_of_the_tree_begins_a_command_in_the_lines_of_the_log_either() -> None:
    many = [whole_file(f"::error::{number}\n##[group]x", note="##vso[a]\n::error::b") for number in range(12)]
    lines = github.render(checked(results(result("S-1", Outcome.VIOLATION, *many))), View(folder="x")).splitlines()
    assert len(lines) == 10 + 1 + 2 + 1
    assert all(line.startswith("error: ") and "##[" not in line and "##vso[" not in line for line in lines[11:13])


def test_a_project_below_the_top_of_its_repository_has_the_paths_of_the_repository() -> None:
    view = View(folder="x", repository=lambda: Repository(prefix="services/bank/"))
    shown = github.render(checked(results(result("S-1", Outcome.VIOLATION, whole_file("a.py")))), view)
    assert shown.startswith("::error file=services/bank/a.py,line=1,")


def test_a_failed_card_stands_at_the_line_of_its_expectation() -> None:
    broken = ExpectationResult(line=13, text="It succeeds.", verdict=F, expected="it succeeds", seen="exit code 1")
    hidden = CheckResult(name=CheckName.NO_TRACEBACK, verdict=F, seen="a crash")
    failed = card("BANK-1", State.FAIL, attempt(F, broken, cause=Cause.PRODUCT, checks=(hidden,)))
    found = commands(checked(None, cards=(failed, card("BANK-2", State.PASS, attempt(P)))))
    assert [(one.kind, one.properties["file"], one.properties["line"]) for one in found] == [
        ("error", "testcards/a.md", "13"),
        ("error", "testcards/a.md", "1"),
    ]
    assert found[0].message == "It succeeds.\nexpected it succeeds\nseen exit code 1"
    assert found[0].properties["title"] == "BANK-1 Open (fail)"


def test_a_card_that_was_not_run_or_ended_early_stands_at_its_first_line() -> None:
    undecided = card("B-1", State.INCONCLUSIVE, reason="it needs a model", hint="name one")
    ended = card("B-2", State.INCONCLUSIVE, attempt(Verdict.INCONCLUSIVE, reason="the cell is lost"))
    found = commands(checked(None, cards=(undecided, ended), problems=("the disk is full",)))
    assert [(one.kind, one.properties.get("line"), one.message) for one in found] == [
        ("error", None, "the disk is full"),
        ("error", "1", "it needs a model\nwhat to do: name one"),
        ("error", "1", "the cell is lost"),
    ]


def test_what_does_not_bind_in_a_card_is_a_notice() -> None:
    slow = ExpectationResult(line=4, text="It takes less.", verdict=P, soft=True, seen="1.2 s")
    found = commands(checked(None, cards=(card("B-1", State.PASS, attempt(P, slow)),)))
    assert [(one.kind, one.message) for one in found] == [("notice", "It takes less.\nseen 1.2 s")]


ATTACK = "a%0A::error file=x::owned\r\n::stop-commands::x\x1b[2J\u202e,col=7:,title=no%"


def test_nothing_of_the_tree_begins_another_command() -> None:
    broken = finding(f"{ATTACK}x", "x", path=f"src/{ATTACK}", note=ATTACK)
    texts = {"title": ATTACK, "constraint": ATTACK, "pattern": ATTACK, "rationale": ATTACK}
    printed = github.render(checked(results(result(ATTACK, Outcome.VIOLATION, broken, **texts))), View(folder="x"))
    assert len(printed.splitlines()) == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", printed)
    command = _read(printed.rstrip("\n"))
    assert set(command.properties) == {"file", "line", "col", "endLine", "endColumn", "title"}
    harmless = ATTACK.replace("\r", "\\r").replace("\n", "\\n").replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")
    assert command.properties["file"] == f"src/{harmless}"
    assert command.message.split("\n") == [harmless, harmless, f"why: {harmless}", f"do: {harmless}"]


def test_a_message_is_cut_at_a_bearable_length() -> None:
    found = of(results(result("S-1", Outcome.GAP, reason="x" * 100_000, title="y" * 1000)))
    assert len(found[0].message) == 4_000
    assert len(found[0].properties["title"]) == 200


def _read(line: str) -> Command:
    found = re.fullmatch(r"::(\S+) (.*?)::(.*)", line)
    assert found, line
    pairs = (pair.split("=", 1) for pair in found[2].split(","))
    properties = {name: _unescaped(value, {"%3A": ":", "%2C": ","}) for name, value in pairs}
    return Command(found[1], properties, _unescaped(found[3], {}))


def _unescaped(text: str, more: dict[str, str]) -> str:
    for escaped, character in {"%0D": "\r", "%0A": "\n", **more, "%25": "%"}.items():
        text = text.replace(escaped, character)
    return text
