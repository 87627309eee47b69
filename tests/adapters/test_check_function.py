"""The script that calls a project's own check: it prints findings and nothing else, and says when it was the last."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from harness.adapters import check_function

RULES = """
import beside
def find(paths):
    print("talk")
    for path in paths:
        yield path, None, beside.WORD
NUMBER = 1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tree with two modules of checks."""
    checks = tmp_path / "constitutions/checks"
    (checks / "deep").mkdir(parents=True)
    (checks / "rules.py").write_text(RULES)
    (checks / "beside.py").write_text("WORD = 'é'\n")
    (checks / "deep/rules.py").write_text("def find(paths):\n    return [('a', 2, 'deep')]\n")
    return tmp_path


def called(folder: Path, *words: str, paths: bytes = b"a.txt\0b\xff.txt") -> subprocess.CompletedProcess[bytes]:
    script = [sys.executable, check_function.__file__, *words]
    return subprocess.run(script, cwd=folder, input=paths, capture_output=True, check=False, timeout=20)


def test_findings_are_printed_as_json_and_counted(folder: Path) -> None:
    run = called(folder, "rules", "find")
    assert [json.loads(line) for line in run.stdout.splitlines()] == [
        {"path": "a.txt", "line": None, "message": "é"},
        {"path": "b\udcff.txt", "line": None, "message": "é"},
        {"end": 2},
    ]
    assert (run.stderr, run.returncode) == (b"talk\n", 0)
    assert not list(folder.rglob("__pycache__"))


def test_a_module_may_lie_deeper(folder: Path) -> None:
    run = called(folder, "deep.rules", "find", paths=b"")
    assert run.stdout.splitlines() == [b'{"path": "a", "line": 2, "message": "deep"}', b'{"end": 1}']


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("gone", "find"), "there is no file constitutions/checks/gone.py"),
        (("rules", "gone"), "there is no function gone in constitutions/checks/rules.py"),
        (("rules", "NUMBER"), "there is no function NUMBER in constitutions/checks/rules.py"),
    ],
)
def test_a_function_that_is_not_there_is_named(folder: Path, words: tuple[str, str], said: str) -> None:
    run = called(folder, *words)
    assert (run.stderr.decode().strip(), run.returncode, run.stdout) == (said, 1, b"")


@pytest.mark.parametrize(("found", "as_told"), [(("a", 1, "m"), "a"), ([Path("a/b"), None, "m"], "a/b")])
def test_a_finding_is_a_path_a_line_and_a_message(found: Any, as_told: str) -> None:
    assert check_function.finding(found) == {"path": as_told, "line": found[1], "message": "m"}


@pytest.mark.parametrize(
    ("found", "why"),
    [
        ("abc", r"not \(path, line, message\)"),
        (("a", 1), r"not \(path, line, message\)"),
        ((1, 1, "m"), "the path and the message are texts"),
        (("a", 1, b"m"), "the path and the message are texts"),
        (("a", "1", "m"), "the line is a number, or None"),
        (("a", True, "m"), "the line is a number, or None"),
    ],
)
def test_anything_else_is_refused(found: Any, why: str) -> None:
    with pytest.raises(TypeError, match=why):
        check_function.finding(found)
