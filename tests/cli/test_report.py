"""``harness report`` as a user meets it: a recorded run is shown again, in any format, and nothing is run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from harness.cli.boundary import guarded
from harness.cli.root import root as command
from tests.support.recorded import record_run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return record_run(tmp_path)


def test_the_newest_finished_run_is_shown_on_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.parent / "29991231T000000000000Z-abcdef").mkdir()  # one that was not finished
    assert guarded(command, ["report"]) == 0
    out = capsys.readouterr().out
    assert "2 cards: 2 passed" in out
    assert f"record    .harness/runs/{folder.name}" in out


@pytest.mark.parametrize("by", ["folder", "id"])
def test_a_run_is_named_by_its_folder_or_its_id(folder: Path, by: str, capsys: pytest.CaptureFixture[str]) -> None:
    record_run(folder.parents[2], ("BANK-NEW",))
    named = str(folder) if by == "folder" else folder.name
    assert guarded(command, ["report", named, "--report", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == folder.name


def test_a_report_is_written_to_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(command, ["report", "--report", "junit", "--output", "shown/run.xml"]) == 0
    assert "<testsuites" in Path("shown/run.xml").read_text()
    assert "report written to shown/run.xml" in capsys.readouterr().err


@pytest.mark.parametrize("named", ["nothing-here", "no/such/folder", "no\0where", ""])
def test_a_run_that_is_not_there_is_a_mistake_with_a_hint(
    folder: Path, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(command, ["report", named]) == 2
    err = capsys.readouterr().err
    assert f"there is no run '{named[:1]}" in err
    assert "hint: name its folder" in err


def test_a_folder_that_is_no_record_is_a_mistake(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(command, ["report", str(folder.parent)]) == 2
    assert "run.json" in capsys.readouterr().err


def test_without_any_run_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert guarded(command, ["report"]) == 2
    assert "run `harness run-cards` first" in capsys.readouterr().err


def test_an_unknown_format_is_a_mistake(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(command, ["report", "--report", "htm"]) == 2
    assert "unknown report 'htm'" in capsys.readouterr().err


def test_a_page_links_to_the_evidence_from_wherever_it_lies(folder: Path) -> None:
    assert guarded(command, ["report", "--report", "html", "--output", "shown/run.html"]) == 0
    page = Path("shown/run.html")
    found = re.findall(r'href="(\.\.?/[^"]*)"', page.read_text())
    assert found
    assert [link for link in found if not (page.parent / link).is_file()] == []


def test_the_newest_run_that_holds_something_is_found_among_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = record_run(folder.parents[2], ())
    assert newer.name > folder.name
    assert guarded(command, ["report", "--of", "cards", "--report", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == folder.name
    assert guarded(command, ["report", "--of", "golden"]) == 2
    assert "no finished run holds anything of golden" in capsys.readouterr().err
    assert guarded(command, ["report", folder.name, "--of", "cards"]) == 2
    assert "not both" in capsys.readouterr().err
