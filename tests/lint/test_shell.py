from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.lint.shell import read_command_line


def words(text: str) -> list[list[list[str]]]:
    return [[command.words for command in pipeline] for pipeline in read_command_line(text).pipelines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bank list", [[["bank", "list"]]]),
        ("bank list | sort -r |& head", [[["bank", "list"], ["sort", "-r"], ["head"]]]),
        ("a; b && c || d & e", [[["a"]], [["b"]], [["c"]], [["d"]], [["e"]]]),
        ('a \'b;c\' "d|e" f\\;g "it\'s"', [[["a", "b;c", "d|e", "f;g", "it's"]]]),
        ("a # b; c\nd", [[["a"]], [["d"]]]),
        ("\n\na\n\n", [[["a"]]]),
        ("A=1 B+=2 a C=3", [[["a", "C=3"]]]),
        ("a 2> err 1>&2 > out < in", [[["a"]]]),
        ("a - <<END\nb; c\nEND\nd", [[["a", "-"]], [["d"]]]),
        ("a <<-'E' | b\n\tx\n\tE\n", [[["a"], ["b"]]]),
        ("a <<<'b c' d", [[["a", "d"]]]),
        ("a <<END\nnever ended", [[["a"]]]),
        ("a \\\nb", [[["a", "b"]]]),
        ("a 'open", [[["a", "open"]]]),
        ("", [[[]]]),
    ],
)
def test_words_are_split_as_a_shell_does(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a > x", ["x"]),
        ("a >> x 2> y", ["x", "y"]),
        ("a &> x", ["x"]),
        ("a >| x", ["x"]),
        ("a 2>&1", []),
        ("a >&-", []),
        ("a >& x", ["x"]),
        ("a < x", []),
        ("a '>' x", []),
    ],
)
def test_what_is_written_to_is_known(text, written):
    assert [path for command in read_command_line(text).commands() for path in command.written] == written


def test_substitutions_are_commands_too():
    text = 'a "$(b; c "$(d)")" `e` $(f ")" \'(\' \\) g)'
    assert {command.name for command in read_command_line(text).commands()} == {"a", "b", "c", "d", "e", "f"}


def test_substitutions_in_each_other_end_somewhere():
    assert list(read_command_line("$(" * 500 + "a" + ")" * 500).commands())


@pytest.mark.parametrize(
    ("text", "negated", "grouped"),
    [("! a", True, False), ("(a)", False, True), ("{ a; }", False, True), ("a '!' '(' '{'", False, False)],
)
def test_what_stands_around_a_command_is_known(text, negated, grouped):
    line = read_command_line(text)
    assert (line.negated, line.grouped) == (negated, grouped)


@given(st.text("ab '\"\\$()`|&;<>\n#!{}=-", max_size=60))
def test_any_text_is_read(text):
    assert read_command_line(text).pipelines
