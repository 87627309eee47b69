"""``trace.lock``: lines that can be merged, that nobody writes in unseen, written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.adapters.trace_lock import LOCK, Lock, committed_lock, line_of, parse, read_lock, write_lock
from harness.domain.tracing import Anchor, Shown
from harness.errors import MachineError, UsageError
from tests.support.repositories import Repository


def anchor(requirement: str = "001-list/FR-001", evidence: str = "card ADD", **changed: str) -> Anchor:
    return Anchor(
        requirement=requirement,
        requirement_sha256="a" * 64,
        evidence=evidence,
        evidence_sha256="b" * 64,
        shown=Shown.PASS,
        tree="t",
        who="Å Person <a@example.org>",
        when=changed.get("when", "2026-11-01T00:00:00Z"),
        reason=changed.get("reason", 'looked at "it"\nand found it right'),
    )


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    both = (anchor(), anchor(evidence="card SHOW"))
    written = write_lock(tmp_path, Lock(), both)
    assert read_lock(tmp_path) == written
    assert (written.anchors, written.touched, written.broken) == (both, frozenset(), ())


def test_lines_are_sorted_one_for_each_link_and_others_kept_to_the_byte(tmp_path: Path) -> None:
    first = write_lock(tmp_path, Lock(), [anchor("b/FR-1"), anchor("a/FR-1", "card Z"), anchor("a/FR-1", "card A")])
    before = (tmp_path / LOCK).read_bytes().splitlines()
    write_lock(tmp_path, first, [anchor("a/FR-1", "card Z", reason="again")])
    after = (tmp_path / LOCK).read_bytes().splitlines()
    assert [json.loads(line)["evidence"] for line in after] == ["card A", "card Z", "card ADD"]
    assert (after[0], after[2]) == (before[0], before[2])


def test_a_line_that_somebody_wrote_in_is_told_from_the_others(tmp_path: Path) -> None:
    text = line_of(anchor()).replace(b"b" * 64, b"c" * 64) + b"\n" + line_of(anchor("a/FR-2"))
    found = parse(text)
    assert found.touched == {("001-list/FR-001", "card ADD")}
    assert len(found.anchors) == 2
    without = json.loads(line_of(anchor()))
    del without["line"]
    assert parse(json.dumps(without).encode()).touched


def test_a_line_somebody_wrote_in_is_not_made_whole_by_accepting_another(tmp_path: Path) -> None:
    (tmp_path / LOCK).write_bytes(line_of(anchor()).replace(b"b" * 64, b"c" * 64) + b"\n")
    assert write_lock(tmp_path, read_lock(tmp_path), [anchor("a/FR-2")]).touched == {("001-list/FR-001", "card ADD")}


@pytest.mark.parametrize(
    "line", [b"<<<<<<< ours", b"=======", b">>>>>>> theirs", b"{", b"[]", b"3", b"{}", b"\xff\xfe", b"[" * 100_000]
)
def test_what_is_no_line_is_named_and_the_others_are_read(line: bytes) -> None:
    found = parse(line_of(anchor()) + b"\n" + line + b"\n\n" + line_of(anchor("a/FR-2")) + b"\n")
    assert [number for number, _ in found.broken] == [2]
    assert len(found.anchors) == 2


def test_of_two_lines_for_one_link_the_later_decision_holds() -> None:
    later = anchor(when="2026-11-02T00:00:00Z", reason="later")
    for lines in ([later, anchor()], [anchor(), later]):
        assert parse(b"\n".join(map(line_of, lines))).anchors == (later,)


def test_there_may_be_none(tmp_path: Path) -> None:
    assert read_lock(tmp_path) == Lock()
    assert committed_lock(tmp_path) == Lock()


@pytest.mark.requires_git
def test_the_last_commit_is_asked_too(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "project")
    assert committed_lock(repository.folder) == Lock()
    repository.write({"a.txt": "a"})
    repository.commit()
    assert committed_lock(repository.folder) == Lock()
    write_lock(repository.folder, Lock(), [anchor()])
    repository.commit()
    (repository.folder / LOCK).unlink()
    assert committed_lock(repository.folder).anchors == (anchor(),)
    repository.write({"new/a.txt": "a"})
    assert committed_lock(repository.folder / "new") == Lock(), "a folder that no commit has"
    write_lock(repository.folder / "new", Lock(), [anchor("a/FR-2")])
    repository.commit()
    assert committed_lock(repository.folder / "new").anchors == (anchor("a/FR-2"),)


@pytest.mark.requires_git
def test_a_large_lock_is_read_from_the_last_commit(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "project")
    lines = (line_of(anchor(f"a/FR-{number}", reason="x" * 10_000)) for number in range(900))
    (repository.folder / LOCK).write_bytes(b"\n".join(lines))
    repository.commit()
    assert (repository.folder / LOCK).stat().st_size > 8 * 1024 * 1024
    assert len(committed_lock(repository.folder).anchors) == 900


def test_a_lock_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    before = read_lock(tmp_path)
    write_lock(tmp_path, before, [anchor()])
    with pytest.raises(UsageError, match="changed meanwhile"):
        write_lock(tmp_path, before, [anchor("a/FR-2")])


def test_a_link_or_a_folder_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("")
    (tmp_path / LOCK).symlink_to("elsewhere")
    with pytest.raises(UsageError, match="no plain file"):
        read_lock(tmp_path)
    (tmp_path / LOCK).unlink()
    (tmp_path / LOCK).mkdir()
    with pytest.raises(UsageError, match="no plain file"):
        read_lock(tmp_path)


def test_where_nothing_can_be_written_all_is_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = write_lock(tmp_path, Lock(), [anchor()])

    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    monkeypatch.setattr("harness.adapters.files.os.replace", full)
    with pytest.raises(MachineError, match="No space left"):
        write_lock(tmp_path, written, [anchor("a/FR-2")])
    assert read_lock(tmp_path) == written
    assert [path.name for path in tmp_path.iterdir()] == [LOCK]
