"""What is left on a terminal or a page of what a product sends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.domain.observations import ActionObservation, CommandObservation, FileObservation, ResponseObservation
from harness.evaluation.html_text import html_text
from harness.evaluation.shown import lines, screen
from harness.evaluation.terminal_text import terminal_lines


@pytest.mark.parametrize(
    ("sent", "left"),
    [
        ("a\x1b[31mb\x1b[0m", ["ab"]),
        ("\x9b31mred", ["red"]),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", ["link"]),
        ("\x1b]0;title 70\x07text", ["text"]),
        ("\x1bPdevice\x1b\\text", ["text"]),
        ("\x1b(Btext\x1b7", ["text"]),
        ("\x1b]unfinished 70", ["unfinished 70"]),
        ("\x1b[", [""]),
        ("a\r\nb\r\n", ["a", "b", ""]),
        ("100%\r70", ["700%"]),
        ("Downloading\r\x1b[KDone", ["Done"]),
        ("Downloading\r\x1b[2KDone", ["Done       "]),
        ("abc\x1b[1Kd", ["   d"]),
        ("abc\bd\b\b\b\b\bx", ["xbd"]),
        ("70\x1b[10G00", ["70 00"]),
        ("70\x1b[3D1", ["71"]),
        ("a\x1b[2;1Hb\x1b[Ac", ["a", "b", "c"]),
        ("a\vb\fc", ["a", "b", "c"]),
        ("7\x000\x07", ["70"]),
        ("a\x1b[2Jb", ["ab"]),
        ("\ue000\ue002x\r", ["��x"]),
        ("abc\r\x1b[Kx\x1b[K", ["x"]),
    ],
)
def test_a_terminal_is_left_showing(sent: str, left: list[str]) -> None:
    assert terminal_lines(sent) == left


def test_a_line_with_moves_that_is_longer_than_any_terminal_wraps() -> None:
    assert terminal_lines("a" * 1000 + "\rb") == ["a" * 512 + "b" + "a" * 487]


@given(st.text())
def test_no_control_character_is_left(sent: str) -> None:
    assert not any(character < " " and character != "\t" for line in terminal_lines(sent) for character in line)


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>7<b>0</b>0 &amp; &lt;b&gt;</p>", "\n700 & <b>\n"),
        ("<td>1</td><td>2</td>", " 1  2 "),
        ("a<script>70</script>b<STYLE>x</style >c", "abc"),
        ("a<!-- 70 -->b<!DOCTYPE x>c<?php 70 ?>d", "abcd"),
        ("a<script>70", "a"),
        ("a<!-- 70", "a"),
        ("1 < 2 <3", "1 < 2 <3"),
        ("no markup\r", "no markup"),
    ],
)
def test_a_page_shows_its_text(page: str, text: str) -> None:
    assert html_text(page) == text


def test_a_page_is_read_as_its_text_and_as_its_source() -> None:
    page = ResponseObservation(
        id="o1", request="GET /", status=200, headers=(("content-type", "Text/HTML"),), body="<b>a</b>&amp;"
    )
    assert lines(page) == ["a&", "<b>a</b>&amp;"]
    assert screen(page) == ["a&"]


def test_a_page_without_a_kind_is_known_by_its_beginning() -> None:
    page = ResponseObservation(id="o1", request="GET /", status=200, body="\n<!DOCTYPE html><p>a")
    assert "a" in lines(page)


def test_other_answers_are_read_as_they_are() -> None:
    answer = ResponseObservation(id="o1", request="GET /", status=200, body="<b>a</b>")
    assert lines(answer) == ["<b>a</b>"]


def test_a_line_of_one_stream_that_the_other_cuts_is_still_a_line() -> None:
    command = CommandObservation(id="o1", command="x", stdout="70.00\n", stderr="note\n", shown="70note\n.00\n")
    assert {"70.00", "note", "70note"} <= set(lines(command))


def test_an_action_shows_nothing_and_a_file_its_content() -> None:
    assert lines(ActionObservation(id="o1", did="waited")) == []
    assert screen(ActionObservation(id="o1", did="waited")) == []
    assert screen(FileObservation(id="o1", path="a", exists=True, content="e\u0301\n\n")) == ["é"]
