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


def test_a_merge_touches_what_it_has_unlike_each_of_its_parents_whoever_made_it(tmp_path: Path):
    repository = Repository.create(tmp_path, {"a.md": "1\n", "b.md": "1\n"})
    repository.git("switch", "--quiet", "--create", "side")
    repository.write({"a.md": "2\n", "b.md": "2\n"})
    repository.commit()
    repository.git("switch", "--quiet", "--create", "work", "main")
    repository.write({"a.md": "3\n"})
    repository.commit()
    repository.git("merge", "--no-commit", "side", check=False)
    repository.write({"a.md": "4\n", "0" * 40: "", "\nc.md": ""})
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "merge", "--author=//x <//x>")
    repository.commit("nothing")
    *_, merge, last = Change(tmp_path, "main").commits
    assert (merge.author, sorted(merge.paths)) == ("//x", ["\nc.md", "0" * 40, "a.md"])
    assert (last.author, last.paths) == ("person@example.org", frozenset())
