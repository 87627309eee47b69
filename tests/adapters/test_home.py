"""What a product leaves in the user's folder: every change with its content, and nothing outside is ever looked at."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.adapters import home
from harness.adapters.cell.plan import Cell
from harness.adapters.ground import Ground
from harness.adapters.home import Home
from harness.adapters.surfaces.terminal import open_surface
from harness.domain.actions import RunCommand
from harness.domain.observations import EntryKind
from harness.errors import MachineError
from tests.support.grounds import ground_of

pytestmark = pytest.mark.requires_cell


class Looked:
    """A user's folder in which commands are run, each time with what they changed."""

    def __init__(self, ground: Ground) -> None:
        self._terminal = open_surface(ground)
        self.cell: Cell = ground.cell
        self.home = Home(ground.cell)
        self.run("mkdir -p kept && echo before > kept/old && ln -s kept/old link")
        self.home.changes()

    def run(self, command: str) -> None:
        self._terminal.perform(RunCommand(command=command))

    def after(self, command: str) -> tuple[list[tuple[str, str, str]], dict[str, bytes]]:
        self.run(command)
        found = self.home.changes()
        return [(one.change, one.entry.value, one.path) for one in found.changes], found.contents


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Looked]:
    with ground_of(tmp_path_factory.mktemp("home"), {}) as ground:
        yield Looked(ground)


def test_files_that_come_change_and_go_are_told_with_their_content(looked: Looked) -> None:
    changes, contents = looked.after("echo a > new; echo b >> kept/old")
    assert changes == [("changed", "file", "kept/old"), ("created", "file", "new")]
    assert contents == {"kept/old": b"before\nb\n", "new": b"a\n"}
    assert looked.after("rm new") == ([("deleted", "file", "new")], {})


def test_a_file_that_is_written_again_as_it_was_has_not_changed(looked: Looked) -> None:
    looked.after("echo same > again")
    assert looked.after("echo same > again; touch again") == ([], {})
    assert looked.after("cp again other && mv other again") == ([], {})


def test_folders_links_pipes_and_modes_count(looked: Looked) -> None:
    changes, contents = looked.after("mkdir box; ln -s /etc/passwd out; mkfifo pipe; echo x > run; chmod +x run")
    assert changes == [
        ("created", "folder", "box"),
        ("created", "link", "out"),
        ("created", "other", "pipe"),
        ("created", "file", "run"),
    ]
    assert contents == {"run": b"x\n"}
    looked.run("ln -sfn kept link")
    (change,) = looked.home.changes().changes
    assert (change.change, change.entry, change.target) == ("changed", EntryKind.LINK, "kept")
    changes, _ = looked.after("chmod -x run")
    assert changes == [("changed", "file", "run")]


def test_a_link_out_of_the_folder_is_never_followed(looked: Looked) -> None:
    looked.after("mkdir deep; echo y > deep/file; ln -s /etc etc")
    assert looked.home.content("etc/passwd") is None
    assert looked.home.content("out") is None
    assert looked.home.content("nowhere/at/all") is None
    assert not [path for path in looked.home.entries() if path.startswith("etc/")]


def test_what_cannot_be_kept_is_told_by_size_and_digest(looked: Looked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "MOST_OUTPUT", 4)
    monkeypatch.setattr(home, "MOST_KEPT", 6)
    looked.run("printf 12345 > long; printf abc > a1; printf abd > a2; printf abe > a3")
    found = looked.home.changes()
    assert found.contents == {"a1": b"abc", "a2": b"abd"}
    told = {one.path: (one.size, one.sha256) for one in found.changes}
    assert told["long"] == (5, hashlib.sha256(b"12345").hexdigest())
    assert told["a3"] == (3, hashlib.sha256(b"abe").hexdigest())


def test_a_folder_that_is_too_full_or_too_deep_is_refused(looked: Looked, monkeypatch: pytest.MonkeyPatch) -> None:
    looked.after("true")
    monkeypatch.setattr(home, "MOST_ENTRIES", 3)
    with pytest.raises(MachineError, match="holds more than 3 files"):
        looked.home.entries()
    monkeypatch.setattr(home, "MOST_ENTRIES", 20_000)
    monkeypatch.setattr(home, "_DEEPEST", 0)
    with pytest.raises(MachineError, match="the user's folder"):
        looked.home.entries()


def test_a_folder_that_nobody_may_read_hides_what_is_in_it_and_breaks_nothing(looked: Looked) -> None:
    changes, _ = looked.after("mkdir shut; echo z > shut/in; chmod 0 shut")
    assert ("created", "folder", "shut") in changes


def test_a_cell_that_is_closed_cannot_be_looked_at(tmp_path: Path) -> None:
    with ground_of(tmp_path, {}) as ground:
        there = Home(ground.cell)
        ground.cell.close()
        with pytest.raises(MachineError):
            there.entries()


def test_a_file_that_is_mostly_holes_is_refused_without_being_read(
    looked: Looked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "MOST_READ", 1 << 20)
    with pytest.raises(
        MachineError, match="'holes' and what else changed in the user's folder hold more than 1,048,576"
    ):
        looked.after("truncate -s 3M holes")
    assert looked.after("rm holes")[0] == [("deleted", "file", "holes")]


def test_files_that_hold_too_much_together_are_refused(looked: Looked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "MOST_READ", 1 << 20)
    with pytest.raises(MachineError, match="hold more than"):
        looked.after("truncate -s 600K first second")
    looked.run("rm first second")
    looked.home.changes()


@pytest.mark.parametrize("name", ["secret", "closed"])
def test_what_may_not_be_read_is_no_empty_file(looked: Looked, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    looked.run("echo a > secret; mkdir -p closed; echo b > closed/inside")
    genuine = os.open

    def refused(path: str, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        if path == name:
            raise PermissionError(errno.EACCES, "Permission denied")
        return genuine(path, flags, mode, dir_fd=dir_fd)

    with monkeypatch.context() as context:
        context.setattr(os, "open", refused)
        with pytest.raises(MachineError, match=f"'{name}' in the user's folder may not be read"):
            looked.home.changes()
    looked.run("rm -r secret closed")
    looked.home.changes()
