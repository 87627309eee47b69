"""What counts as shown: whole words and whole numbers within one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.evaluation.matching import plain, shows

# fmt: off
NOT_SHOWN = {
    "70": [
        "700", "7000", "070", "x70", "70x", "70_000", "70e5", "1e-70", "70\xb2", "70.00", "70,5", "1.70", "1,70",
        ".70", "70'000", "1'070", "10:70", "70:30", "1/70", "2026-11-70", "70-100", "100-70", "-70", "\u221270",
        "\u201370", "-$70", "-\u20ac70", "70\u0301", "-\u20ac 70", "1\xa0070", "70\u202f000", "7\u200b00",
        "70\u200b0",
    ],
    "x=1": [
        "x=10", "x=1.5", "x=1,5", "xx=1", "x=1e3",
    ],
    "$30.00": [
        "$30.005", "-$30.00", "$30.00.5", "$$30.00", "\u20ac30.00",
    ],
    "alice": [
        "alice2", "malice", "Alice", "alice_b", "alic\xe9", "alice\u0301",
    ],
    "cafe": [
        "cafe\u0301", "caf\xe9",
    ],
    "--": [
        "---", "----",
    ],
    ".5": [
        "1.5", ".55",
    ],
    "-20": [
        "2026-11-20", "x-20", "--20",
    ],
    "\u20ac 70": [
        "-\u20ac 70",
    ],
    "1.": [
        "1.5",
    ],
    "10:": [
        "10:30",
    ],
    "OK!": [
        "OK!!",
    ],
    "+1": [
        "2+1", "x+1",
    ],
    "a b": [
        "ab",
    ],
    "\xbd": [
        "1\xbd",
    ],
}
SHOWN = {
    "70": [
        "70", "70.", "70,", "70;", "(70)", "'70'", '"70"', "$70", "70%", "70\u20ac", "#70", "+70", "ID-70", "a,70",
        "total:70", "=70", "/accounts/70", "70-day", "<b>70</b>", "is 70 now", "70 000", "70.\xa0Next",
    ],
    "x=1": [
        "x=1", "x=1.", "(x=1)", "x=1, y=2",
    ],
    "$30.00": [
        "$30.00.", "sent $30.00 to bob", "US$30.00", "($30.00)",
    ],
    "alice": [
        "alice", "alice,", "alice's", "<alice>", "alice@example.org", "--alice",
    ],
    "caf\xe9": [
        "cafe\u0301", "caf\xe9!",
    ],
    "--": [
        "a -- b", "--force",
    ],
    "-70": [
        "-70", "is \u221270.", "(-70)",
    ],
    "70 000": [
        "70\xa0000", "70\u202f000", "70 000",
    ],
    "a b": [
        "a   b", "a\tb", "a\xa0b",
    ],
    '\'a\' "b"': [
        "\u2018a\u2019 \u201cb\u201d",
    ],
    "(a)": [
        "((a))", "f(a)",
    ],
    "2026-11-20": [
        "on 2026-11-20.", "2026\u201311\u201320",
    ],
    "E\u0301te": [
        "\xc9te",
    ],
    "na\xefve": [
        "nai\u0308ve",
    ],
    "a\xadb": [
        "ab",
    ],
    ".": [
        "a.b",
    ],
}
# fmt: on


@pytest.mark.parametrize(("text", "line"), [(text, line) for text, lines in NOT_SHOWN.items() for line in lines])
def test_a_text_is_not_shown_within_a_longer_word_or_number(text: str, line: str) -> None:
    assert not shows([line], text)


@pytest.mark.parametrize(("text", "line"), [(text, line) for text, lines in SHOWN.items() for line in lines])
def test_a_text_is_shown_where_it_stands_alone(text: str, line: str) -> None:
    assert shows([line], text)


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u00a0"])
def test_a_text_of_blanks_is_never_shown(text: str) -> None:
    assert not shows([text, " a b "], text)


def test_the_second_place_in_a_line_counts_too() -> None:
    assert shows(["700 or 70"], "70")


@given(st.text())
def test_every_line_shows_itself_as_a_whole(line: str) -> None:
    assert shows([line], line) == bool(plain(line).replace("\x1f", " ").strip())


@given(st.integers(0, 10**6), st.integers(0, 9))
def test_a_number_never_shows_in_a_longer_one(number: int, digit: int) -> None:
    assert not shows([f"{number}{digit}", f"{digit or 1}{number}", f"{number}.{digit}", f"-{number}"], str(number))


def test_a_long_line_takes_linear_time() -> None:
    assert not shows(["7" * 300_000], "7")
