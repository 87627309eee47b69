"""What waits for a review: whole or not at all, the newest run's, never outside the project, whatever lies there."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from harness.adapters import pending
from harness.errors import MachineError

PICTURE = f"sha256:{hashlib.sha256(b'png').hexdigest()}"


def store(root: Path, case: str = "CASE", text: str = "received\n", run: str = "2", picture: bytes = b"png") -> None:
    pending.store(root, case, text, f"raw {text}", {PICTURE: picture}, run)


def test_what_is_stored_waits_with_its_pictures_and_its_run(tmp_path: Path) -> None:
    store(tmp_path, "A/B: ü")
    store(tmp_path, "CASE")
    waiting, unreadable = pending.waiting(tmp_path)
    assert [one.case for one in waiting] == ["A/B: ü", "CASE"]
    assert unreadable == []
    one = waiting[1]
    assert (one.text, one.raw, one.run) == (b"received\n", b"raw received\n", "2")
    assert one.picture(PICTURE) == b"png"
    assert one.picture("sha256:" + "b" * 64) is None


def test_only_what_is_from_a_newer_run_takes_its_place(tmp_path: Path) -> None:
    store(tmp_path, text="second\n", run="2")
    store(tmp_path, text="first\n", run="1")
    assert pending.waiting(tmp_path)[0][0].text == b"second\n"
    store(tmp_path, text="third\n", run="3")
    assert pending.waiting(tmp_path)[0][0].text == b"third\n"
    pending.remove(tmp_path, "CASE", "2")
    assert len(pending.waiting(tmp_path)[0]) == 1
    pending.remove(tmp_path, "CASE", "3")
    assert pending.waiting(tmp_path) == ([], [])


def test_nothing_waits_where_nothing_was_stored(tmp_path: Path) -> None:
    assert pending.waiting(tmp_path) == ([], [])
    pending.remove(tmp_path, "CASE")


def test_garbage_is_named_and_replaced_when_something_is_stored_there(tmp_path: Path) -> None:
    folder = tmp_path / ".harness/golden"
    (folder / "CASE").mkdir(parents=True)
    (folder / "CASE/facts.json").write_bytes(b"\xff{")
    (folder / "OTHER").mkdir()
    (folder / "OTHER/facts.json").write_text('{"case": "CASE", "run": "1"}')
    (folder / "file").write_text("")
    (folder / "link").symlink_to("/etc")
    (folder / ".new-left").mkdir()
    waiting, unreadable = pending.waiting(tmp_path)
    assert waiting == []
    assert [Path(path).name for path in unreadable] == ["CASE", "OTHER", "file", "link"]
    store(tmp_path)
    assert [one.case for one in pending.waiting(tmp_path)[0]] == ["CASE"]
    pending.remove(tmp_path, "link")
    pending.remove(tmp_path, "file")
    assert Path("/etc/passwd").exists()
    assert sorted(path.name for path in folder.iterdir()) == [".new-left", "CASE", "OTHER"]


def test_a_folder_that_leads_out_of_the_project_is_neither_read_nor_written(tmp_path: Path) -> None:
    root, outside = tmp_path / "project", tmp_path / "outside"
    (root / ".harness").mkdir(parents=True)
    outside.mkdir()
    (root / ".harness/golden").symlink_to(outside)
    with pytest.raises(MachineError, match="leads out of the project"):
        store(root)
    (outside / "CASE").mkdir()
    assert pending.waiting(root) == ([], [])
    pending.remove(root, "CASE")
    assert (outside / "CASE").is_dir()


def test_a_file_in_its_place_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / ".harness").mkdir()
    (tmp_path / ".harness/golden").write_text("")
    with pytest.raises(MachineError, match="cannot be written"):
        store(tmp_path)


def test_many_at_once_leave_one_whole(tmp_path: Path) -> None:
    def many(number: int) -> None:
        for round in range(20):
            store(tmp_path, text=f"{number} {round}\n" * 200, run=f"{round:03}")

    threads = [threading.Thread(target=many, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ((one,), unreadable) = pending.waiting(tmp_path)
    assert unreadable == []
    assert len(set(one.text.splitlines())) == 1
    assert one.run == "019"
    assert [path.name for path in (tmp_path / ".harness/golden").iterdir()] == ["CASE"]
