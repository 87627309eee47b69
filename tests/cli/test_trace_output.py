"""``harness trace --output``: a report that becomes a part of the tree makes it another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.projects import CardProject, card

pytestmark = pytest.mark.requires_git
TOLD = "the tree has 'trace.json' now and is another"


def test_a_report_that_becomes_a_part_of_the_tree_is_told(tmp_path: Path) -> None:
    project = CardProject.create(tmp_path, {"add.md": card("TODO-ADD")})
    done = project.harness("trace", "--report", "json", "--output", "trace.json")
    assert done.code == 4
    assert TOLD in done.err
    assert "hint: let git ignore it" in done.err


def test_one_that_git_ignores_is_not(tmp_path: Path) -> None:
    project = CardProject.create(tmp_path, {"add.md": card("TODO-ADD")})
    project.write(".gitignore", "trace.json\n")
    assert TOLD not in project.harness("trace", "--report", "json", "--output", "trace.json").err
