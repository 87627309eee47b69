from __future__ import annotations

import time

import pytest

from harness.constitution.kinds import Doubtful, Match
from harness.errors import DocumentError
from tests.constitution.checks.bench import doubts, job, places, seen


def found(check: str, data: str | bytes) -> list[tuple[str, str]]:
    return places("text", check, "a/b.txt", data)


def test_what_is_forbidden_is_found_at_each_place():
    assert found("forbid: { text: 'pass\\w+' }", "a password\npasskey b") == [("-", "password"), ("-", "passkey")]


def test_a_match_stays_in_its_line_unless_the_whole_file_is_wanted():
    data = "drop\ntable x"
    assert found("forbid: { text: 'drop\\s+table' }", data) == []
    assert found("forbid: { text: 'drop[^x]table' }", data) == []
    assert found("forbid: { text: { pattern: 'drop\\s+table', whole-file: true } }", data) == [("-", "drop\ntable")]
    assert found("forbid: { text: { pattern: 'p.t', whole-file: true } }", data) == [("-", "p\nt")]


def test_circumflex_and_dollar_are_the_ends_of_a_line_whatever_ends_it():
    assert found("forbid: { text: '^debug$' }", b"\xef\xbb\xbfdebug\r\ndebug\r\nx debug\ndebug") == [("-", "debug")] * 3


def test_places_are_those_of_the_file_as_it_is():
    data = b"\xef\xbb\xbfone\r\ntwo\r\nthr\xc3\xa9e\r\n"
    [one] = seen("text", "forbid: { text: 'thr.e$' }", "a", data)
    assert data[one.start : one.end] == "thrée".encode()


def test_case_counts_unless_it_is_told_not_to():
    assert found("forbid: { text: drop }", "DROP") == []
    assert found("forbid: { text: { pattern: drop, ignore-case: true } }", "DROP") == [("-", "DROP")]


def test_any_of_several_patterns_is_found_once_each_in_order():
    check = "forbid: { text: { any: [b, a, '[ab]'] } }"
    assert found(check, "a b") == [("-", "a"), ("-", "b")]


def test_what_is_required_is_shown_where_it_is():
    assert found("require: { text: 'lock_timeout' }", "x\nset lock_timeout") == [("+", "lock_timeout")]
    assert found("require: { text: 'lock_timeout' }", "x") == []


def test_what_is_required_in_each_file_is_missed_in_the_file_as_a_whole():
    check = "require: { text: SPDX, everywhere: true, note: say whose it is }"
    assert found(check, "# SPDX") == [("+", "SPDX")]
    [one] = seen("text", check, "a", "print()")
    assert (one.role, one.start, one.end) == ("violates", 0, 0)
    assert one.note == "nothing in it matches `SPDX`; say whose it is"


def test_bytes_that_are_no_text_are_searched_all_the_same():
    data = b"\x00\xff\xfe password \x00"
    assert found("forbid: { text: password }", data) == [("-", "password")]


def test_words_in_latin_1_and_words_in_utf_8_are_found_in_a_file_that_mixes_them():
    data = "naïve".encode() + b"\xff" + "naïve".encode("latin-1")
    assert found("forbid: { text: 'naïve' }", data) == [("-", "naïve"), ("-", "na\\xefve")]
    assert found("forbid: { text: '€' }", "€".encode() + b"\xff") == [("-", "€")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_file_in_utf_16_is_in_doubt(encoding):
    data = "\ufeffpassword".encode(encoding)
    [(line, reason)] = doubts("text", "forbid: { text: password }", "a.reg", data)
    assert line == 1
    assert "UTF-16" in reason


@pytest.mark.parametrize("text", ["'.'", "{ any: ['.', '..', '...'] }"])
def test_at_most_a_thousand_places_are_told_of_a_pattern_that_is_everywhere_and_the_rest_is_a_doubt(text):
    told = seen("text", f"forbid: {{ text: {text} }}", "a/b.txt", "x" * 5000)
    assert sum(isinstance(one, Match) for one in told) == 1000
    assert sum(isinstance(one, Doubtful) for one in told) == 1


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*b", "(.*)*x", "a{0,900}b"])
def test_a_cunning_pattern_takes_no_longer_than_others(pattern):
    began = time.process_time()
    assert found(f"forbid: {{ text: '{pattern}' }}", "a" * 1_000_000 + "!") == []
    assert time.process_time() - began < 3


def test_a_place_without_length_is_none():
    assert found("forbid: { text: '\\b' }", "a b") == []


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("forbid: { text: '(?=a)' }", "(?="),
        ("forbid: { text: '(a)\\1' }", "\\1"),
        ("forbid: { text: 'a{2000}' }", "repetition"),
        ("forbid: { text: '(' }", "missing )"),
        ("forbid: { text: 'x*' }", "everywhere"),
        ("require: { text: '^' }", "everywhere"),
        ("forbid: { text: {} }", "`pattern` or `any`"),
        ("forbid: { text: { pattern: a, any: [b] } }", "not both"),
        ("forbid: { text: '' }", "at least 1"),
        ("forbid: { text: { any: [] } }", "at least 1"),
        ("forbid: { text: { pattern: a, flags: i } }", "text.flags"),
        ("forbid: { text: { pattern: 3 } }", "text.pattern"),
        ("forbid: { text: { any: 3 } }", "text.any"),
        ("forbid: { text: a, at-least-one: true }", "may be nowhere"),
        ("require: { text: a, at-least-one: true, everywhere: true }", "exclude each other"),
        ("require: { text: a, everywhere: false }", "everywhere"),
    ],
)
def test_a_check_that_makes_no_sense_is_refused(check, said):
    with pytest.raises(DocumentError) as error:
        job("text", check)
    assert all(said in mistake.what for mistake in error.value.mistakes)
    assert error.value.mistakes[0].hint
