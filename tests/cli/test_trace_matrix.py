"""``harness trace --matrix`` and what cards say of dimensions, as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.projects import CONFIGURATION, CardProject, card

pytestmark = pytest.mark.requires_git

DIMENSIONS = """[trace.dimensions]
feature = ["*"]
platform = ["linux", "macos"]
action = ["add", "list"]
"""
CASE = """---
id: TODO-SHOW
verifies: [FR-002]
dimensions: {platform: [linux, macos], action: list}
---
# Show the list

## Steps
1. Run `todo list`.
"""


def lying(id: str, said: str) -> str:
    return card(id).replace("tier: foundation", f"tier: foundation\ndimensions: {said}")


@pytest.fixture
def project(tmp_path: Path) -> CardProject:
    cards = {"add.md": lying("TODO-ADD", "{platform: linux, action: add}"), "other.md": card("TODO-OTHER")}
    made = CardProject.create(tmp_path, cards, configuration=CONFIGURATION + DIMENSIONS)
    made.write("golden/show.md", CASE)
    made.repository.commit()
    return made


def matrix(project: CardProject) -> dict[str, Any]:
    done = project.harness("trace", "--matrix", "--report", "json")
    found: dict[str, Any] = json.loads(done.out)["matrix"]
    return found


def test_cards_and_golden_cases_lie_where_they_say_and_every_empty_combination_is_told(project):
    found = matrix(project)
    assert found["dimensions"]["feature"] == ["001-list"]
    assert (found["combinations"], found["covered"]) == (4, 3)
    states = {tuple(cell["values"][1:]): cell["state"] for cell in found["cells"]}
    assert states == {
        ("linux", "add"): "undecided",
        ("linux", "list"): "undecided",
        ("macos", "list"): "undecided",
        ("macos", "add"): "empty",
    }
    assert found["proposals"] == [["001-list", "macos", "add"]]
    shown = project.harness("trace", "--matrix").out
    assert "3 of 4 combinations" in shown
    assert "1 empty" in shown or "empty" in shown


def test_without_dimensions_there_is_no_matrix(project):
    project.write("harness.toml", CONFIGURATION)
    done = project.harness("trace", "--matrix")
    assert done.code == 2
    assert done.err.splitlines()[0] == "error: the project declares no dimensions"


def test_lint_tells_an_unknown_value_at_its_line(project):
    project.write("testcards/add.md", lying("TODO-ADD", "\n  platform: linux\n  action: ad"))
    done = project.harness("lint")
    assert done.code == 2
    assert "testcards/add.md:8: error CARD108: unknown value 'ad' of the dimension 'action'" in done.out + done.err
    found = matrix(project)
    assert found["covered"] == 2
    assert [one["what"] for one in found["trouble"]] == ["card TODO-ADD: unknown value 'ad' of the dimension 'action'"]


def test_a_golden_case_in_an_unknown_dimension_is_refused_at_its_line(project):
    project.write("golden/show.md", CASE.replace("platform:", "planet:"))
    done = project.harness("golden", "check")
    assert done.code == 2
    assert "golden/show.md:4: error GOLD108: unknown dimension 'planet'" in done.out + done.err


def test_a_dimension_without_values_is_refused_where_it_stands(project):
    project.write("harness.toml", CONFIGURATION + "[trace.dimensions]\nplatform = []\n")
    done = project.harness("trace")
    assert done.code == 2
    assert "harness.toml:4: error CONF" in done.err
