"""Retiring and writing goldens where the machine fails half-way: everything is as it was before."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.adapters import files
from harness.app.golden_drafts import Draft
from harness.app.golden_retire import retire
from harness.app.golden_writing import NewGolden, write_golden
from harness.domain.cards import Section
from harness.domain.golden import Capture, GoldenCase, Part, PartKind, Snapshot
from harness.errors import MachineError
from harness.golden.documents import with_redactions
from harness.readers import read_golden
from tests.support.goldens import CONFIGURATION, case, files_below

TEXT = case("CASE", "todo a")


def a_case(text: str = TEXT) -> GoldenCase:
    return read_golden(text, "golden/case.md")


def new_golden(one: GoldenCase) -> NewGolden:
    parts = (Part(name="stdout", kind=PartKind.TEXT, value="a\n"),)
    capture = Capture(section=Section.STEPS, number=1, did="Run `todo a`.", parts=parts)
    return NewGolden(one, Snapshot(case="CASE", case_sha256=one.card.sha256, captures=(capture,)))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CI", raising=False)
    (tmp_path / "harness.toml").write_text(CONFIGURATION)
    (tmp_path / "golden").mkdir()
    return tmp_path


def test_a_golden_is_written_with_its_document_and_its_line(root: Path) -> None:
    path = write_golden(root, Draft(a_case(), root / "golden/case.md"), new_golden(a_case()))
    assert path == "golden/CASE.golden"
    assert sorted(files_below(root / "golden")) == ["CASE.golden", "accepted.jsonl", "case.md"]


@pytest.mark.parametrize("written", [False, True])
def test_a_snapshot_that_cannot_be_written_leaves_all_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, written: bool
) -> None:
    if written:
        (root / "golden/case.md").write_text(TEXT)
    before = files_below(root / "golden")
    one = a_case(TEXT.replace("surface: terminal", "surface: terminal\nredact: [uuids]"))
    assert with_redactions(TEXT, one.redactions) != TEXT
    genuine = files.write_new

    def refused(path: Path, text: str) -> None:
        if path.suffix == ".golden":
            raise MachineError("no room", "")
        genuine(path, text)

    monkeypatch.setattr(files, "write_new", refused)
    with pytest.raises(MachineError, match="no room"):
        write_golden(root, Draft(a_case(), root / "golden/case.md", written=written), new_golden(one))
    left = files_below(root / "golden")
    assert {name: digest for name, digest in left.items() if name != "accepted.jsonl"} == before
    assert (root / "golden/accepted.jsonl").read_bytes() == b""


def test_where_the_second_file_cannot_be_removed_the_first_comes_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_golden(root, Draft(a_case(), root / "golden/case.md"), new_golden(a_case()))
    before = files_below(root / "golden")
    genuine = Path.rename

    def refused(path: Path, target: Path) -> Path:
        if path.suffix == ".golden":
            raise PermissionError(13, "Permission denied", str(path))
        return genuine(path, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(MachineError, match=r"CASE\.golden' cannot be removed: Permission denied"):
        retire(root, "CASE", "not needed")
    assert files_below(root / "golden") == before
