"""A file is replaced only while it is what was read, whole or not at all, and never through a link."""

from __future__ import annotations

import os
import stat
from hashlib import sha256

import pytest

from harness.adapters import patching
from harness.adapters.patching import replace_unchanged
from harness.errors import MachineError, UsageError


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def test_a_file_is_replaced_with_its_mode_and_its_bytes(tmp_path):
    path = tmp_path / "lib/run.sh"
    path.parent.mkdir()
    path.write_bytes(b"old\r\n")
    path.chmod(0o751)
    replace_unchanged(tmp_path, "lib/run.sh", digest(b"old\r\n"), b"new\r\n\xff")
    assert path.read_bytes() == b"new\r\n\xff"
    assert stat.S_IMODE(path.stat().st_mode) == 0o751
    assert os.listdir(path.parent) == ["run.sh"]


def test_a_file_with_the_longest_of_names_is_replaced(tmp_path):
    name = "x" * 255
    (tmp_path / name).write_bytes(b"old")
    replace_unchanged(tmp_path, name, digest(b"old"), b"new")
    assert (tmp_path / name).read_bytes() == b"new"


def test_a_file_that_changed_is_left_as_it_is(tmp_path):
    (tmp_path / "a").write_bytes(b"newer")
    with pytest.raises(UsageError, match="'a' has changed since it was read"):
        replace_unchanged(tmp_path, "a", digest(b"old"), b"new")
    assert (tmp_path / "a").read_bytes() == b"newer"


def test_a_file_that_changes_while_the_new_one_is_written_is_left_as_it_is(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"old")
    real = os.fsync

    def meanwhile(descriptor: int) -> None:
        real(descriptor)
        (tmp_path / "a").write_bytes(b"newer")

    monkeypatch.setattr(patching.os, "fsync", meanwhile)
    with pytest.raises(UsageError, match="has changed"):
        replace_unchanged(tmp_path, "a", digest(b"old"), b"new")
    assert (tmp_path / "a").read_bytes() == b"newer"
    assert os.listdir(tmp_path) == ["a"]


def test_a_file_that_is_gone_is_told(tmp_path):
    with pytest.raises(UsageError, match="'a' is gone"):
        replace_unchanged(tmp_path, "a", digest(b""), b"new")
    assert os.listdir(tmp_path) == []


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a")
    with pytest.raises(UsageError, match="has changed"):
        replace_unchanged(tmp_path, "a", digest(b""), b"new")


@pytest.mark.parametrize("path", ["link", "folder/a", "../outside/a"])
def test_nothing_is_written_through_a_link_or_outside(tmp_path, path):
    outside, project = tmp_path / "outside", tmp_path / "project"
    outside.mkdir()
    project.mkdir()
    (outside / "a").write_bytes(b"old")
    (project / "link").symlink_to(outside / "a")
    (project / "folder").symlink_to(outside)
    with pytest.raises(UsageError, match="through a link"):
        replace_unchanged(project, path, digest(b"old"), b"new")
    assert (outside / "a").read_bytes() == b"old"


def test_a_disk_that_refuses_is_told_in_one_line(tmp_path, monkeypatch):
    (tmp_path / "a").write_bytes(b"old")

    def full(source: str, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(patching.os, "replace", full)
    with pytest.raises(MachineError, match="'a' cannot be written: No space left"):
        replace_unchanged(tmp_path, "a", digest(b"old"), b"new")
    assert os.listdir(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"
