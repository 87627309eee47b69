"""Regular expressions that may take time that doubles with each character, and those that look like them and do not."""

from __future__ import annotations

import re

import pytest

from harness.constitution.checks.dataflow.slow_patterns import MOST_PLACES, is_slow
from tests.support.growth import cpu_seconds

SLOW = [
    r"^(a+)+$",
    r"^(a*)*$",
    r"(a|a)*b",
    r"^(\w|\d)*$",
    r"^([^\P{L}]+|[|])+;",
    r"^(?:a|[ab]|\|)*c",
    r"^(a|aa|b)+$",
    r"^([a-z0-9]+-?)+$",
    r"^([a-z0-9]+[._-]?)+@example\.org$",
    r"^(\s*\S*\s*)*@example\.org$",
    r"^\s*(\w+\s*)*:$",
    r"^(a?b?)*c",
    r"(x+x+)+y",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"^((ab)*|a|b)*$",
    r"^(?<word>\w+\s?)*$",
    r"^(?:[^x]+|é)*x",
    r"^(\d{2,}|\d)+;",
    r"^([\p{L}\d]+[ ]?)+$",
    r"(.*)*\n\n",
    r"^(a{1,30})+$",
    r"(?i)^([A-Z]+a?)+$",
]
FAST = [
    r"abc",
    r"^a+$",
    r"^[(+*|]+$",
    r"^(a|b|\u{1F600})*$",
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    r"^[a-z0-9]+([._-][a-z0-9]+)*@example\.org$",
    r"^\w+(\s\w+)*$",
    r"^(a|b|cd)+$",
    r"(a+)+",
    r"(\w+\s?)*",
    r"\s+$",
    r"^[^\s@]+@[^\s@]+\.[^\s@]+$",
    r'"[^"\\]*(?:\\.[^"\\]*)*"',
    r"^(?:\d{1,3}\.){3}\d{1,3}$",
    r"^(?:\d{3},)*\d{3}$",
    r"^(\d+,)*\d+$",
    r"^#?([a-f0-9]{6}|[a-f0-9]{3})$",
    r"^(?:[01]\d|2[0-3])(?::[0-5]\d)*$",
    r"(?=\d+)\d+x",
    r"^(\w+\b\s*)+$",
    r"^(?:(?!ab).)*$",
    r"^(a)\1+$",
    r"(",
    r"^(" + "|".join(f"word{number}" for number in range(MOST_PLACES)) + r")+$",
]


@pytest.mark.parametrize("pattern", SLOW)
def test_what_can_be_split_in_many_ways_is_slow(pattern: str) -> None:
    assert is_slow(pattern)


@pytest.mark.parametrize("pattern", FAST)
def test_what_can_be_read_in_one_way_is_not(pattern: str) -> None:
    assert not is_slow(pattern)


@pytest.mark.parametrize(
    ("pattern", "text", "many"), [(r"^(a+)+$", "a", 19), (r"^(a?b?)*c", "ab", 19), (r"^((ab)*|a|b)*$", "ab", 14)]
)
def test_the_time_of_a_slow_one_grows_with_each_character(pattern: str, text: str, many: int) -> None:
    def seconds(times: int) -> float:
        return cpu_seconds(lambda: re.search(pattern, text * times + "!"))

    assert min(seconds(11) for _ in range(5)) * 4 < seconds(many)
