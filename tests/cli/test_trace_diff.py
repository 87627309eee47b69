"""``harness trace diff`` where it cannot see everything: it says so, and does not end as if nothing else had changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.projects import CardProject, card

pytestmark = pytest.mark.requires_git


@pytest.mark.parametrize("report", ["terminal", "json"])
def test_a_document_that_cannot_be_read_is_no_difference_that_is_known(tmp_path: Path, report: str) -> None:
    project = CardProject.create(tmp_path, {"add.md": card("TODO-ADD")})
    assert project.harness("trace", "diff", "HEAD", "--report", report).code == 0
    project.write("testcards/broken.md", "no card\n")
    done = project.harness("trace", "diff", "HEAD", "--report", report)
    assert done.code == 2
    assert "testcards/broken.md" in done.out + done.err


def test_nor_is_one_that_could_not_be_read_then(tmp_path: Path) -> None:
    project = CardProject.create(tmp_path, {"add.md": card("TODO-ADD"), "broken.md": "no card\n"})
    (project.folder / "testcards/broken.md").unlink()
    done = project.harness("trace", "diff", "HEAD")
    assert (done.code, "HEAD:testcards/broken.md" in done.err) == (2, True)
