"""The log of decisions: a line and its deed together or neither, whoever decides at the same time."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from harness.adapters import golden_files
from harness.domain.golden import AcceptRecord, Decision
from harness.errors import DocumentError, MachineError

RECORD = AcceptRecord(decision=Decision.ACCEPTED, case="CASE", who="A", when="2026-01-01T00:00:00Z", reason="so")


def log(folder: Path) -> Path:
    return folder / "accepted.jsonl"


def test_a_decision_is_logged_and_read_back(tmp_path: Path) -> None:
    folder = tmp_path / "golden"
    for number in range(2):
        with golden_files.logged(folder, RECORD.model_copy(update={"after": str(number)})):
            pass
    assert [one.after for one in golden_files.decisions(folder, "log")] == ["0", "1"]
    assert golden_files.decisions(tmp_path, "log") == ()


def test_a_line_without_its_end_is_ended_first(tmp_path: Path) -> None:
    log(tmp_path).write_text(RECORD.model_dump_json())
    with golden_files.logged(tmp_path, RECORD):
        pass
    assert len(golden_files.decisions(tmp_path, "log")) == 2


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, MachineError("no", "")])
def test_where_the_deed_fails_nothing_is_logged(tmp_path: Path, error: type[BaseException] | BaseException) -> None:
    with golden_files.logged(tmp_path, RECORD):
        pass
    before = log(tmp_path).read_bytes()
    with pytest.raises(BaseException), golden_files.logged(tmp_path, RECORD):  # noqa: B017, PT011
        raise error
    assert log(tmp_path).read_bytes() == before


def test_a_deed_that_the_machine_refuses_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="cannot be written"), golden_files.logged(tmp_path, RECORD):
        (tmp_path / "nowhere/file").write_text("")
    assert log(tmp_path).read_bytes() == b""


def test_a_log_that_is_a_link_or_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("")
    log(tmp_path).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(MachineError, match="cannot be written"), golden_files.logged(tmp_path, RECORD):
        raise AssertionError("never reached")
    assert (tmp_path / "elsewhere").read_text() == ""


def test_every_line_that_is_none_is_named(tmp_path: Path) -> None:
    log(tmp_path).write_bytes(b"<<<<<<< HEAD\n" + RECORD.model_dump_json().encode() + b"\n\xff\n")
    with pytest.raises(DocumentError) as refused:
        golden_files.decisions(tmp_path, "golden/accepted.jsonl")
    assert [str(one.place) for one in refused.value.mistakes] == ["golden/accepted.jsonl:1", "golden/accepted.jsonl:3"]


def test_many_at_once_lose_no_line(tmp_path: Path) -> None:
    def many() -> None:
        for _ in range(25):
            with golden_files.logged(tmp_path, RECORD):
                pass

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(golden_files.decisions(tmp_path, "log")) == 100


def test_a_full_disk_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    script = (
        "import signal, sys; from pathlib import Path; from harness.adapters import golden_files\n"
        "from tests.adapters.test_golden_files import RECORD\n"
        "from harness.errors import MachineError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n"
        "    with golden_files.logged(Path(sys.argv[1]), RECORD): print('done')\n"
        "except MachineError as error: print(error.what)\n"
    )
    with golden_files.logged(tmp_path, RECORD):
        pass
    before = log(tmp_path).read_bytes()
    most = len(before) + 10
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},  # only the log is to meet the limit
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "cannot be written" in done.stdout
    assert log(tmp_path).read_bytes() == before


@pytest.mark.parametrize(
    ("name", "expected"), [("true", True), ("1", True), ("", False), ("0", False), ("false", False)]
)
def test_ci_is_what_its_variable_says(monkeypatch: pytest.MonkeyPatch, name: str, expected: bool) -> None:
    monkeypatch.setenv("CI", name)
    assert golden_files.in_ci() is expected


def test_who_decides_is_known_to_git_or_else_to_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USER", "ann")
    assert golden_files.who(tmp_path) == "ann"
    monkeypatch.setenv("PATH", "")
    assert golden_files.who(tmp_path) == "ann"
