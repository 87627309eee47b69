"""Files are written whole or not at all, and never in place of what they must not replace."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from harness.adapters import files
from harness.errors import MachineError, UsageError
from tests.support.limits import no_file_beyond


def test_a_file_is_read_up_to_what_any_reader_takes(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"x" * (9 << 20))
    assert len(files.read_bytes(tmp_path / "big")) == 8 << 20


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe"])
def test_what_is_no_file_is_refused(tmp_path: Path, kind: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="is not a file"):
        files.read_bytes(tmp_path / kind)


def test_a_name_that_no_file_can_have_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        files.read_bytes(tmp_path / ("x" * 300))


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine\n")
    (tmp_path / "dangling").symlink_to("nowhere")
    for name in ("note.txt", "dangling"):
        with pytest.raises(UsageError, match="exists already"):
            files.write_new(tmp_path / name, "yours\n")
    assert (tmp_path / "note.txt").read_text() == "mine\n"
    assert sorted(os.listdir(tmp_path)) == ["dangling", "note.txt"]


def test_writing_over_replaces_a_link_and_not_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("untouched\n")
    (tmp_path / "report").symlink_to("victim")
    files.write_over(tmp_path / "report", "new\n")
    assert (tmp_path / "victim").read_text() == "untouched\n"
    assert (tmp_path / "report").read_text() == "new\n"


@pytest.mark.parametrize("write", [files.write_new, files.write_over])
def test_a_folder_that_is_none_is_told_in_one_line(tmp_path: Path, write: object) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MachineError, match="cannot be written") as refusal:
        write(tmp_path / "file/report.txt", "x")  # type: ignore[operator]
    assert "\n" not in refusal.value.what


@pytest.mark.parametrize("write", [files.write_new, files.write_over])
def test_a_full_disk_leaves_the_old_file_and_no_draft(tmp_path: Path, write: object) -> None:
    (tmp_path / "old").write_text("old\n")
    with no_file_beyond(10), pytest.raises(MachineError, match="cannot be written"):
        write(tmp_path / ("old" if write is files.write_over else "new"), "x" * 100)  # type: ignore[operator]
    assert os.listdir(tmp_path) == ["old"]
    assert (tmp_path / "old").read_text() == "old\n"


def test_the_disk_that_a_folder_takes_is_counted_without_following_links(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/file").write_bytes(b"x" * 100_000)
    (tmp_path / "a/link").symlink_to("/usr")
    assert 100_000 <= files.bytes_below(tmp_path) < 200_000
