"""What a report reads of a record: whole observations and files, never from outside it, and no error for what is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.adapters.records import RunEvidence
from harness.domain.observations import CommandObservation
from tests.support.recorded import record_run

ATTEMPT = "cards/BANK-TRANSFER/1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return record_run(tmp_path)


def test_an_observation_comes_with_its_output(folder: Path) -> None:
    shown = RunEvidence(folder).observation(ATTEMPT, "o3")
    assert isinstance(shown, CommandObservation)
    assert (shown.command, shown.shown) == ("bank show r-1", "30.00 sent, 70.00 left\n")


def test_files_are_named_and_read(folder: Path) -> None:
    evidence = RunEvidence(folder)
    assert "card.md" in evidence.files(ATTEMPT)
    assert (evidence.file(ATTEMPT, "card.md") or b"").startswith(b"---\nid: BANK-TRANSFER")


def test_what_is_gone_or_broken_is_none(folder: Path) -> None:
    evidence = RunEvidence(folder)
    (folder / ATTEMPT / "observations/o1.json").write_text("{")
    assert [evidence.observation(ATTEMPT, id) for id in ("o1", "o99", "no\0id")] == [None] * 3
    assert (evidence.file(ATTEMPT, "observations"), evidence.files("cards/NONE/1")) == (None, ())


def test_a_record_cannot_lead_a_report_out_of_its_folder(folder: Path) -> None:
    secret = folder.parent / "secret.txt"
    secret.write_text("secret")
    (folder / ATTEMPT / "link.txt").symlink_to(secret)
    evidence = RunEvidence(folder)
    assert evidence.file(ATTEMPT, "link.txt") is None
    assert "link.txt" not in evidence.files(ATTEMPT)
    assert (evidence.file("..", "secret.txt"), evidence.file(str(folder.parent), "secret.txt")) == (None, None)
    assert evidence.files("..") == ()


def test_a_file_that_may_not_be_read_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert RunEvidence(folder).file(ATTEMPT, "card.md") is None
