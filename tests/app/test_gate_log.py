"""The log of decisions: what is kept of each, and every way to have it say less."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from harness.adapters.chained_file import content
from harness.app import gate_log
from harness.app.gate_log import append, decisions, read, read_log
from harness.domain.gate import Band, Renewal
from harness.errors import DocumentError, MachineError, RecordError, UsageError
from tests.support.gated import FAILED, PASSED, Gated

pytestmark = pytest.mark.requires_git
LOG = ".harness/gate/decisions.jsonl"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gated:
    return Gated.create(tmp_path, monkeypatch)


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def renewal(number: int) -> Renewal:
    return Renewal(line="main", who="Ann", when="2026-11-21T00:00:00Z", reason=f"reason {number}")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "kept" / "decisions.jsonl"
    for number in range(4):
        append(path, renewal(number))
    return path


def reasons(path: Path) -> list[str]:
    return [one.reason for one in read(path) if isinstance(one, Renewal)]


def test_each_line_names_the_line_before_it(log: Path) -> None:
    found = read(log)
    assert reasons(log) == ["reason 0", "reason 1", "reason 2", "reason 3"]
    assert found[0].previous == ""
    assert len({one.previous for one in found}) == 4


def test_a_log_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path / "none.jsonl") == ()


@pytest.mark.parametrize(
    ("spoil", "line", "said"),
    [
        (lambda all_: [all_[0], all_[1].replace(b"reason 1", b"reason X"), *all_[2:]], 3, "names another line"),
        (lambda all_: [*all_[:1], *all_[2:]], 2, "names another line"),
        (lambda all_: [all_[1], all_[0], *all_[2:]], 1, "and is the first"),
        (lambda all_: [*all_[:2], b"{}\n", *all_[2:]], 3, "is no line of the log"),
        (lambda all_: all_[:3], 3, "the log ends after 3 lines, and had 4"),
        (lambda all_: [], 1, "the log ends after 0 lines, and had 4"),
        (
            lambda all_: [*all_[:3], all_[3].replace(b"reason 3", b"reason X")],
            4,
            "was the end of the log and is another",
        ),
        (lambda all_: [*all_[:3], all_[3][:-20]], 3, "the log ends after 3 lines, and had 4"),
    ],
)
def test_a_log_that_was_edited_or_shortened_is_told_at_its_line(log: Path, spoil: object, line: int, said: str) -> None:
    assert callable(spoil)
    log.write_bytes(b"".join(spoil(lines(log))))
    with pytest.raises(DocumentError) as raised:
        read(log)
    first = raised.value.mistakes[0]
    assert (first.place.line, said in first.what, first.code) == (line, True, "GATE101")


def test_a_log_that_was_taken_away_altogether_is_told(log: Path) -> None:
    log.unlink()
    with pytest.raises(DocumentError):
        read(log)


def test_a_line_that_was_not_written_to_its_end_is_left_out_and_written_over(log: Path) -> None:
    with log.open("ab") as stream:
        stream.write(b'{"line": "main", "who": "A')
    assert len(read(log)) == 4
    append(log, renewal(4))
    assert reasons(log)[-2:] == ["reason 3", "reason 4"]


def test_a_stop_between_the_line_and_its_end_loses_nothing(log: Path) -> None:
    end = log.with_name("decisions.jsonl.end")
    before = end.read_bytes()
    append(log, renewal(4))
    end.write_bytes(before)
    assert len(read(log)) == 5
    append(log, renewal(5))
    assert len(read(log)) == 6


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"count": "x", "sha256": 1}'])
def test_an_end_that_cannot_be_read_is_told_as_a_log_that_was_cut(log: Path, broken: bytes) -> None:
    log.with_name("decisions.jsonl.end").write_bytes(broken)
    assert len(read_log(log).lines) == 4
    with pytest.raises(DocumentError, match="where the log ended cannot be read"):
        read(log)
    append(log, renewal(4))
    with pytest.raises(DocumentError, match="where the log ended cannot be read"):
        read(log)


def test_several_at_once_lose_no_line(log: Path) -> None:
    threads = [threading.Thread(target=append, args=(log, renewal(10 + number))) for number in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(reasons(log)[4:]) == sorted(f"reason {10 + number}" for number in range(8))


def test_a_disk_that_is_full_leaves_the_log_as_it_was(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.adapters.chained_file.os.write", lambda descriptor, data: 3)
    with pytest.raises(MachineError, match="No space left"):
        append(log, renewal(4))
    monkeypatch.undo()
    assert len(read(log)) == 4


def test_a_log_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("")
    os.symlink(tmp_path / "elsewhere", tmp_path / "log")
    with pytest.raises(MachineError):
        append(tmp_path / "log", renewal(0))


def test_a_log_of_a_newer_harness_is_refused(made: Gated) -> None:
    made.decided()
    path = made.folder / LOG
    record = json.loads(path.read_text())
    record["decision"] |= {"schema_version": 99, "more": 1}
    path.write_text(json.dumps(record) + "\n")
    with pytest.raises(RecordError, match="schema version 99"):
        read(path)
    assert made.harness("gate").code == 2


def test_a_folder_of_ours_that_leads_out_of_the_project_is_refused(made: Gated, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    os.symlink(tmp_path / "outside", made.folder / ".harness")
    with pytest.raises(UsageError, match="leads out of the project"):
        made.decided()


def test_nothing_of_the_log_becomes_part_of_the_tree(made: Gated) -> None:
    before = made.subject.tree
    made.decided()
    assert made.subject.tree == before


# What a gate makes of it


def test_a_decision_is_kept_with_what_it_rests_on(made: Gated) -> None:
    made.all_pass()
    decided = made.decided()
    (record,) = decisions(read(made.folder / LOG))
    assert (record.id, record.decision, record.previous) == (decided.id, decided, "")
    assert record.ages["cards.passed"] > 0
    assert record.seconds > 0


def test_to_ask_writes_nothing(made: Gated) -> None:
    made.status()
    assert not (made.folder / LOG).exists()


def send_back(made: Gated, number: int) -> Band:
    made.edit("bin/todo", "#!/bin/sh", f"#!/bin/sh\n# attempt {number}")
    made.check()
    made.cards({"TODO-ADD": FAILED, "TODO-SHOW": PASSED})
    return made.decided(line="work").band


def test_the_fourth_time_the_cycles_are_used_up(made: Gated) -> None:
    made.repository.git("branch", "before")
    bands = [send_back(made, number) for number in range(4)]
    assert bands == [Band.REWORK, Band.REWORK, Band.REWORK, Band.FAIL]
    assert made.decided(line="other").band is Band.REWORK, "another line of work has its own"


def test_the_same_tree_again_uses_no_cycle(made: Gated) -> None:
    bands = [send_back(made, 1), *(made.decided(line="work").band for _ in range(4))]
    assert bands == [Band.REWORK] * 5
    assert made.decided(line="work").cycles.gate == 1


def test_what_cannot_be_told_uses_no_cycle(made: Gated) -> None:
    for _ in range(5):
        assert made.decided(line="work").band is Band.UNDECIDED
    assert send_back(made, 1) is Band.REWORK


def test_two_gates_at_once_are_both_kept(made: Gated) -> None:
    made.all_pass()
    threads = [threading.Thread(target=made.decided) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(read(made.folder / LOG)) == 3


@pytest.mark.parametrize("spoil", ["cut", "edited"])
def test_a_log_that_was_changed_fails_the_tree(made: Gated, spoil: str) -> None:
    made.all_pass()
    assert [made.decided().band for _ in range(2)] == [Band.PASS, Band.PASS]
    path = made.folder / LOG
    kept = lines(path)
    path.write_bytes(kept[0] if spoil == "cut" else kept[0].replace(b'"PASS"', b'"FAIL"') + kept[1])
    decision = made.decided()
    fact = next(one for one in decision.facts if one.name == "integrity.tampering")
    assert (decision.band, fact.value) == (Band.FAIL, 1 if spoil == "cut" else 2)
    assert all(one.key.startswith("record ") and LOG in one.key for one in fact.items)
    assert made.harness("gate", "log", "--verify").code == 1, "what is decided after that heals nothing"
    assert made.decided().band is Band.FAIL


def test_another_log_in_the_tree_is_told(made: Gated) -> None:
    made.all_pass()
    done = made.harness("gate", "--log", "decisions.jsonl")
    assert "the tree has 'decisions.jsonl' now and is another" in done.err
    assert len(read_log(made.folder / "decisions.jsonl").lines) == 1
    assert content(made.folder / "decisions.jsonl").end is not None


# Renewing


def test_a_renewal_needs_a_person_at_a_terminal(made: Gated) -> None:
    done = made.harness("gate", "renew", "--line", "work", "--reason", "sure")
    assert (done.code, "it is for a person to look at" in done.err) == (2, True)


def test_nothing_is_renewed_in_a_pipeline(made: Gated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    done = made.harness("gate", "renew", "--line", "work", "--reason", "sure")
    assert (done.code, "in CI" in done.err) == (2, True)


def test_what_was_renewed_may_go_on(made: Gated, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        band = send_back(made, number)
    assert band is Band.FAIL
    monkeypatch.setattr(gate_log.deciding, "may_decide", lambda done: "")
    done = made.harness("gate", "renew", "--line", "work", "--reason", "we looked at it together")
    assert (done.code, "by A Person <person@example.org>" in done.out) == (0, True)
    assert made.decided(line="work").band is Band.REWORK
    shown = made.harness("gate", "log").out
    assert "renewed   work by A Person <person@example.org>: we looked at it together" in shown


def test_a_renewal_says_why_and_a_changed_log_is_not_renewed(made: Gated, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate_log.deciding, "may_decide", lambda done: "")
    assert made.harness("gate", "renew", "--line", "work", "--reason", " ").code == 2
    made.decided()
    (made.folder / LOG).write_text("{}\n")
    done = made.harness("gate", "renew", "--line", "work", "--reason", "sure")
    assert (done.code, f"{LOG}:1" in done.err) == (2, True)


@pytest.mark.parametrize("text", ["# Notes\n", "a last line without an end", '{\n  "name": "x"\n}\n'])
def test_a_file_that_is_no_log_is_not_written_to(made: Gated, text: str) -> None:
    made.write("notes.txt", text)
    done = made.harness("gate", "--log", "notes.txt")
    assert (done.code, "error: 'notes.txt' is no log of decisions" in done.err) == (2, True)
    assert (made.folder / "notes.txt").read_text() == text
    assert not (made.folder / "notes.txt.end").exists()
