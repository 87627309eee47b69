"""Programs of checks run in a cell on a copy of the tree; whatever they do, it ends in one clear line and leaves nothing."""

from __future__ import annotations

import gc
import glob
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from harness.adapters import check_programs
from harness.adapters.check_programs import CellPrograms
from harness.adapters.sources import FolderTree
from harness.constitution.trees import MemoryTree, memory_file
from harness.domain.verdicts import Isolation
from harness.errors import MachineError
from harness.ports.sources import Ended, Entry, SourceFile, Unread
from tests.support.processes import is_gone

pytestmark = pytest.mark.requires_cell
CHECKS = "constitutions/checks"
RULES = """
import os
def lengths(paths):
    print("looking at", len(paths))
    for path in paths:
        yield path, 1, f"{os.path.getsize(path)} bytes"
def crashes(paths):
    raise ValueError("no such account")
def lies(paths):
    yield "a.txt"
def misplaces(paths):
    yield "a.txt", "1", "x"
def leaves(paths):
    os._exit(0)
"""


def tree(**files: str) -> MemoryTree:
    named = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    return MemoryTree([memory_file(path, text) for path, text in named.items()])


PROJECT = MemoryTree([memory_file("a.txt", "one\n"), memory_file(f"{CHECKS}/rules.py", RULES)])


@pytest.fixture(scope="module")
def programs() -> Iterator[CellPrograms]:
    with closing(CellPrograms(PROJECT)) as programs:
        yield programs


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for all that is temporary."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def called(programs: CellPrograms, name: str, module: str = "rules", seconds: float = 10) -> Ended:
    return programs.function(module, name, PROJECT, ["a.txt"], seconds)


def test_a_command_runs_in_the_copy_of_the_tree(programs: CellPrograms) -> None:
    ended = programs.run("cat a.txt; pwd; echo oh >&2; exit 3", PROJECT, 10)
    assert (ended.status, ended.output, ended.errors) == (3, f"one\n{ended.folder}\n".encode(), b"oh\n")
    assert (ended.trouble, ended.missing) == ("", ())


def test_a_command_is_given_its_input(programs: CellPrograms) -> None:
    assert programs.run("cat", PROJECT, 10, b"typed").output == b"typed"


def test_a_command_finds_the_tools_that_were_installed_with_us(programs: CellPrograms) -> None:
    ended = programs.run("ruff --version", PROJECT, 10)
    assert ended.output.startswith(b"ruff "), ended


def test_a_program_that_is_not_there_ends_with_the_status_of_the_shell(programs: CellPrograms) -> None:
    assert programs.run("no-such-program", PROJECT, 10).status == 127


def test_a_command_that_hangs_is_ended(programs: CellPrograms) -> None:
    ended = programs.run("sleep 3600.75", PROJECT, 0.2)
    assert (ended.status, ended.trouble) == (None, "still running after 0.2 s")
    assert is_gone("sleep", "3600.75")


def test_a_command_that_prints_without_end_is_ended(programs: CellPrograms) -> None:
    ended = programs.run("head -c 1000000000 /dev/zero", PROJECT, 20)
    assert ended.status is None
    assert ended.trouble == "printed more than 16 MiB"
    assert len(ended.output) == 16 << 20


def test_a_command_that_forks_without_end_is_stopped_by_the_limit_of_the_cell(programs: CellPrograms) -> None:
    ended = programs.run("f() { sleep 3600.5 & f; }; f", PROJECT, 20)
    assert ended.status != 0
    assert b"Cannot fork" in ended.errors
    assert is_gone("sleep", "3600.5")


def test_a_command_that_leaves_processes_running_has_not_ended(programs: CellPrograms) -> None:
    ended = programs.run("sleep 3600.25 >/dev/null 2>&1 & exit 0", PROJECT, 10)
    assert ended.trouble.startswith("it ended and left 1 of its processes running")
    assert is_gone("sleep", "3600.25")


def test_a_command_that_changes_the_tree_is_found_out(programs: CellPrograms) -> None:
    ended = programs.run("echo two > a.txt", PROJECT, 10)
    assert ended.trouble == "it changed `a.txt`: what it reports is not of the tree as it is"


def test_of_many_changed_files_the_first_are_named(programs: CellPrograms) -> None:
    many = MemoryTree([memory_file(f"{number}.txt", "x") for number in range(6)])
    assert "it changed `0.txt`, `1.txt`, `2.txt` and 3 more" in programs.run("rm *.txt", many, 10).trouble


def test_a_command_may_make_files_of_its_own_and_the_next_one_does_not_see_them(programs: CellPrograms) -> None:
    assert programs.run("mkdir .cache && touch .cache/x", PROJECT, 10).trouble == ""
    assert programs.run("test ! -e .cache", PROJECT, 10).status == 0


def test_a_command_reaches_neither_the_network_nor_the_files_of_this_machine(
    programs: CellPrograms, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("secret")
    looking = f"cat {tmp_path}/secret; echo x > {tmp_path}/written; echo x > /usr/written; grep -c : /proc/net/dev"
    ended = programs.run(looking, PROJECT, 10)
    assert b"secret" not in ended.output
    assert ended.output.strip() == b"1"  # the loopback alone
    assert sorted(os.listdir(tmp_path)) == ["secret"]
    assert not os.path.exists("/usr/written")


def test_the_tree_itself_is_left_alone(programs: CellPrograms, tmp_path: Path) -> None:
    (tmp_path / "a.sh").write_text("echo ran\n")
    (tmp_path / "a.sh").chmod(0o755)
    (tmp_path / "link").symlink_to("a.sh")
    ended = programs.run("./link; rm a.sh link", FolderTree(tmp_path), 10)
    assert ended.output == b"ran\n"
    assert sorted(os.listdir(tmp_path)) == ["a.sh", "link"]


def test_what_cannot_be_read_is_told(programs: CellPrograms) -> None:
    class Partly(MemoryTree):
        def entries(self) -> list[Entry]:
            return [*super().entries(), Entry("b.txt", 9)]

    ended = programs.run("ls", Partly([memory_file("a.txt", "")]), 10)
    assert ended.missing == (Unread("b.txt", "there is no such file"),)
    assert b"a.txt" in ended.output


def test_no_path_of_a_tree_leads_out_of_the_copy(programs: CellPrograms) -> None:
    with pytest.raises(MachineError, match=r"`\.\./a\.txt` is no path within a tree"):
        programs.run("ls", MemoryTree([memory_file("../a.txt", "")]), 10)


def test_a_copy_goes_with_its_tree_or_with_the_programs(scratch: Path) -> None:
    programs = CellPrograms()
    passing, kept = tree(a_txt="x"), tree(b_txt="x")
    programs.run("ls", passing, 10)
    programs.run("ls", kept, 10)
    assert len(glob.glob(f"{scratch}/harness-copy-*")) == 2
    del passing
    gc.collect()
    assert len(glob.glob(f"{scratch}/harness-copy-*")) == 1
    programs.close()
    assert os.listdir(scratch) == []


def test_a_copy_that_finds_no_room_is_the_trouble_of_the_machine(
    programs: CellPrograms, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fchmod", full)
    with pytest.raises(MachineError, match=r"the tree cannot be copied to `.*`: No space left on device"):
        programs.run("ls", tree(a_txt="x"), 10)


def test_a_sample_is_tried_beside_what_the_checks_of_the_project_need(programs: CellPrograms) -> None:
    ended = programs.run(f"ls *.txt {CHECKS}", tree(b_txt="x"), 10)
    assert ended.output.split() == [b"b.txt", f"{CHECKS}:".encode(), b"rules.py"]


def test_an_older_tree_is_checked_with_the_functions_of_today(programs: CellPrograms) -> None:
    older = MemoryTree([memory_file(f"{CHECKS}/rules.py", "def lengths(paths): return []")])
    assert b'"line": 1' in programs.function("rules", "lengths", older, [f"{CHECKS}/rules.py"], 10).output


def test_a_function_is_called_with_the_paths_and_its_findings_are_counted(programs: CellPrograms) -> None:
    ended = called(programs, "lengths")
    assert [json.loads(line) for line in ended.output.splitlines()] == [
        {"path": "a.txt", "line": 1, "message": "4 bytes"},
        {"end": 1},
    ]
    assert ended.errors == b"looking at 1\n"


@pytest.mark.parametrize(
    ("name", "module", "said"),
    [
        ("crashes", "rules", b"ValueError: no such account"),
        ("lies", "rules", b"TypeError: it yielded 'a.txt', and not (path, line, message)"),
        ("misplaces", "rules", b"the line is a number"),
        ("nothing", "rules", b"there is no function nothing in constitutions/checks/rules.py"),
        ("lengths", "no.such", b"there is no file constitutions/checks/no/such.py"),
    ],
)
def test_a_function_that_fails_says_why(programs: CellPrograms, name: str, module: str, said: bytes) -> None:
    ended = called(programs, name, module)
    assert ended.status == 1
    assert said in ended.errors.splitlines()[-1]


def test_a_function_that_leaves_early_does_not_come_to_the_last_line(programs: CellPrograms) -> None:
    ended = called(programs, "leaves")
    assert (ended.status, ended.output) == (0, b"")


def test_where_no_cell_can_be_made_nothing_is_run(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing = scratch / "bin/bwrap"
    refusing.parent.mkdir()
    refusing.write_text("#!/bin/sh\necho bwrap: no user namespaces here >&2\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", f"{refusing.parent}:{os.environ['PATH']}")
    with pytest.raises(MachineError, match="nothing is run outside a cell, and none can be made here") as raised:
        CellPrograms().run(f"touch {scratch}/ran", tree(a_txt="x"), 10)
    assert raised.value.hint
    assert not (scratch / "ran").exists()


def test_where_the_kernel_gives_no_cell_a_sandbox_serves_and_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Isolation] = []
    real = check_programs.open_cell

    def opened(level: Isolation, plan: object) -> object:
        tried.append(level)
        if level is Isolation.CELL:
            raise MachineError("no overlay here")
        return real(level, plan)  # type: ignore[arg-type]

    monkeypatch.setattr(check_programs, "open_cell", opened)
    with closing(CellPrograms(PROJECT)) as programs:
        assert programs.run("cat a.txt", PROJECT, 10).output == b"one\n"
        assert programs.run("echo x >> a.txt", PROJECT, 10).trouble.startswith("it changed `a.txt`")
    assert tried == [Isolation.CELL, Isolation.SANDBOX, Isolation.SANDBOX]


def test_a_command_that_is_too_long_is_the_trouble_of_the_check(programs: CellPrograms) -> None:
    with pytest.raises(MachineError, match="the command cannot be started"):
        programs.run(f"true {'x' * 300_000}", PROJECT, 10)


def test_nothing_is_left_behind(scratch: Path) -> None:
    with closing(CellPrograms(PROJECT)) as programs:
        for command in ("sleep 30", "yes", "rm a.txt", "sleep 30 &"):
            programs.run(command, PROJECT, 0.3)
    assert os.listdir(scratch) == []


def test_a_file_keeps_its_name_and_bytes(programs: CellPrograms) -> None:
    odd = MemoryTree([SourceFile("a b/é'.txt", b"\xff\x00", "")])
    assert programs.run("cat 'a b'/*", odd, 10).output == b"\xff\x00"
