"""Older revisions are written out for checks as they were, and the repository is never touched."""

from __future__ import annotations

import os
import tempfile

import pytest

from harness.adapters.exports import exported
from harness.adapters.sources import FolderTree
from harness.errors import UsageError
from tests.support.repositories import Repository

pytestmark = pytest.mark.requires_git
FILES = {"app.py": "one\n", "constitutions/a.md": "# A\n", "lib/deep/b.py": "b\n", "node_modules/kept.js": "x\n"}


@pytest.fixture(autouse=True)
def rooms(tmp_path, monkeypatch):
    """Where temporary folders lie; afterwards none may be left."""
    folder = tmp_path / "rooms"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert os.listdir(folder) == []


@pytest.fixture
def repository(tmp_path):
    return Repository.create(tmp_path / "project", FILES)


def listed(folder):
    return [entry.path for entry in FolderTree(folder).entries()]


def test_a_revision_is_written_as_it_was_with_its_documents(repository):
    first = repository.git("rev-parse", "HEAD")
    repository.write({"app.py": "two\n", "new.py": "new\n"})
    repository.commit()
    repository.write({"app.py": "three\n", "untracked.py": ""})
    before = repository.picture()
    for revision, text in ((first[:10], "one\n"), ("HEAD", "two\n"), ("main~1", "one\n")):
        with exported(repository.folder, revision) as folder:
            assert (folder / "app.py").read_text() == text
            assert "constitutions/a.md" in listed(folder)
    assert repository.picture() == before


def test_an_export_is_listed_by_the_same_rules_as_the_project(repository):
    (repository.folder / "out").symlink_to("/nowhere")
    repository.write({".gitignore": "*.log\n"})
    repository.commit()
    with exported(repository.folder, "HEAD") as folder:
        assert listed(folder) == listed(repository.folder)
        assert "node_modules/kept.js" in listed(folder)
        assert os.readlink(folder / "out") == "/nowhere"


def test_a_project_within_a_repository_is_written_alone(repository):
    with exported(repository.folder / "lib", "HEAD") as folder:
        assert listed(folder) == ["deep/b.py"]


def test_a_repository_of_another_hash_is_written(tmp_path):
    repository = Repository(tmp_path / "sha256")
    repository.folder.mkdir()
    repository.git("init", "--quiet", "--object-format=sha256", "--template=", ".")
    repository.write(FILES)
    repository.commit()
    with exported(repository.folder, "HEAD") as folder:
        assert listed(folder) == sorted(FILES)


def test_submodules_are_written_at_their_commit_where_they_are_here(repository, tmp_path):
    part = Repository.create(tmp_path / "part", {"part.py": "old\n"})
    repository.git("submodule", "--quiet", "add", str(part.folder), "part")
    repository.commit()
    Repository(repository.folder / "part").write({"part.py": "changed\n"})
    with exported(repository.folder, "HEAD") as folder:
        assert (folder / "part/part.py").read_text() == "old\n"
        assert "part/part.py" in listed(folder)
    repository.git("submodule", "--quiet", "deinit", "--force", "part")
    with exported(repository.folder, "HEAD") as folder:
        assert list((folder / "part").iterdir()) == []


def test_a_submodule_that_lacks_the_commit_stays_empty(repository, tmp_path):
    part = Repository.create(tmp_path / "part", {"part.py": "old\n"})
    repository.git("submodule", "--quiet", "add", str(part.folder), "part")
    repository.git("update-index", "--cacheinfo", f"160000,{'1' * 40},part")
    repository.git("commit", "--quiet", "--message", "ahead")
    with exported(repository.folder, "HEAD") as folder:
        assert not (folder / "part/part.py").exists()


@pytest.mark.parametrize("failure", [KeyboardInterrupt, SystemExit, ValueError])
def test_the_folder_is_removed_whatever_happens(repository, rooms, failure):
    def fail():
        with exported(repository.folder, "HEAD") as folder:
            assert folder.is_relative_to(rooms)
            raise failure

    with pytest.raises(failure):
        fail()


@pytest.mark.parametrize("revision", ["nowhere", "--all", "HEAD~9", "", "a b"])
def test_an_unknown_revision_is_told(repository, revision):
    with pytest.raises(UsageError, match="no revision"), exported(repository.folder, revision):
        pass


def test_a_project_outside_git_has_no_revisions(tmp_path):
    (tmp_path / "plain").mkdir()
    with pytest.raises(UsageError, match="no revision `HEAD`"), exported(tmp_path / "plain", "HEAD"):
        pass
