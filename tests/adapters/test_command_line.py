"""A line that is taken for a plain call is one to bash, too, and has the very same words."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from harness.adapters.command_line import plain_words

PIECES = [
    "bank",
    " ",
    "  ",
    "\t",
    "'",
    '"',
    "\\",
    "$",
    "`",
    "~",
    "#",
    "a=b",
    "=",
    "!",
    "*",
    "?",
    "[",
    "]",
    "{a,b}",
    "-x",
]
PIECES += [
    "|",
    "&",
    ";",
    "<",
    ">",
    "(",
    ")",
    "\n",
    "é",
    "\u00a0",
    "%",
    "^",
    ":",
    "@",
    "+",
    ",",
    ".",
    "/",
    "x y",
    "\x0b",
    "\x0c",
]
PIECES += ["if", "time", "\r", "\x7f", "\u2028", "0", "''", '""']
LINES = some.one_of(some.lists(some.sampled_from(PIECES), max_size=9).map("".join), some.text(max_size=12))
END = "no drawn line holds this"


def split_by_bash(lines: list[str]) -> list[list[str]]:
    """The words of each line after a first word ``show``, as bash passes them on."""
    script = "show() { printf '%s\\0' \"$@\"; printf '" + END + "\\0'; }\n"
    script += "\n".join(f"eval {quoted(f'show {line}')}" for line in lines)
    done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, check=True)
    shown = done.stdout.decode("utf-8", "surrogateescape").split(f"{END}\0")[:-1]
    return [words.split("\0")[:-1] for words in shown]


def quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


@settings(max_examples=50, deadline=None)
@given(some.lists(LINES, min_size=40, max_size=40))
@example(["bank open 'a b' \"c d\" e''f", "bank\tx", "bank \u00a0 y", "bank \x0b y", "bank a\x0cb", "bank ''"])
def test_whatever_is_taken_for_plain_is_split_by_bash_into_the_same_words(lines: list[str]) -> None:
    plain = [(line, words) for line in lines if "\0" not in line and (words := plain_words(line)) is not None]
    assert split_by_bash([line for line, _ in plain]) == [words for _, words in plain]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("bank", ["bank"]),
        ("bank open alice --deposit 100", ["bank", "open", "alice", "--deposit", "100"]),
        ("bank open 'Alice B' \"it's\"", ["bank", "open", "Alice B", "it's"]),
        ("bank ''", ["bank", ""]),
        ("  bank   list  ", ["bank", "list"]),
        ("bank set a=b", ["bank", "set", "a=b"]),
        ("bank '$HOME' '*'", ["bank", "$HOME", "*"]),
    ],
)
def test_a_plain_call_needs_no_shell(line: str, words: list[str]) -> None:
    assert plain_words(line) == words


@pytest.mark.parametrize(
    "line",
    [
        "bank list | sort",
        "bank list > out",
        "bank a && bank b",
        "bank $HOME",
        'bank "$HOME"',
        "bank `x`",
        "bank *.txt",
        "bank ~",
        "A=b bank",
        "bank a\\ b",
        "bank {a,b}",
        "bank # note",
        "bank 'open",
        'bank "x!"',
        "bank\nbank",
        "",
        "   ",
        "! bank",
    ],
)
def test_anything_that_a_shell_might_treat_specially_is_left_to_it(line: str) -> None:
    assert plain_words(line) is None
