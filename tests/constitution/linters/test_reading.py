"""What ruff, bandit, semgrep and mypy print, as recorded: findings at their places, and files that they could not parse."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from harness.constitution.checks import command
from harness.constitution.linters import mypy
from harness.domain.principles import Use
from harness.errors import DocumentError, MachineError
from harness.ports.sources import Ended, SourceFile
from tests.constitution.checks import bench
from tests.support.check_tools import ScriptedPrograms, ended, memory, surveyed, told, tools

SOURCE = "import os\nos.system(x)  # nosec # noqa # type: ignore # nosemgrep\né = os.system(x)\n"
TREE = memory({"a.py": SOURCE, "bad.py": "def f(:\n", "style.css": "a {}\n"})
SEMGREP = "forbid: { command: { tool: semgrep, arguments: [--config, constitutions/checks/r.yaml] } }"


class Parses:
    """A grammar that knows that one file does not parse."""

    def begin(self, files: list[SourceFile], thorough: frozenset[str]) -> Any:
        self.files = [file.path for file in files]
        return self

    def results(self) -> dict[str, tuple[int, str]]:
        return {"bad.py": (1, "`:` was not expected")} if "bad.py" in self.files else {}


def seen(text: str, end: Ended) -> list[str]:
    given = tools(programs=ScriptedPrograms(end), syntax=Parses())
    return told(surveyed("command", text, TREE, given), TREE)


def as_json(document: Any, status: int = 1, errors: str = "") -> Ended:
    return ended(json.dumps(document), status, errors)


def ruff(code: str, path: str = "a.py", row: int = 2, column: int = 1, end: int = 10) -> dict[str, Any]:
    return {
        "cell": None,
        "code": code,
        "end_location": {"column": end, "row": row},
        "filename": f"/product/{path}",
        "fix": None,
        "location": {"column": column, "row": row},
        "message": "a process with a shell",
        "noqa_row": row,
        "url": None,
    }


def bandit(
    results: list[dict[str, Any]], errors: tuple[str, ...] = (), scanned: tuple[str, ...] = ("a.py", "bad.py")
) -> Any:
    return {
        "errors": [{"filename": f"./{path}", "reason": "syntax error while parsing AST from file"} for path in errors],
        "generated_at": "2026-11-21T07:42:32Z",
        "metrics": {"_totals": {"loc": 3}, **{f"./{path}": {"loc": 3} for path in scanned}},
        "results": results,
    }


def bandit_result(line: int, first: int, last: int, lines: list[int], test: str = "B605") -> dict[str, Any]:
    return {
        "col_offset": first,
        "end_col_offset": last,
        "filename": "./a.py",
        "issue_cwe": {"id": 78},
        "issue_text": "Starting a process with a shell.",
        "line_number": line,
        "line_range": lines,
        "test_id": test,
    }


def semgrep(*results: dict[str, Any], errors: Any = (), **paths: Any) -> Any:
    scanned = {"scanned": ["a.py", "bad.py"], **paths}
    return {"version": "1.182.0", "results": list(results), "errors": list(errors), "paths": scanned}


SEMGREP_RESULT = {
    "check_id": "no-shell",
    "path": "a.py",
    "start": {"line": 3, "col": 6, "offset": 73},
    "end": {"line": 3, "col": 18, "offset": 85},
    "extra": {"message": "no shell", "severity": "ERROR"},
}


def test_ruff_reports_characters_from_one() -> None:
    found = as_json([ruff("S605"), ruff("S605", row=3, column=5, end=14), ruff("invalid-syntax", "bad.py", 1, 7)])
    assert seen("forbid: { command: { tool: ruff }, rules: [S605] }", found) == [
        "? bad.py:1 unparsable: it does not parse: a process with a shell",
        "- a.py 'os.system' S605: a process with a shell",
        "- a.py 'os.system' S605: a process with a shell",
    ]


def test_ruff_is_told_to_look_at_nothing_that_could_silence_it() -> None:
    programs = ScriptedPrograms(as_json([], 0))
    text = "forbid: { command: { tool: ruff, arguments: [--preview] }, rules: [S605, S608] }"
    assert surveyed("command", text, TREE, tools(programs=programs)) == []
    [line] = programs.commands
    words = shlex.split(line)
    assert {"--isolated", "--ignore-noqa", "--no-cache", "--no-fix", "--preview"} <= set(words)
    assert words[words.index("--select") + 1] == "S605,S608"
    assert words[words.index("--target-version") + 1] == "py313"
    assert programs.typed == b"./a.py\n./bad.py\n"


def test_the_version_of_python_may_be_chosen() -> None:
    programs = ScriptedPrograms(as_json([], 0))
    text = "forbid: { command: { tool: ruff, arguments: [--target-version=py312] } }"
    surveyed("command", text, TREE, tools(programs=programs))
    assert programs.commands[0].count("--target-version") == 1


def test_bandit_reports_bytes_from_zero() -> None:
    results = [bandit_result(2, 0, 12, [2]), bandit_result(3, 5, 17, [3]), bandit_result(2, 0, 4, [2, 3], "B602")]
    text = "forbid: { command: { tool: bandit }, rules: [B605] }"
    assert seen(text, as_json(bandit(results, errors=("bad.py",)))) == [
        "? bad.py:1 unparsable: it does not parse: syntax error while parsing AST from file",
        "- a.py 'os.system(x)' B605: Starting a process with a shell.",
        "- a.py 'os.system(x)' B605: Starting a process with a shell.",
    ]


def test_of_several_lines_bandit_says_the_last_alone() -> None:
    [one] = seen("forbid: { command: { tool: bandit } }", as_json(bandit([bandit_result(2, 0, 4, [2, 3])])))
    assert one.startswith("- a.py 'os.system(x)  # nosec")
    assert "= os.system(x)' B605" in one


def test_a_file_that_is_not_among_the_metrics_of_bandit_was_not_looked_at() -> None:
    assert seen("forbid: { command: { tool: bandit } }", as_json(bandit([], scanned=("a.py",)), 0)) == [
        "? bad.py:1 tool: `bandit` did not look at it"
    ]


def test_semgrep_reports_bytes_and_errors() -> None:
    errors = [
        {
            "code": 3,
            "level": "warn",
            "type": "Syntax error",
            "message": "Syntax error at line bad.py:1",
            "path": "bad.py",
        }
    ]
    skipped = [{"path": "style.css", "reason": "exceeded_size_limit"}]
    assert seen(SEMGREP, as_json(semgrep(SEMGREP_RESULT, errors=errors, skipped=skipped), 0)) == [
        "? bad.py:1 unparsable: it does not parse: Syntax error at line bad.py:1",
        "? style.css:1 unparsable: it does not parse: semgrep left it out: exceeded_size_limit",
        "- a.py 'os.system(x)' no-shell: no shell",
    ]


def test_a_file_that_semgrep_did_not_parse_because_no_rule_can_match_is_in_doubt_all_the_same() -> None:
    assert seen(SEMGREP, as_json(semgrep(), 0)) == ["? bad.py:1 unparsable: it does not parse: `:` was not expected"]


def test_a_rule_that_semgrep_cannot_read_is_a_trouble() -> None:
    errors = [{"code": 2, "level": "error", "type": "Rule parse error", "message": "Rule parse error in rule r"}, {}]
    assert seen(SEMGREP, as_json(semgrep(errors=errors, scanned=["a.py"]), 2)) == [
        "? :1 tool: `semgrep` ended with status 2, a trouble of its own",
        "? :1 tool: `semgrep` says: Rule parse error in rule r",
        "? :1 tool: `semgrep` says: it tells of an error and does not say which",
        "? bad.py:1 tool: `semgrep` did not look at it",
    ]


def mypy_line(path: str, line: int, column: int, end: int, code: str, **fields: Any) -> str:
    entry = {"file": path, "line": line, "column": column, "end_line": line, "end_column": end, "hint": None}
    return json.dumps({**entry, "message": "no", "code": code, "severity": "error", **fields}) + "\n"


def test_mypy_reports_columns_from_zero_one_object_to_a_line() -> None:
    note = mypy_line("a.py", 2, 0, 2, "misc", severity="note")
    output = mypy_line("a.py", 2, 3, 9, "attr-defined") + mypy_line("a.py", 3, 4, 6, "misc") + note
    assert seen("forbid: { command: { tool: mypy } }", ended(output, 1)) == [
        "- a.py 'system' attr-defined: no",
        "- a.py 'é = os.system(x)' misc: no",
    ]
    assert len(seen("forbid: { command: { tool: mypy }, rules: [misc] }", ended(output, 1))) == 1


def test_a_mistake_of_syntax_ends_mypy_and_is_all_that_is_told() -> None:
    output = mypy_line("bad.py", 1, 7, 8, "syntax")
    assert seen("forbid: { command: { tool: mypy } }", ended(output, 2)) == [
        "? bad.py:1 unparsable: it does not parse: no"
    ]


def test_mypy_may_have_nothing_to_say() -> None:
    assert seen("forbid: { command: { tool: mypy } }", ended("", 0)) == []


def test_mypy_sees_no_comment_that_would_silence_it_and_every_column_stays() -> None:
    text = "# mypy: ignore-errors\nx = f()  # type: ignore[misc]\ny = []  # type: list[int]\nz = '# type:ignore'\n"
    programs = ScriptedPrograms(ended())
    files = memory({"a.py": text, "a.txt": text})
    surveyed("command", "forbid: { command: { tool: mypy } }", files, tools(programs=programs))
    assert programs.tree is not None
    code, words = programs.tree.read(["a.py", "a.txt"])
    assert isinstance(code, SourceFile)
    assert code.data.decode() == (
        "# mypy_ ignore-errors\nx = f()  # type_ ignore[misc]\ny = []  # type: list[int]\nz = '# type_ignore'\n"
    )
    assert isinstance(words, SourceFile)
    assert words.data.decode() == text
    assert (programs.tree.folder(), programs.tree.skipped()) == ("", ())
    assert mypy.seen(files).entries() == files.entries()


@pytest.mark.parametrize("tool", ["ruff", "mypy", "bandit"])
@pytest.mark.parametrize(
    ("status", "errors", "reason"),
    [
        (127, "sh: exec: not found", "is not installed here: sh: exec: not found; install it: `pip install"),
        (2, "no such rule", "ended with status 2, a trouble of its own: no such rule"),
        (1, "", ""),
    ],
)
def test_a_tool_that_fails_says_nothing_of_the_tree(tool: str, status: int, errors: str, reason: str) -> None:
    [doubt] = seen(f"forbid: {{ command: {{ tool: {tool} }} }}", ended("", status, errors))
    assert doubt.startswith("? :1 tool: ")
    assert reason in doubt


@pytest.mark.parametrize("tool", ["ruff", "mypy", "bandit"])
def test_an_output_of_another_form_is_not_understood(tool: str) -> None:
    [doubt] = seen(f"forbid: {{ command: {{ tool: {tool} }} }}", as_json({"surprise": 1}))
    assert f"what `{tool}` printed is not understood: it is not of the form that {tool} gives" in doubt


def test_the_output_of_a_known_tool_is_known_in_any_command() -> None:
    assert len(seen("forbid: { command: 'ruff check --output-format json .' }", as_json([ruff("S605")]))) == 1
    piped = "forbid: { command: 'cat kept.json' }"
    assert seen(piped, as_json(bandit([], errors=("bad.py",)), 0)) == [
        "? bad.py:1 unparsable: it does not parse: syntax error while parsing AST from file"
    ]


def test_words_of_a_tool_that_succeeds_without_parsing_are_not_enough() -> None:
    [doubt] = seen("forbid: { command: 'bandit -r .' }", ended("No issues identified.", 0))
    assert "only its JSON says which files `bandit -r .` could not parse" in doubt


def test_a_tool_looks_at_files_of_its_own_kind() -> None:
    options = bench.job("command", "forbid: { command: { tool: mypy } }").options
    assert command.looks_at(options, "a.pyi")
    assert not command.looks_at(options, "a.js")
    assert command.looks_at(bench.job("command", SEMGREP).options, "a.js")
    assert command.looks_at(bench.job("command", "forbid: { command: 'look .' }").options, "a.js")


def test_a_name_with_a_line_break_cannot_be_handed_to_a_tool() -> None:
    tree = memory({"a\n.py": ""})
    with pytest.raises(MachineError, match="a file whose name has a line break"):
        surveyed("command", "forbid: { command: { tool: ruff } }", tree, tools(programs=ScriptedPrograms(ended())))


@pytest.mark.parametrize("arguments", ["[--config, r.yaml]", "[--config=r.yaml]", "[-e, eval(...), --lang, py]"])
def test_semgrep_may_be_told_its_rules_in_any_way(arguments: str) -> None:
    bench.job("command", f"forbid: {{ command: {{ tool: semgrep, arguments: {arguments} }} }}")
    with pytest.raises(DocumentError):
        bench.job("command", "forbid: { command: { tool: semgrep, arguments: [--strict] } }")


def test_what_a_tool_reports_can_only_be_forbidden() -> None:
    assert command.quantifier(Use.FORBID, None) == "absent"  # type: ignore[arg-type]
    assert command.quantifier(Use.REQUIRE, None) == "at-least-one"  # type: ignore[arg-type]
