"""Tests that are derived: one for each scenario, and none of them passes."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from harness.domain.places import Place
from harness.domain.requirements import Requirement, Scenario
from harness.specification.derived import Source
from harness.specification.deriving import pytest as deriving
from tests.support.deriving import source_of, specification

SCENARIOS = "1. **Given** a, **When** b, **Then** c\n2. **Given** x, **When** y, **Then** z"


def test_each_scenario_is_a_test_that_fails(tmp_path: Path) -> None:
    found = deriving.derive(source_of(specification(scenarios=SCENARIOS)))
    assert found.path == "tests/test_fr_001.py"
    assert found.text.count("# covers: 001-bank/FR-001\n") == 2
    assert "Given x.\n\n    When y.\n\n    Then z.\n" in found.text
    (tmp_path / "test_it.py").write_text(found.text)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", ".", "test_it.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Failed: to fill: Given a, When b, Then c" in done.stdout
    assert "2 failed in" in done.stdout


def test_a_requirement_without_scenarios_is_one_test() -> None:
    text = specification("- **FR-001**: System MUST add entries.", "")
    found = deriving.derive(source_of(text))
    assert found.text.count("def test_") == 1
    assert len(found.to_fill) == 1


@pytest.mark.parametrize(
    "words", ['"""', "\\", 'ends with "', "'''\\N{x}", "\x00\u202e\u2028", "a\n\nb", "# type: ignore", "日本"]
)
def test_no_words_break_out(words: str) -> None:
    place = Place(path="a.md")
    scenario = Scenario(name=words, given=(words,), then=(words,), text=words, place=place)
    requirement = Requirement(id=words, text=words, place=place, sha256="0" * 64, scenarios=(scenario, scenario))
    text = deriving.derive(Source(requirement, (), "x")).text
    tree = ast.parse(text)
    tests = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
    assert len({one.name for one in tests}) == 2
    assert all(len(one.body) == 2 for one in tests)
