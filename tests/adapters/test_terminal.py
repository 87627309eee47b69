"""The terminal surface: command lines and files as a user at a prompt has them, in a real cell."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from harness.adapters.cell.capture import MOST_OUTPUT
from harness.adapters.surfaces.terminal import Terminal, open_surface
from harness.domain.actions import CreateFile, RunCommand, SendRequest
from harness.domain.observations import ActionObservation, CommandObservation
from harness.domain.verdicts import Isolation
from harness.errors import MachineError
from tests.support.grounds import ground_of

pytestmark = pytest.mark.requires_cell

SHOW = """#!/bin/sh
printf '%s' "$(basename "$0")"; for word in "$@"; do printf ' [%s]' "$word"; done; echo
case "$1" in
  pwd) pwd ;;
  in) wc -c ;;
  env) printf '%s\\n' "$GREETING" ;;
  fail) echo oops >&2; exit 4 ;;
  die) kill -TERM $$ ;;
  hang) sleep 600 ;;
esac
"""
PATHS = "folder pipe file near missing missing/below file/below dangling out loop locked shut/in"
SCRIPTS = {"show": SHOW, "broken": "#!/no/such/interpreter\n"}


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with ground_of(tmp_path, SCRIPTS) as ground:
        yield open_surface(ground)


def run(terminal: Terminal, line: str, typed: str | None = None) -> CommandObservation:
    observation = terminal.perform(RunCommand(command=line, typed=typed))
    assert isinstance(observation, CommandObservation)
    return observation


def create(terminal: Terminal, path: str, content: str = "text\n") -> ActionObservation:
    observation = terminal.perform(CreateFile(path=path, content=content))
    assert isinstance(observation, ActionObservation)
    return observation


# Commands


def test_a_plain_call_and_one_through_the_shell_show_the_same(terminal: Terminal) -> None:
    direct = run(terminal, "show one 'two words' \"\"")
    shell = run(terminal, "show one two\\ words $NOTHING''")
    assert direct.shown == shell.shown == "show [one] [two words] []\n"
    assert [call.arguments for call in (*direct.calls, *shell.calls)] == [("one", "two words", "")] * 2


@pytest.mark.parametrize("line", ["show fail", "true; show fail"])
def test_the_exit_code_and_both_streams_are_kept_apart(terminal: Terminal, line: str) -> None:
    seen = run(terminal, line)
    assert (seen.exit_code, seen.signal, seen.stderr) == (4, None, "oops\n")
    assert seen.shown == "show [fail]\noops\n"
    assert [(call.name, call.status) for call in seen.calls] == [("show", 4)]


def test_the_signal_that_ended_a_command_is_told(terminal: Terminal) -> None:
    seen = run(terminal, "show die")
    assert (seen.exit_code, seen.signal) == (None, 15)
    assert run(terminal, "show die | cat").calls[0].status == -15


def test_pipes_redirections_and_here_documents_work(terminal: Terminal) -> None:
    assert run(terminal, "printf 'b\\na\\n' | sort > out.txt; show in < out.txt").stdout.split()[-1] == "4"
    assert run(terminal, "show in <<'END'\nabc\nEND").stdout.split()[-1] == "4"
    assert run(terminal, "cat out.txt").stdout == "a\nb\n"


def test_a_command_that_is_none_is_told_as_a_shell_does(terminal: Terminal) -> None:
    seen = run(terminal, "nosuchcommand")
    assert seen.exit_code == 127
    assert "nosuchcommand: command not found" in seen.shown
    assert seen.calls == ()


def test_a_mistake_in_the_shell_s_grammar_is_the_shell_s_to_tell(terminal: Terminal) -> None:
    seen = run(terminal, "echo 'open")
    assert seen.exit_code not in (None, 0)
    assert "unexpected EOF" in seen.stderr


def test_a_command_that_cannot_be_run_at_all_is_the_configuration_s_fault(terminal: Terminal) -> None:
    with pytest.raises(MachineError, match="`broken` cannot be run as") as refusal:
        run(terminal, "broken")
    assert "[product.commands]" in refusal.value.hint


def test_a_line_longer_than_the_system_takes_is_a_problem_of_the_step(terminal: Terminal) -> None:
    observation = terminal.perform(RunCommand(command="show " + "x" * 300_000))
    assert isinstance(observation, ActionObservation)
    assert observation.problem
    assert run(terminal, "show still there").exit_code == 0


def test_an_action_of_another_surface_is_refused(terminal: Terminal) -> None:
    with pytest.raises(ValueError, match="send"):
        terminal.perform(SendRequest(method="GET", target="/"))


# What lasts from one command to the next


def test_the_folder_lasts(terminal: Terminal) -> None:
    run(terminal, "mkdir -p 'a folder/below' && cd 'a folder/below'")
    assert run(terminal, "pwd").stdout == "/home/user/a folder/below\n"
    assert run(terminal, "show pwd").stdout.endswith("/home/user/a folder/below\n")
    run(terminal, "cd ~")
    assert run(terminal, "show pwd").stdout.endswith("/home/user\n")


def test_exported_variables_last_and_others_do_not(terminal: Terminal) -> None:
    run(terminal, "export GREETING='hello\nyou' FULL=1; hidden=1")
    assert run(terminal, 'echo "$GREETING$hidden$FULL"').stdout == "hello\nyou1\n"
    assert run(terminal, "show env").stdout == "show [env]\nhello\nyou\n"
    run(terminal, "unset GREETING")
    assert run(terminal, "show env").stdout == "show [env]\n\n"


def test_a_changed_search_path_lasts_but_does_not_reach_the_product(terminal: Terminal) -> None:
    run(
        terminal,
        "mkdir bin && printf '#!/bin/sh\\necho mine\\n' > bin/mine && chmod +x bin/mine && export PATH=~/bin:$PATH",
    )
    assert run(terminal, "mine").stdout == "mine\n"
    assert run(terminal, "show env").exit_code == 0


@pytest.mark.parametrize("ending", ["exit 3", "(exit 3)", "sh -c 'exit 3'", "cd /tmp; exit 3"])
def test_the_shell_s_own_exit_code_counts(terminal: Terminal, ending: str) -> None:
    assert run(terminal, ending).exit_code == 3
    assert run(terminal, "show still there").exit_code == 0


def test_the_folder_lasts_through_an_exit(terminal: Terminal) -> None:
    run(terminal, "cd /tmp; exit 1")
    assert run(terminal, "pwd").stdout == "/tmp\n"


def test_a_shell_that_replaces_itself_leaves_things_as_they_were(terminal: Terminal) -> None:
    run(terminal, "cd /tmp; export KEPT=1")
    assert run(terminal, "exec sh -c 'cd /; exit 5'").exit_code == 5
    assert run(terminal, 'pwd; echo "$KEPT"').stdout == "/tmp\n1\n"


def test_a_shell_that_is_killed_leaves_things_as_they_were(terminal: Terminal) -> None:
    run(terminal, "export KEPT=1; cd /tmp")
    assert run(terminal, "cd /; kill -KILL $$").signal == 9
    assert run(terminal, 'pwd; echo "$KEPT"').stdout == "/tmp\n1\n"


def test_a_folder_that_is_gone_takes_the_user_home(terminal: Terminal) -> None:
    run(terminal, "mkdir gone && cd gone && rmdir ../gone")
    assert run(terminal, "pwd").stdout == "/home/user\n"


def test_a_folder_that_is_gone_is_no_place_for_a_plain_call_either(terminal: Terminal) -> None:
    run(terminal, "mkdir gone && cd gone && rmdir ../gone")
    assert run(terminal, "show pwd").stdout.endswith("/home/user\n")


def test_a_folder_that_only_the_user_sees_is_left_for_home_by_the_product(terminal: Terminal) -> None:
    run(terminal, "cd /run/harness/calls")
    assert run(terminal, "show pwd").stdout.endswith("/home/user\n")
    assert run(terminal, "show pwd | cat").stdout.endswith("/home/user\n")


def test_very_many_variables_do_not_hurt(terminal: Terminal) -> None:
    run(terminal, "for i in $(seq 400); do export V$i=$(printf '%0100d' $i); done; cd /tmp")
    assert run(terminal, 'pwd; echo "$V400" | tail -c 4').stdout == "/tmp\n400\n"


# Standard input


@pytest.mark.parametrize("line", ["show in", "show in | cat", "cat > copy; show in < copy"])
@pytest.mark.parametrize("size", [0, 5, 70_000, 3_000_000])
def test_typed_text_reaches_the_command_whole(terminal: Terminal, line: str, size: int) -> None:
    assert run(terminal, line, "x" * size).stdout.split()[-1] == str(size)


@pytest.mark.parametrize("line", ["show in", "show in; wc -c"])
def test_without_typed_text_input_is_at_its_end(terminal: Terminal, line: str) -> None:
    assert run(terminal, line).stdout.split()[-1] == "0"


def test_typed_text_that_nobody_reads_does_not_matter(terminal: Terminal) -> None:
    assert run(terminal, "show", "x" * 3_000_000).exit_code == 0
    assert run(terminal, "true", "x" * 3_000_000).exit_code == 0


# Time


def limited(terminal: Terminal, limit: float, left: float) -> Terminal:
    ground = replace(terminal._ground, limit=limit, deadline=time.monotonic() + left)
    return open_surface(ground)


@pytest.mark.parametrize("line", ["show hang", "show hang | cat"])
def test_a_command_that_hangs_is_stopped_and_says_so(terminal: Terminal, line: str) -> None:
    seen = run(limited(terminal, 2.0, 2.0), line)
    assert seen.exit_code is None or seen.exit_code != 0
    assert seen.stopped is not None
    assert seen.stopped.startswith("still running after")


@pytest.mark.parametrize("line", ["show hang", "show hang | cat"])
def test_a_command_that_got_only_the_rest_of_the_time_is_not_to_blame(terminal: Terminal, line: str) -> None:
    with pytest.raises(MachineError, match="the card's limit of 60 s is reached"):
        run(limited(terminal, 60.0, 0.3), line)


def test_when_the_time_is_used_up_nothing_is_started(terminal: Terminal) -> None:
    for line in ("show", "touch started"):
        with pytest.raises(MachineError, match="limit of 60 s is reached"):
            run(limited(terminal, 60.0, -1.0), line)
    assert terminal.inspect("started").exists is False


# Files


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("note.txt", "note.txt"),
        ("deep/er/note.txt", "deep/er/note.txt"),
        ("~/home.txt", "home.txt"),
        ("/home/user/absolute.txt", "absolute.txt"),
        ("with space 'and quote'.txt", "with space 'and quote'.txt"),
        ("-rf", "./-rf"),
    ],
)
def test_a_file_is_created_with_the_folders_above_it(terminal: Terminal, path: str, shown: str) -> None:
    assert create(terminal, path, "ünï\ncode").problem is None
    assert run(terminal, f'cat "{shown}"').stdout == "ünï\ncode"
    assert terminal.inspect(path).content == "ünï\ncode"


def test_a_file_is_created_where_the_user_stands(terminal: Terminal) -> None:
    run(terminal, "mkdir sub && cd sub")
    create(terminal, "here.txt")
    assert run(terminal, "cat ~/sub/here.txt").stdout == "text\n"


def test_creating_a_file_again_replaces_it(terminal: Terminal) -> None:
    create(terminal, "note.txt", "a long first text\n")
    create(terminal, "note.txt", "short\n")
    assert run(terminal, "cat note.txt").stdout == "short\n"


def test_a_link_of_the_user_s_is_followed_inside_the_user_s_view(terminal: Terminal) -> None:
    run(terminal, "mkdir real && ln -s real link && ln -s real/target.txt file-link")
    assert create(terminal, "link/note.txt").problem is None
    assert create(terminal, "file-link").problem is None
    assert run(terminal, "cat real/note.txt real/target.txt").stdout == "text\ntext\n"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("folder", "Is a directory"),
        ("file/below", "File exists"),
        ("/usr/bin/mine", "Read-only file system"),
        ("loop", "Too many levels of symbolic links"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_file_that_cannot_be_created_is_a_problem_of_the_step(terminal: Terminal, path: str, problem: str) -> None:
    run(terminal, "mkdir folder; touch file; ln -s loop loop")
    assert create(terminal, path).problem == problem


def test_a_file_of_the_host_is_never_written(terminal: Terminal, tmp_path: Path) -> None:
    create(terminal, str(tmp_path / "victim.txt"))
    assert not (tmp_path / "victim.txt").exists()


def test_a_pipe_that_nobody_reads_is_a_problem_and_does_not_hang(terminal: Terminal) -> None:
    run(terminal, "mkfifo pipe")
    assert create(terminal, "pipe").problem


def test_the_state_of_every_kind_of_path_is_told(terminal: Terminal) -> None:
    run(
        terminal,
        "mkdir folder; mkfifo pipe; echo x > file; ln -s /etc/shadow out; ln -s nowhere dangling; ln -s file near",
    )
    run(terminal, "echo x > locked; chmod 0 locked; ln -s loop loop; mkdir shut; echo x > shut/in; chmod 0 shut")
    states = {
        path: (seen.exists, seen.content, bool(seen.problem))
        for path in PATHS.split()
        for seen in [terminal.inspect(path)]
    }
    assert states == {
        "folder": (True, None, False),
        "pipe": (True, None, False),
        "file": (True, "x\n", False),
        "near": (True, "x\n", False),
        "missing": (False, None, False),
        "missing/below": (False, None, False),
        "file/below": (False, None, False),
        "dangling": (False, None, False),
        "out": (False, None, False),
        "loop": (True, None, True),
        "locked": (True, None, True),
        "shut/in": (True, None, True),
    }


def test_of_a_huge_file_the_beginning_is_kept(terminal: Terminal) -> None:
    run(terminal, f"head -c {MOST_OUTPUT + 1000} /dev/zero | tr '\\0' x > huge")
    content = terminal.inspect("huge").content
    assert content is not None
    assert len(content) == MOST_OUTPUT


# The level below


def test_without_any_isolation_the_terminal_works_all_the_same(tmp_path: Path) -> None:
    with ground_of(tmp_path, SCRIPTS, level=Isolation.EXPORT) as ground:
        terminal = open_surface(ground)
        assert run(terminal, "mkdir a && cd a && show one | cat").stdout == "show [one]\n"
        assert run(terminal, "show pwd").stdout.rstrip().endswith("/home/a")
        assert create(terminal, "note.txt").problem is None
        assert terminal.inspect("~/a/note.txt").content == "text\n"
        terminal.close()
