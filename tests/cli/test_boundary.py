from __future__ import annotations

import subprocess
import sys

import click
import pytest

from harness.cli.boundary import guarded
from harness.cli.output import clean, count, say, show_hint
from harness.domain.places import Mistake, Place
from harness.errors import DocumentError, MachineError, UsageError


def ending(effect) -> click.Command:
    """A command that does just this."""
    return click.Command("x", callback=effect)


def raising(error: BaseException) -> click.Command:
    def effect() -> None:
        raise error

    return ending(effect)


def test_a_command_ends_with_the_code_that_it_returns():
    assert guarded(ending(lambda: 3), []) == 3
    assert guarded(ending(lambda: None), []) == 0


def test_a_users_error_is_two_lines_and_its_code(capsys):
    assert guarded(raising(UsageError("no such card", "write one")), []) == 2
    assert capsys.readouterr().err == "error: no such card\n  hint: write one\n"
    assert guarded(raising(MachineError("no bubblewrap")), []) == 4
    assert capsys.readouterr().err == "error: no bubblewrap\n"


def test_every_mistake_of_a_document_is_shown_at_its_place(capsys):
    mistakes = [Mistake(place=Place(path="a.md", line=line), what="what", hint="do", code="CARD104") for line in (1, 2)]
    assert guarded(raising(DocumentError(mistakes)), []) == 2
    assert capsys.readouterr().err == (
        "a.md:1: error CARD104: what\n  hint: do\na.md:2: error CARD104: what\n  hint: do\n"
    )


def test_wrong_flags_end_with_2(capsys):
    assert guarded(ending(lambda: 0), ["--nonsense"]) == 2
    assert "--nonsense" in capsys.readouterr().err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()])
def test_an_interrupt_is_one_line(capsys, error):
    assert guarded(raising(error), []) == 4
    assert capsys.readouterr().err.strip().count("\n") == 0


def test_our_own_defect_shows_its_trace_and_says_so(capsys):
    assert guarded(raising(ZeroDivisionError("oops")), []) == 4
    shown = capsys.readouterr().err
    assert "ZeroDivisionError: oops" in shown
    assert shown.endswith("this is a defect of harness: please report it with the lines above\n")


def test_a_reader_that_goes_away_is_no_error():
    done = subprocess.run(
        f"'{sys.executable}' -m harness explain phrases --markdown | head -1; "
        f"'{sys.executable}' -m harness explain phrases --markdown > /dev/full",
        shell=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "# The phrasebook\n"
    assert "BrokenPipe" not in done.stderr


def test_a_terminal_without_unicode_is_no_error():
    done = subprocess.run(
        [sys.executable, "-m", "harness", "explain", "phrases"],
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    assert b"The field `a.b.0` exists" in done.stdout


def test_what_a_document_says_cannot_command_the_terminal(capsys):
    assert clean("a\x1b[2J\u202eb\x07\x9bc\ud800\td\n") == "a\\x1b[2J\\u202eb\\x07\\x9bc\\ud800\td\n"
    say("\x1b]0;title\x07")
    assert capsys.readouterr().out == "\\x1b]0;title\\x07\n"


def test_hints_are_wrapped_and_indented(capsys):
    show_hint("word " * 30)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("  hint: word")
    assert all(len(line) <= 80 for line in lines)
    assert all(line.startswith("        word") for line in lines[1:])
    show_hint("")
    assert capsys.readouterr().out == ""


def test_numbers_have_their_nouns():
    assert (count(1, "card"), count(0, "card"), count(2, "card")) == ("1 card", "0 cards", "2 cards")


def test_output_that_nobody_reads_any_more_is_closed_quietly(monkeypatch, capsys):
    class Gone:
        def close(self) -> None:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Gone())
    assert guarded(raising(BrokenPipeError()), []) == 4
    assert capsys.readouterr().err == ""


def test_a_full_disk_behind_the_output_is_told_and_is_no_defect_of_ours() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "harness", "explain"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 4
    assert done.stderr == (
        "error: there is no room to write what is told: No space left on device\n  hint: make room\n"
    )


def test_wrong_flags_end_with_2_even_if_nobody_can_be_told() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-m", "harness", "lint", "--nonsense"], stderr=full, check=False)
    assert done.returncode == 2
