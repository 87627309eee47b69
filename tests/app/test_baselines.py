"""The file of known findings is written once, and afterwards only ever loses entries."""

from __future__ import annotations

import pytest

from harness.app.baselines import load_baseline, ratcheted_baseline, write_baseline
from harness.constitution.baseline import Entry, baseline_of, written
from harness.domain.findings import Finding, Role, Span
from harness.errors import DocumentError, UsageError
from tests.support.repositories import Repository


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


@pytest.mark.requires_git
def test_a_baseline_that_was_made_to_grow_by_hand_holds_what_it_held_before(tmp_path):
    repository = Repository.create(tmp_path / "project", {"known.json": written(baseline_of([finding(1)]))})
    path = repository.folder / "known.json"
    path.write_text(written(baseline_of([finding(1), finding(2)])))
    held, left_out = ratcheted_baseline(path, repository.folder, "HEAD")
    assert ([one.line for one in held.findings], left_out) == ([1], 1)


@pytest.mark.requires_git
def test_a_baseline_that_is_new_or_lies_elsewhere_holds_as_it_is(tmp_path):
    repository = Repository.create(tmp_path / "project", {"a.py": ""})
    for path in (repository.folder / "known.json", tmp_path / "known.json"):
        first = write_baseline(path, [finding(1)], decided)
        assert ratcheted_baseline(path, repository.folder, "HEAD") == (first, 0)
        assert ratcheted_baseline(path, repository.folder, "HEAD~7") == (first, 0)
