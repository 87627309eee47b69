"""Files of an older revision, read out of real repositories."""

from __future__ import annotations

import pytest

from harness.adapters.revisions import files_at
from harness.errors import UsageError
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git
FILES = {"rules/a.md": "one\n", "rules/deep/b.md": "", "one.md": "1", "other/c.md": "c", "rules.md": "no"}


@pytest.fixture
def repository(tmp_path):
    return Repository.create(tmp_path / "project", FILES)


def test_files_are_read_as_they_were(repository):
    repository.write({"rules/a.md": "two\n", "rules/new.md": "new"})
    found = files_at(repository.folder, "HEAD", ["rules", "one.md", "none.md"])
    assert found == {"one.md": b"1", "rules/a.md": b"one\n", "rules/deep/b.md": b""}
    assert list(found) == sorted(found)


def test_an_older_revision_can_be_named(repository):
    repository.write({"rules/a.md": "two\n"})
    repository.commit()
    assert files_at(repository.folder, "HEAD~1", ["rules/a.md"]) == {"rules/a.md": b"one\n"}
    assert files_at(repository.folder, "main", ["rules/a.md"]) == {"rules/a.md": b"two\n"}


def test_a_project_within_a_repository_has_its_own_paths(repository):
    assert files_at(repository.folder / "rules", "HEAD", ["deep"]) == {"deep/b.md": b""}


def test_nothing_that_is_asked_for_was_there(repository):
    assert files_at(repository.folder, "HEAD", ["none"]) == {}


def test_links_are_left_out_and_odd_names_and_bytes_are_kept(repository):
    (repository.folder / "rules/ü \n.md").write_bytes(b"\xff\n\x00blob 3\n")
    (repository.folder / "rules/link.md").symlink_to("/etc/passwd")
    repository.commit()
    found = files_at(repository.folder, "HEAD", ["rules"])
    assert found["rules/ü \n.md"] == b"\xff\n\x00blob 3\n"
    assert "rules/link.md" not in found


def test_nothing_is_touched(repository):
    before = repository.picture()
    files_at(repository.folder, "HEAD", ["rules"])
    assert repository.picture() == before


@pytest.mark.parametrize("revision", ["none", "--help", "HEAD:rules/a.md", "", "a b"])
def test_an_unknown_revision_is_said_so(repository, revision):
    with pytest.raises(UsageError, match="no revision"):
        files_at(repository.folder, revision, ["rules"])


def test_a_folder_that_was_not_there_is_said_so(repository):
    (repository.folder / "later").mkdir()
    with pytest.raises(UsageError, match="has no folder `later`"):
        files_at(repository.folder / "later", "HEAD", ["rules"])


def test_outside_git_there_is_no_revision(tmp_path):
    with pytest.raises(UsageError, match="no revision `HEAD`: git rev-parse: not a git repository"):
        files_at(tmp_path, "HEAD", ["rules"])


def test_a_repository_without_commits_has_no_revision(tmp_path):
    with pytest.raises(UsageError, match="no revision `HEAD`"):
        files_at(Repository.create(tmp_path / "empty").folder, "HEAD", ["rules"])


def test_a_huge_file_is_refused_before_it_is_read(repository):
    repository.write({"rules/huge.md": "x" * (8 * 1024 * 1024 + 1)})
    repository.commit()
    with pytest.raises(UsageError, match=r"`HEAD:rules/huge\.md` has more than 8 MiB"):
        files_at(repository.folder, "HEAD", ["rules"])


def test_an_object_that_is_gone_is_said_so(repository):
    id_ = repository.git("rev-parse", "HEAD:rules/a.md")
    (repository.folder / ".git/objects" / id_[:2] / id_[2:]).unlink()
    with pytest.raises(UsageError, match=r"`HEAD:rules/a\.md` is missing"):
        files_at(repository.folder, "HEAD", ["rules"])
