"""Code by which the analysis once took forever ends soon."""

from __future__ import annotations

import pytest

from harness.constitution.checks.dataflow.interpreter import naming
from tests.constitution.dataflow.small_world import analysed, sources


def test_parts_of_parts_in_a_loop_have_few_names(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = naming.names_of
    code = """
from graph import Block
def f(entry: Block):
    todo = [entry]
    while todo:
        block = todo.pop()
        todo.append(block.end.yes)
        todo.append(block.end.no)
    sink(source())
"""
    monkeypatch.setattr(
        "harness.constitution.checks.dataflow.interpreter.accessing.names_of",
        lambda *given: [found := real(*given), asked.append(len(found))][0],
    )
    assert sources(analysed(code).hits) == [("sql", 9)]
    assert max(asked) <= naming.MOST_NAMES


def test_methods_that_are_looked_up_by_any_name_in_a_loop_are_not_all_followed() -> None:
    methods = "".join(f"    def m{number}(self): return self\n" for number in range(12))
    body = (
        "        one = self\n        for name in names:\n            one = getattr(one, name)\n        sink(source())\n"
    )
    code = f"class A:\n{methods}    def f(self, names):\n{body}"
    assert sources(analysed(code, "A.f").hits) == [("sql", 18)]
