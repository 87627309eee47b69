from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.golden import aligning
from harness.golden.aligning import hunks
from tests.support.captures import PATIENT

lines = st.lists(st.sampled_from(["", "a", "b", "c", *(f"line {number}" for number in range(12))]), max_size=20)


def rebuilt(before: list[str], after: list[str]) -> list[str]:
    """The second text from the first one and what differs."""
    built, at = [], 0
    for first, last, start, end in hunks(before, after):
        assert first >= at
        assert before[first:last] != after[start:end]
        built += before[at:first] + after[start:end]
        at = last
    return built + before[at:]


@settings(PATIENT, max_examples=100)
@given(lines, lines)
def test_what_differs_makes_the_one_the_other(before, after):
    assert rebuilt(before, after) == after


@settings(PATIENT, max_examples=100)
@given(lines, lines)
def test_long_ones_are_cut_where_a_line_stands_once_in_both(before, after):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aligning, "_MOST_LINES", 3)
        assert rebuilt(before, after) == after


@settings(PATIENT, max_examples=60)
@given(lines, lines)
def test_what_repeats_itself_too_often_is_one_range(before, after):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aligning, "_MOST_PAIRS", 1)
        assert rebuilt(before, after) == after


def test_little_is_told_of_two_long_texts_that_differ_in_little():
    before = [f"line {number}" for number in range(5_000)]
    after = ["new", *before[:100], *before[200:4_000], "other", *before[4_001:]]
    assert list(hunks(before, after)) == [(0, 0, 0, 1), (100, 200, 101, 101), (4000, 4001, 3901, 3902)]


def test_lines_that_moved_are_told_as_gone_and_new():
    before = [f"line {number}" for number in range(5_000)]
    after = [*before[2_500:], *before[:2_500]]
    assert list(hunks(before, after)) == [(0, 2500, 0, 0), (5000, 5000, 2500, 5000)]
