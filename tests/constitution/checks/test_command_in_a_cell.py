"""The real tools, in a real cell: nothing in the tree silences them, and what they cannot parse is in doubt."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing

import pytest

from harness.adapters.check_programs import CellPrograms
from harness.constitution.kinds import Seen
from harness.constitution.trees import MemoryTree
from tests.support.check_tools import memory, surveyed, told, tools

pytestmark = pytest.mark.requires_cell
TREE = memory(
    {
        "a b/é.py": 'import os\ndef f(x: int) -> str:\n    os.system(f"ls {x}")  # noqa\n    return x  # type: ignore\n',
        "build/b.py": '# ruff: noqa\n# mypy: ignore-errors\nimport os\ndef g(x: int) -> str:\n    s = "ü😀"; return x\n',
        "pyproject.toml": "[tool.ruff]\nexclude = ['a b']\n[tool.mypy]\nignore_errors = true\n",
        "constitutions/checks/look.sh": "grep -rn --include=*.py system . | sed 's/$/ a shell/'\n",
    }
)


@pytest.fixture(scope="module")
def programs() -> Iterator[CellPrograms]:
    with closing(CellPrograms(TREE)) as programs:
        yield programs


def seen(programs: CellPrograms, text: str, tree: MemoryTree = TREE) -> Sequence[Seen]:
    return surveyed("command", text, tree, tools(programs=programs))


def test_ruff_finds_what_the_project_would_hide(programs: CellPrograms) -> None:
    found = seen(programs, "forbid: { command: { tool: ruff }, rules: [S605, PYI] }")
    assert told(found, TREE) == [
        "- a b/é.py 'os.system' S605: Starting a process with a shell, possible injection detected"
    ]


def test_mypy_finds_what_the_project_would_hide(programs: CellPrograms) -> None:
    found = seen(programs, "forbid: { command: { tool: mypy }, rules: [return-value] }")
    note = 'return-value: Incompatible return value type (got "int", expected "str")'
    assert told(found, TREE) == [f"- a b/é.py 'x' {note}", f"- build/b.py 's = \"ü😀\"; return x' {note}"]


@pytest.mark.parametrize("tool", ["ruff", "mypy"])
def test_a_file_that_does_not_parse_is_in_doubt(programs: CellPrograms, tool: str) -> None:
    broken = memory({"bad.py": "x = 1\ndef f(:\n"})
    doubts = told(seen(programs, f"forbid: {{ command: {{ tool: {tool} }} }}", broken), broken)
    assert doubts
    assert all(doubt.startswith("? bad.py:") and " unparsable: it does not parse" in doubt for doubt in doubts)


def test_new_syntax_is_no_mistake(programs: CellPrograms) -> None:
    new = memory({"new.py": "type X = list[int]\ntry:\n    pass\nexcept* ValueError:\n    pass\n"})
    assert seen(programs, "forbid: { command: { tool: ruff }, rules: [S605] }", new) == []


def test_a_rule_that_a_tool_does_not_know_is_a_doubt(programs: CellPrograms) -> None:
    [doubt] = told(seen(programs, "forbid: { command: { tool: ruff }, rules: [NOPE1] }"), TREE)
    assert "`ruff` ended with status 2, a trouble of its own" in doubt


def test_a_script_of_the_project_is_run(programs: CellPrograms) -> None:
    found = told(seen(programs, "forbid: { command: 'sh constitutions/checks/look.sh' }"), TREE)
    assert found == ['- a b/é.py \'os.system(f"ls {x}")  # noqa\' os.system(f"ls {x}") # noqa a shell']


def test_a_tool_that_is_not_installed_is_a_doubt_with_a_hint(programs: CellPrograms) -> None:
    if shutil.which("bandit"):
        pytest.skip("bandit is installed here")
    [doubt] = told(seen(programs, "forbid: { command: { tool: bandit } }"), TREE)
    assert doubt.endswith("install it: `pip install bandit`")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("sleep 3600", "still running after 0.3 s"),
        ("yes", "printed more than 16 MiB"),
        ("sleep 3600 & true", "it ended and left 1 of its processes running"),
        ("echo >> pyproject.toml", "it changed `pyproject.toml`"),
        ("kill -SEGV $$", "was ended by signal 11"),
        ("no-such-program .", "is not installed here"),
    ],
)
@pytest.mark.parametrize("use", ["forbid", "require"])
def test_whatever_a_command_does_it_is_one_doubt(programs: CellPrograms, use: str, command: str, reason: str) -> None:
    [doubt] = told(seen(programs, f"{use}: {{ command: '{command}', seconds: 0.3 }}"), TREE)
    assert doubt.startswith("? :1 tool: ")
    assert reason in doubt
