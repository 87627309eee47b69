"""The file of known findings is written once, and afterwards only ever loses entries."""

from __future__ import annotations

import pytest

from harness.app.baselines import load_baseline, write_baseline
from harness.constitution.baseline import Entry
from harness.domain.findings import Finding, Role, Span
from harness.errors import DocumentError, UsageError


def finding(number: int) -> Finding:
    span = Span(path="a.py", line=number)
    return Finding(
        principle="A-1", role=Role.VIOLATES, span=span, technique="text forbid", fingerprint=f"{number:024x}"
    )


def decided(entry: Entry) -> bool:
    return False


def test_a_baseline_is_written_once_and_then_only_shrinks(tmp_path):
    path = tmp_path / "deep/known.json"
    first = write_baseline(path, [finding(1), finding(2)], decided)
    assert load_baseline(path) == first
    second = write_baseline(path, [finding(2), finding(3)], decided)
    assert [one.line for one in second.findings] == [2]
    assert load_baseline(path) == second


def test_a_baseline_that_would_not_change_is_not_touched(tmp_path):
    path = tmp_path / "known.json"
    write_baseline(path, [finding(1)], decided)
    path.write_bytes(path.read_bytes() + b"\n")
    write_baseline(path, [finding(1), finding(2)], decided)
    assert path.read_bytes().endswith(b"}\n\n")


def test_an_invalid_baseline_is_never_overwritten(tmp_path):
    path = tmp_path / "known.json"
    path.write_text("{}")
    with pytest.raises(DocumentError):
        write_baseline(path, [finding(1)], decided)
    assert path.read_text() == "{}"


def test_a_missing_baseline_is_told_with_how_to_write_one(tmp_path):
    with pytest.raises(UsageError, match="there is no baseline") as error:
        load_baseline(tmp_path / "known.json")
    assert "--write-baseline" in error.value.hint
