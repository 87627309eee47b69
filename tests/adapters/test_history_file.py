"""The file that keeps a line for each trace."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness.adapters import history_file
from harness.adapters.history_file import HISTORY, append_line, read_history
from harness.domain.tracing import HistoryLine
from harness.errors import DocumentError, MachineError, UsageError
from harness.trace.codes import HISTORY as BROKEN
from harness.trace.history import same


def line(tree: str, untested: int = 0) -> HistoryLine:
    return HistoryLine(when="now", tree=tree, requirements=1, coverage=0.5, pass_rate=1.0, untested=untested)


def trees(root: Path) -> list[str]:
    return [one.tree for one in read_history(root / HISTORY, HISTORY, BROKEN)]


def test_lines_are_appended_and_one_that_says_the_same_is_not(tmp_path):
    assert append_line(tmp_path, line("a"), BROKEN, same)
    assert not append_line(tmp_path, line("a"), BROKEN, same)
    assert append_line(tmp_path, line("a", untested=1), BROKEN, same)
    assert append_line(tmp_path, line("a"), BROKEN, same)
    assert trees(tmp_path) == ["a", "a", "a"]
    assert (tmp_path / ".harness/.gitignore").read_text() == "*\n"


def test_those_who_append_at_once_keep_every_line_whole(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda at: append_line(tmp_path, line(f"{at:04}"), BROKEN, same), range(60)))
    assert all(done)
    assert sorted(trees(tmp_path)) == [f"{at:04}" for at in range(60)]


def test_what_cannot_be_written_whole_is_not_written(tmp_path, monkeypatch):
    append_line(tmp_path, line("a"), BROKEN, same)
    write = os.write
    monkeypatch.setattr(history_file.os, "write", lambda log, data: write(log, data[:20]))
    with pytest.raises(MachineError, match="cannot be written"):
        append_line(tmp_path, line("b"), BROKEN, same)
    monkeypatch.undo()
    assert trees(tmp_path) == ["a"]


def test_an_interrupt_while_a_line_is_written_leaves_the_history_as_it_was(tmp_path, monkeypatch):
    append_line(tmp_path, line("a"), BROKEN, same)

    def interrupted(log: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(history_file.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        append_line(tmp_path, line("b"), BROKEN, same)
    monkeypatch.undo()
    assert trees(tmp_path) == ["a"]


def test_a_history_that_cannot_be_opened_is_told(tmp_path):
    (tmp_path / ".harness").write_text("")
    with pytest.raises(MachineError, match="cannot be written"):
        append_line(tmp_path, line("a"), BROKEN, same)


def test_a_history_that_is_a_link_is_not_followed(tmp_path):
    (tmp_path / "project/.harness").mkdir(parents=True)
    (tmp_path / "project/.harness/history.jsonl").symlink_to(tmp_path / "other.jsonl")
    with pytest.raises(UsageError, match="leads out of the project"):
        append_line(tmp_path / "project", line("a"), BROKEN, same)
    (tmp_path / "project/.harness/history.jsonl").unlink()
    (tmp_path / "project/.harness/history.jsonl").symlink_to("inside.jsonl")
    with pytest.raises(MachineError, match="cannot be written"):
        append_line(tmp_path / "project", line("a"), BROKEN, same)
    assert not (tmp_path / "other.jsonl").exists()


@pytest.mark.parametrize("value", ["NaN", "-0.1", "1e400", "null"])
def test_a_line_whose_figures_are_none_is_told_with_its_number(tmp_path, value):
    good = line("a").model_dump_json()
    path = tmp_path / "history.jsonl"
    path.write_text(f"{good}\n{good.replace('0.5', value)}\n")
    with pytest.raises(DocumentError) as refused:
        read_history(path, "history.jsonl", BROKEN)
    assert [str(one.place) for one in refused.value.mistakes] == ["history.jsonl:2"]
