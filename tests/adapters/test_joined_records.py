"""Several processes at one chain of events, and work that one of them does for all."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from harness.adapters.records.folders import new_run_id
from harness.adapters.records.joining import JoinedRecorder
from harness.adapters.shared_work import SharedWork
from harness.domain.events import RunStarted
from harness.errors import RecordError
from harness.evaluation.verification.chain import followed


def write(root: Path, id: str, many: int) -> None:
    with JoinedRecorder(root, id) as recorder:
        for number in range(many):
            recorder.append(RunStarted(run=id, tree=None, cards=number))


def made(folder: Path, number: int) -> tuple[str, bool]:
    is_mine = []

    def make() -> str:
        is_mine.append(True)
        return f"by {number}"

    return SharedWork(folder).once("text", make), bool(is_mine)


def test_processes_that_write_at_once_leave_one_whole_chain(tmp_path: Path) -> None:
    id = new_run_id()
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(write, [tmp_path] * 3, [id] * 3, [40] * 3))
    with JoinedRecorder(tmp_path, id) as recorder:
        chain = followed(recorder.lines())
        assert chain.differences == []
        assert chain.end == recorder.chain
        assert chain.count == 120


def test_a_line_without_an_end_is_of_a_process_that_was_killed(tmp_path: Path) -> None:
    id = new_run_id()
    write(tmp_path, id, 2)
    path = tmp_path / ".harness/runs" / id / "events.jsonl"
    with path.open("ab") as file:
        file.write(b'{"half')
    write(tmp_path, id, 1)
    chain = followed(path.read_bytes().splitlines())
    assert (chain.count, chain.differences) == (3, [])


def test_a_changed_line_is_not_hidden_by_those_that_follow(tmp_path: Path) -> None:
    id = new_run_id()
    write(tmp_path, id, 2)
    path = tmp_path / ".harness/runs" / id / "events.jsonl"
    lines = path.read_bytes().splitlines()
    path.write_bytes(lines[0].replace(b'"cards":0', b'"cards":7') + b"\n" + lines[1] + b"\n")
    write(tmp_path, id, 1)
    assert followed(path.read_bytes().splitlines()).differences


def test_attempts_are_numbered_past_those_that_are_there(tmp_path: Path) -> None:
    with JoinedRecorder(tmp_path, new_run_id()) as recorder:
        assert recorder.next_attempt("A") == 1
        (recorder.folder / "cards/A/1").mkdir(parents=True)
        assert recorder.next_attempt("A") == 2


def test_a_run_does_not_lie_outside_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "project/.harness").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RecordError):
        JoinedRecorder(tmp_path / "project", new_run_id())


def test_one_of_several_processes_makes_what_all_want(tmp_path: Path) -> None:
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = list(pool.map(made, [tmp_path / "shared"] * 6, range(6)))
    assert len({text for text, _ in found}) == 1
    assert sum(mine for _, mine in found) == 1


def test_what_could_not_be_made_is_tried_again(tmp_path: Path) -> None:
    work = SharedWork(tmp_path / "shared")

    def fails() -> str:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        work.once("text", fails)
    assert work.found("text") is None
    assert work.once("text", lambda: "now") == "now"
    work.drop("text")
    assert work.found("text") is None
    work.remove()
    assert not work.folder.exists()
