"""The form of an output is told by looking; what is of no form is not understood, which is no pass."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.constitution.linters import bandit, mypy, ruff, semgrep
from harness.constitution.outputs.looking import Parse, read
from harness.constitution.outputs.results import NotUnderstood, Reading, Result, Unparsed

KNOWN = [bandit.read, mypy.read, ruff.read, semgrep.read]


def looked(output: str | bytes | Any, form: Parse | None = None) -> Reading:
    if not isinstance(output, str | bytes):
        output = json.dumps(output)
    raw = output if isinstance(output, bytes) else output.encode()
    return read(raw, form, KNOWN, lambda path: path.removeprefix("./") in ("a.py", "b c.py"))


def test_lines_with_a_place_are_results() -> None:
    output = "./a.py:3:7: E501 too long\nb c.py:4: odd [no-odd]\na.py(5,2): error TS2304: what\na.py:9\n"
    assert looked(output).results == (
        Result("./a.py", "E501 too long", "E501", 3, 7),
        Result("b c.py", "odd [no-odd]", "no-odd", 4),
        Result("a.py", "error TS2304: what", "TS2304", 5, 2),
        Result("a.py", "", "", 9),
    )


def test_lines_may_be_coloured_and_columns_followed_by_a_dash() -> None:
    [found] = looked("\x1b[1ma.py\x1b[0m:\x1b[33m3\x1b[0m:\x1b[33m7\x1b[0m - error: no\n").results
    assert (found.path, found.line, found.column, found.message) == ("a.py", 3, 7, "error: no")


def test_what_only_looks_like_a_place_is_none() -> None:
    assert looked("12:30:01 begun\nhttp://localhost:80: up\nc.py:3:1: not in the tree\nFound 2 errors.\n") == Reading()


def test_notes_are_no_results() -> None:
    assert looked("a.py:3: note: see the manual\na.py:4: info: ok\n") == Reading()


@pytest.mark.parametrize(
    "words",
    ["invalid-syntax: Expected `)`", "SyntaxError: bad", "error: invalid syntax  [syntax]", "E999 no", "E902 x"],
)
def test_a_line_that_tells_of_syntax_is_a_file_that_does_not_parse(words: str) -> None:
    reading = looked(f"a.py:1:8: {words}\n")
    assert (reading.results, reading.unparsed) == ((), (Unparsed("a.py", words, 1),))


def test_a_list_of_objects_is_read_by_the_names_of_its_members() -> None:
    first = {"file": "a.py", "line": 3, "col": 4, "msg": "no", "rule": "R1", "endLine": 5, "endColumn": 6}
    second = {"location": {"path": "b c.py", "start": {"line": 9}}, "description": "odd", "line": True}
    assert looked([first, second]).results == (
        Result("a.py", "no", "R1", 3, 4, 5, 6),
        Result("b c.py", "odd", "", 9),
    )


@pytest.mark.parametrize("name", ["results", "findings", "issues", "diagnostics"])
def test_the_list_may_lie_in_an_object(name: str) -> None:
    assert looked({name: [{"path": "a.py", "message": "no"}], "version": 1}).results == (Result("a.py", "no"),)


def test_objects_may_follow_one_another_each_on_its_line() -> None:
    lines = '{"path": "a.py", "message": "no"}\n{"path": "b c.py", "message": "odd"}\n'
    assert [one.path for one in looked(lines).results] == ["a.py", "b c.py"]
    assert [one.path for one in looked('{"path": "a.py", "message": "no"}').results] == ["a.py"]


def test_sarif_is_told_from_other_json() -> None:
    log = {"version": "2.1.0", "runs": [{"results": [{"message": {"text": "no"}}]}]}
    assert looked(log).results[0].message == looked(log, Parse.SARIF).results[0].message == "no"


def test_eslint_says_which_files_do_not_parse() -> None:
    message = {"ruleId": "no-eval", "message": "eval", "line": 2, "column": 3, "endLine": 2, "endColumn": 7}
    fatal = {"ruleId": None, "fatal": True, "message": "Parsing error", "line": 4, "column": 1}
    silenced = {**message, "line": 8, "suppressions": [{"kind": "directive"}]}
    reading = looked(
        [{"filePath": "/p/a.js", "messages": [message, fatal], "suppressedMessages": [silenced], "errorCount": 2}]
    )
    assert [(one.rule, one.line) for one in reading.results] == [("no-eval", 2), ("no-eval", 8)]
    assert reading.unparsed == (Unparsed("/p/a.js", "Parsing error", 4),)


def test_an_empty_list_reports_nothing() -> None:
    assert looked([]) == Reading()


def test_with_the_status_alone_the_output_is_not_looked_at() -> None:
    assert looked(b"\xff{ what ever", Parse.EXIT) == Reading()


@pytest.mark.parametrize(
    ("output", "form", "why"),
    [
        ('[{"path": "a.py"}]', None, "an entry has no message"),
        ('[{"message": "no"}]', None, "an entry has no path"),
        ('["a.py:3: no"]', None, "an entry has no path"),
        ("{}", None, "neither a list of objects nor"),
        ("[1", None, "it is no JSON"),
        ("[NaN]", None, "`NaN` is no number"),
        ("[" * 100_000, None, "nested too deeply"),
        ("", Parse.JSON, "it is empty"),
        ("a.py:3: no", Parse.JSON, "it is no JSON"),
        ("[]\n[]", Parse.SARIF, "2 JSON documents, and SARIF is one"),
        ("", Parse.SARIF, "no JSON documents"),
        ("[]", Parse.SARIF, "it is no SARIF log"),
    ],
)
def test_what_is_of_no_form_is_not_understood(output: str, form: Parse | None, why: str) -> None:
    with pytest.raises(NotUnderstood, match=why):
        looked(output, form)
