from __future__ import annotations

import pytest

from harness.constitution.kinds import Doubtful, Match
from harness.errors import DocumentError
from tests.constitution.checks.bench import doubts, job, places, seen
from tests.support.growth import ending


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
    with ending():
        assert found(f"forbid: {{ text: '{pattern}' }}", "a" * 1_000_000 + "!") == []


def test_a_place_without_length_is_none():
    assert found("forbid: { text: '\\b' }", "a b") == []


def keys(terms: str, data: str) -> list[str]:
    return [text for _, text in found(f"forbid: {{ text: {{ pattern: 'key=(\\w+)', {terms} }} }}", data)]


def test_a_value_that_tells_too_little_is_spared():
    assert keys("entropy: 2", "key=aaaaaaaa key=aabbccddeeffgghh key=ab") == ["key=aabbccddeeffgghh"]


def test_what_excuses_a_value_is_looked_for_in_the_group_and_not_around_it():
    assert keys("unless: ['^x', k]", "key=xy key=yx key=k") == ["key=yx"]
    assert found("forbid: { text: { pattern: 'key=\\w', unless: key } }", "key=a") == []
    assert found("forbid: { text: { pattern: 'key(=a)?', unless: a } }", "key key=a") == [("-", "key")]


def test_what_excuses_a_line_is_looked_for_in_the_line_where_the_match_begins():
    check = "forbid: { text: { pattern: 'a\\sb', whole-file: true, unless-line: '# fine$' } }"
    assert found(check, "x\na b # fine\na b\n# fine") == [("-", "a b")]
    assert found(check, "a b # fine") == []
    assert found(check, "a b") == [("-", "a b")]


@pytest.mark.parametrize("prefix", ["", "ghp_", "npm_"])
def test_a_value_without_the_right_check_digits_is_spared(prefix):
    right = "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"
    check = "forbid: { text: { pattern: '\\w{4,}', checksum: crc32-base62 } }"
    assert found(check, f"{prefix}{right} {prefix}{right[:-1]}8 0mLq17") == [("-", prefix + right)]


def test_what_is_spared_does_not_count_toward_the_most_matches_that_are_told():
    told = seen("text", "forbid: { text: { pattern: '[ab]', unless: a } }", "a.txt", "a" * 5000 + "b")
    assert [type(one) for one in told] == [Match]


def test_values_in_bytes_that_are_no_text_are_judged_as_well():
    data = "key=naïve key=café".encode("latin-1")
    assert found("forbid: { text: { pattern: 'key=(\\S+)', unless: 'naïve' } }", data) == [("-", "key=caf\\xe9")]


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("forbid: { text: '(?=a)' }", "(?="),
        ("forbid: { text: { pattern: a, unless: '(?=a)' } }", "(?="),
        ("forbid: { text: { pattern: a, unless-line: 'x*' } }", "everywhere"),
        ("forbid: { text: { pattern: a, entropy: 9 } }", "text.entropy"),
        ("forbid: { text: { pattern: a, checksum: md5 } }", "text.checksum"),
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
