"""The summary of a step: appended to, never beyond what GitHub takes, and left alone where no runner asks for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.adapters.step_summary import MOST_BYTES, append_summary
from harness.errors import MachineError

NAME = "GITHUB_STEP_SUMMARY"


def test_without_a_runner_nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)
    append_summary(lambda most: pytest.fail("nobody asked"))
    monkeypatch.setenv(NAME, "")
    append_summary(lambda most: pytest.fail("nobody asked"))


def test_what_stands_there_stays_and_leaves_less_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.md"
    monkeypatch.setenv(NAME, str(path))
    rooms: list[int] = []

    def text_of(most: int) -> str:
        rooms.append(most)
        return "送\n"

    append_summary(text_of)
    append_summary(text_of)
    assert path.read_text() == "送\n送\n"
    assert rooms == [MOST_BYTES, MOST_BYTES - 4]


def test_what_would_be_too_much_is_not_written_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"x" * (MOST_BYTES - 3))
    monkeypatch.setenv(NAME, str(path))
    append_summary(lambda most: "four")
    assert path.stat().st_size == MOST_BYTES - 3
    append_summary(lambda most: "thr")
    assert path.stat().st_size == MOST_BYTES


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, str(tmp_path / "gone" / "summary.md"))
    with pytest.raises(MachineError, match=r"summary\.md' cannot be written"):
        append_summary(lambda most: "x")
