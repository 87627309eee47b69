from __future__ import annotations

from pathlib import Path

import pytest

from harness.adapters.seal_files import Change
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git


def test_commits_are_told_one_by_one_also_after_a_merge_that_touches_nothing(tmp_path: Path):
    repository = Repository.create(tmp_path, {"a.md": "1\n"})
    repository.git("switch", "--quiet", "--create", "work")
    ids = [repository.commit("nothing")]
    repository.git("switch", "--quiet", "main")
    repository.write({"b.md": "1\n"})
    repository.commit()
    repository.git("switch", "--quiet", "work")
    repository.git("merge", "--quiet", "--no-edit", "main")
    ids += [repository.git("rev-parse", "HEAD"), repository.commit("nothing")]
    repository.write({"a b.md": "2\n", "c.md": "2\n"})
    ids += [repository.commit()]
    commits = Change(tmp_path, "main").commits
    assert [one.id for one in commits] == ids
    assert [sorted(one.paths) for one in commits] == [[], [], [], ["a b.md", "c.md"]]
    assert {one.author for one in commits} == {"person@example.org"}
