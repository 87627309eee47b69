"""A command's findings count only if it came to its end, and its end only if it is understood."""

from __future__ import annotations

import json

import pytest

from harness.domain.findings import DoubtKind
from harness.errors import DocumentError
from harness.ports.sources import Ended, Unread
from tests.constitution.checks import bench
from tests.support.check_tools import ScriptedPrograms, ended, memory, surveyed, told, tools

TREE = memory({"a.py": "x = 1\nbreakpoint()\n", "b.js": "debugger\n", "c.txt": "c\n"})
LINES = "forbid: { command: 'look .' }"
FOUND = "a.py:2:1: D100 no debugger\n"


def seen(text: str, end: Ended, paths: list[str] | None = None) -> list[str]:
    given = tools(programs=ScriptedPrograms(end))
    return told(surveyed("command", text, TREE, given, paths), TREE)


def doubt(text: str, end: Ended) -> str:
    """The one doubt that there is, and nothing else."""
    [only] = surveyed("command", text, TREE, tools(programs=ScriptedPrograms(end)))
    assert getattr(only, "kind", None) is DoubtKind.TOOL, only
    return only.reason  # type: ignore[union-attr]


def test_what_a_command_reports_violates() -> None:
    assert seen(LINES, ended(FOUND, 1)) == ["- a.py 'breakpoint()' D100 no debugger"]


def test_a_command_is_run_as_it_is_written_with_its_limit() -> None:
    programs = ScriptedPrograms(ended())
    assert surveyed("command", "forbid: { command: 'look . | sort' }", TREE, tools(programs=programs)) == []
    assert programs.commands == ["look . | sort"]


def test_what_lies_in_other_files_than_the_principle_applies_to_does_not_count() -> None:
    assert seen(LINES, ended(FOUND + "b.js:1: odd\n", 1), ["b.js"]) == ["- b.js 'debugger' odd"]


def test_only_the_named_rules_count() -> None:
    output = json.dumps([{"path": "a.py", "message": "no", "rule": rule, "line": 2} for rule in ("D1", "D2", "x.D1")])
    named = "forbid: { command: 'look .', rules: [D1] }"
    assert seen(named, ended(output, 1)) == ["- a.py 'breakpoint()' D1: no", "- a.py 'breakpoint()' x.D1: no"]
    assert seen("forbid: { command: 'look .', rules: D9 }", ended(output, 1)) == []


def test_without_any_file_that_it_is_about_a_command_is_not_run() -> None:
    programs = ScriptedPrograms(ended(FOUND, 1))
    assert surveyed("command", LINES, TREE, tools(programs=programs), []) == []
    assert programs.commands == []


def test_where_nothing_is_reported_the_status_speaks() -> None:
    assert seen(LINES, ended("all is well", 0)) == []
    assert seen(LINES, ended("", 3, "bombs!\n")) == ["- . '' `look .` ended with status 3: bombs!"]
    assert seen("forbid: { command: 'look .', parse: exit }", ended(FOUND, 1)) == [
        "- . '' `look .` ended with status 1: a.py:2:1: D100 no debugger"
    ]


@pytest.mark.parametrize(
    ("form", "output"), [("json", "[]"), ("lines", "bombs"), ("sarif", '{"runs": [], "version": "2.1.0"}')]
)
def test_a_status_that_the_output_does_not_explain_is_a_doubt(form: str, output: str) -> None:
    assert doubt(f"forbid: {{ command: 'look .', parse: {form} }}", ended(output, 3)).startswith(
        ("`look .` ended", "what")
    )
    assert doubt(LINES, ended("[]", 3)) == "`look .` ended with status 3 and reported nothing"


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (ended(FOUND, None, trouble="still running after 60 s"), "`look .`: still running after 60 s"),
        (ended(FOUND, None), "`look .`: it was ended"),
        (ended(FOUND, 0, trouble="it changed `a.py`"), "`look .`: it changed `a.py`"),
        (
            ended("", 127, "sh: look: no"),
            "`look .` is not installed here: sh: look: no; install it, or correct the command",
        ),
        (ended("", 126), "`look .` cannot be executed"),
        (ended(FOUND, 139), "`look .` was ended by signal 11"),
        (ended(FOUND, -9), "`look .` was ended by signal 9"),
        (ended(FOUND, 1, "Traceback (most recent call last):\nKeyError"), "`look .` crashed: KeyError"),
        (ended("", 0, "sh: 1: look: not found\n"), "`look .` crashed: sh: 1: look: not found"),
        (ended("", 2, "sh: 1: Cannot fork"), "`look .` crashed: sh: 1: Cannot fork"),
        (ended("{1", 0), "what `look .` printed is not understood: it is no JSON"),
        (ended(b"{\xff", 127), "`look .` is not installed here"),
    ],
)
def test_a_command_that_did_not_come_to_its_end_says_nothing(end: Ended, reason: str) -> None:
    assert doubt(LINES, end).startswith(reason)
    if end.output != b"{1":
        assert doubt("require: { command: 'look .' }", end).startswith(reason)


def test_a_status_that_is_no_signal_is_a_status() -> None:
    assert seen(LINES, ended("", 255)) == ["- . '' `look .` ended with status 255"]


def test_a_required_command_has_to_succeed() -> None:
    required = "require: { command: 'look .' }"
    assert seen(required, ended("fine")) == ["+ . '' `look .` succeeds"]
    assert seen(required, ended(FOUND, 1)) == []


def test_files_that_the_command_was_not_given_are_in_doubt() -> None:
    end = ended("", missing=(Unread("a.py", "too large"), Unread("z.bin", "too large")))
    assert seen(LINES, end) == ["? a.py:1 unreadable: too large"]
    assert seen("require: { command: 'look .' }", end) == ["? a.py:1 unreadable: too large", "+ . '' `look .` succeeds"]


def test_a_file_that_does_not_parse_is_in_doubt_and_the_rest_counts() -> None:
    output = "b.js:1:1: SyntaxError: odd\n" + FOUND
    assert seen(LINES, ended(output, 1)) == [
        "? b.js:1 unparsable: it does not parse: SyntaxError: odd",
        "- a.py 'breakpoint()' D100 no debugger",
    ]


def test_what_a_log_says_of_the_tool_is_in_doubt() -> None:
    log = {"version": "2.1.0", "runs": [{"results": [], "invocations": [{"executionSuccessful": False}]}]}
    assert doubt(LINES, ended(json.dumps(log), 1)) == "`look .` says: its run was not successful"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("forbid: { command: '' }", "string should have at least 1 character"),
        ("forbid: { command: '  ' }", "the command is empty"),
        ('forbid: { command: "grep \'x" }', "the command is not one: no closing quotation"),
        ("forbid: { command: {} }", "there is nothing to run"),
        ("forbid: { command: { tool: rough } }", "the tool 'rough' is not known"),
        ("forbid: { command: { tool: semgrep } }", "semgrep is not told what to look for"),
        ("forbid: { command: { run: 'look .', arguments: [-x] } }", "`arguments` are of a tool"),
        ("forbid: { command: 'look .', parse: xml }", "parse"),
        ("forbid: { command: 'look .', seconds: 0 }", "seconds"),
        ("forbid: { command: 'look .', secondes: 1 }", "secondes"),
        ("require: { command: { tool: mypy } }", "are about what a tool reports"),
        ("require: { command: 'look .', rules: [D1] }", "are about what a tool reports"),
        ("require: { command: 'look .', parse: json }", "are about what a tool reports"),
        ("require: { command: 'bandit -r .' }", "bandit succeeds even where it could not parse a file"),
        ("require: { command: 'python -m bandit -r .' }", "bandit succeeds even where it could not parse a file"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused(text: str, what: str) -> None:
    with pytest.raises(DocumentError, match=what):
        bench.job("command", text)


def test_a_required_command_may_be_a_tool_whose_status_tells() -> None:
    assert seen("require: { command: 'ruff check .' }", ended()) == ["+ . '' `ruff check .` succeeds"]
    assert doubt("require: { command: 'ruff check .' }", ended("", 2, "ruff failed")) == (
        "`ruff check .` ended with status 2, a trouble of its own: ruff failed"
    )
