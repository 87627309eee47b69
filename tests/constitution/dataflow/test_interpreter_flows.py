"""What is reported of pieces of Python, one by one: for every piece that is dangerous there is one like it that is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.constitution.checks.dataflow.interpreter import analyse_function
from harness.constitution.checks.dataflow.values import Given
from tests.constitution.dataflow.small_world import SmallWorld, body, sources

HERE = Path(__file__).parent


def _pieces(name: str) -> Iterator[object]:
    """Code below a line that says what is reported: the categories, or nothing; blank lines lie between pieces."""
    for piece in (HERE / name).read_text().strip().split("\n\n"):
        first, _, code = piece.partition("\n")
        if first.startswith("> "):
            expected = [word for word in first[2:].split() if word != "nothing"]
            yield pytest.param(code, expected, id=code.replace("\n", "; ")[-60:])


def _reported(code: str) -> list[str]:
    world = SmallWorld({"app.py": code})
    functions = world.modules["app.py"].functions
    found = analyse_function(world, "app.py", functions.get("A.f") or functions["f"], Given(), roots=True)
    return sorted({category for category, _ in sources(found.hits)})


@pytest.mark.parametrize(("code", "expected"), list(_pieces("interpreter_statements.txt")))
def test_statements_are_followed(code: str, expected: list[str]) -> None:
    assert _reported(body(code)) == expected


@pytest.mark.parametrize(("code", "expected"), list(_pieces("interpreter_functions.txt")))
def test_functions_and_classes_are_followed(code: str, expected: list[str]) -> None:
    assert _reported(code) == expected
