"""Output beyond what is kept: for cards it ends the command; where all is read, size and digest tell of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from harness.adapters.cell import capture
from harness.adapters.surfaces.terminal import open_surface
from harness.domain.actions import RunCommand
from harness.domain.observations import CommandObservation, LongOutput
from tests.support.grounds import ground_of

pytestmark = pytest.mark.requires_cell

LOUD = "head -c 50000 /dev/zero; echo end >&2"
TODO = "#!/bin/sh\nhead -c 50000 /dev/zero\n"


@pytest.fixture(autouse=True)
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "MOST_OUTPUT", 1000)


def shown(room: Path, command: str, read_all: bool) -> CommandObservation:
    with ground_of(room, {"todo": TODO}) as ground:
        found = open_surface(replace(ground, read_all=read_all)).perform(RunCommand(command=command))
        assert isinstance(found, CommandObservation)
        again = ground.recorder.observation(found.id)
        assert again == found
        return found


@pytest.mark.parametrize("command", [LOUD, "todo"])
def test_all_of_it_is_read_and_only_its_beginning_is_kept(tmp_path: Path, command: str) -> None:
    found = shown(tmp_path, command, read_all=True)
    assert (found.exit_code, found.stopped, len(found.stdout)) == (0, None, 1000)
    assert found.longer == {"stdout": LongOutput(size=50_000, sha256=hashlib.sha256(bytes(50_000)).hexdigest())}
    assert found.stderr == ("end\n" if command == LOUD else "")


def test_what_fits_is_told_of_by_itself(tmp_path: Path) -> None:
    assert shown(tmp_path, "head -c 1000 /dev/zero", read_all=True).longer == {}


def test_what_never_stops_printing_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture, "MOST_READ", 2 << 20)
    found = shown(tmp_path, "yes", read_all=True)
    assert found.stopped == "printed more than 2 MiB"
    assert len(found.stdout) == 1000


def test_for_a_card_it_ends_the_command(tmp_path: Path) -> None:
    found = shown(tmp_path, LOUD, read_all=False)
    assert found.stopped == "printed more than 0 MiB"
    assert found.longer == {}
