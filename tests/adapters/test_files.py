from __future__ import annotations

import os
import stat

import pytest

from harness.adapters import files
from harness.errors import MachineError, UsageError


def test_documents_are_found_sorted_without_hidden_ones(tmp_path):
    for name in ("b.md", "a/c.md", "a/x.txt", ".hidden/d.md", ".e.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [path.relative_to(tmp_path).as_posix() for path in files.documents(tmp_path, tmp_path)] == ["b.md", "a/c.md"]


def test_a_link_out_of_the_project_is_not_followed(tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/a.md").write_text("x")
    (tmp_path / "project").mkdir()
    (tmp_path / "project/folder").symlink_to(tmp_path / "outside")
    (tmp_path / "project/a.md").symlink_to(tmp_path / "outside/a.md")
    assert list(files.documents(tmp_path / "project", tmp_path / "project")) == []


def test_a_link_in_a_circle_is_found_and_said_to_be_no_file(tmp_path):
    (tmp_path / "a.md").symlink_to("a.md")
    (found,) = files.documents(tmp_path, tmp_path)
    with pytest.raises(UsageError, match="is not a file"):
        files.read_bytes(found)


def test_a_folder_that_is_missing_holds_nothing(tmp_path):
    assert list(files.documents(tmp_path / "none", tmp_path)) == []


def test_files_below_leaves_hidden_and_skipped_folders_out(tmp_path):
    for name in ("a.py", "b/c.py", "node_modules/x.js", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert list(files.files_below(tmp_path, frozenset({"node_modules"}))) == ["a.py", "b/c.py"]


def test_a_new_file_is_written_whole_with_its_folders(tmp_path):
    files.write_new(tmp_path / "a/b.md", "ä\n")
    assert (tmp_path / "a/b.md").read_bytes() == "ä\n".encode()
    assert stat.S_IMODE((tmp_path / "a/b.md").stat().st_mode) == 0o644
    assert os.listdir(tmp_path / "a") == ["b.md"]


def test_an_existing_file_is_never_overwritten(tmp_path):
    (tmp_path / "a").write_text("old")
    with pytest.raises(UsageError, match="exists already"):
        files.write_new(tmp_path / "a", "new")
    assert (tmp_path / "a").read_text() == "old"
    assert os.listdir(tmp_path) == ["a"]


def test_what_cannot_be_written_or_read_is_told_in_one_line(tmp_path):
    (tmp_path / "a").write_text("x")
    with pytest.raises(MachineError, match="cannot be written"):
        files.write_new(tmp_path / "a" / "b", "x")
    with pytest.raises(UsageError, match="is not a file"):
        files.read_bytes(tmp_path)
    with pytest.raises(UsageError, match="cannot be read"):
        files.read_bytes(tmp_path / ("x" * 5000))


def test_writing_over_replaces_what_was_there_whole(tmp_path):
    files.write_over(tmp_path / "a/b", "old")
    files.write_over(tmp_path / "a/b", "new")
    assert (tmp_path / "a/b").read_text() == "new"
    assert os.listdir(tmp_path / "a") == ["b"]
    with pytest.raises(MachineError, match="cannot be written"):
        files.write_over(tmp_path / "a", "x")


def test_a_path_is_shown_as_one_would_type_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert files.typed(tmp_path / "a/b") == "a/b"
    assert files.typed(tmp_path.parent) == str(tmp_path.parent)


def test_the_size_of_a_folder_is_that_of_its_files(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").write_bytes(b"x" * 100_000)
    assert files.bytes_below(tmp_path) >= 100_000
    assert files.bytes_below(tmp_path / "none") == 0


def test_no_more_of_a_file_is_read_than_asked_for(tmp_path):
    (tmp_path / "a.txt").write_text("abcdef")
    assert [files.read_bytes(tmp_path / "a.txt", most) for most in (3, 6, 7)] == [b"abc", b"abcdef", b"abcdef"]
