"""Combinations that pair every value with every value, and no more of them than need be."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.trace.pairwise import pairs, proposals

Rows = tuple[tuple[str, ...], ...]


def values_of(*sizes: int) -> Rows:
    return tuple(tuple(f"{one}-{value}" for value in range(size)) for one, size in enumerate(sizes))


def is_paired(values: Rows, rows: Rows) -> bool:
    return all(
        {(row[one], row[other]) for row in rows} == set(product(values[one], values[other]))
        for one, other in combinations(range(len(values)), 2)
    )


# The smallest that is known for each, or what AETG and IPO need as their authors tell.
@pytest.mark.parametrize(
    ("sizes", "most"),
    [
        ((2, 3), 6),
        ((3,) * 4, 9),
        ((3,) * 13, 18),
        ((5, 3, 4), 20),
        ((2,) * 100, 16),
        ((4,) + (3,) * 39 + (2,) * 35, 29),
    ],
)
def test_few_combinations_pair_all_values(sizes, most):
    values = values_of(*sizes)
    found = proposals(values, ())
    assert is_paired(values, found)
    assert len(found) <= most


def test_what_is_covered_already_is_not_proposed_again():
    values = values_of(3, 3, 3, 3)
    whole = proposals(values, ())
    for taken in range(len(whole) + 1):
        rest = proposals(values, whole[:taken])
        assert is_paired(values, (*whole[:taken], *rest))
        assert len(rest) >= len(whole) - taken  # nine is the least that there is
    assert proposals(values, whole) == ()


def test_of_one_dimension_each_value_is_wanted_once():
    assert proposals((("a", "b", "c"),), [("b",)]) == (("a",), ("c",))


@pytest.mark.parametrize("values", [(), ((), ("a",)), (("a",), ("b",), ())])
def test_where_a_dimension_has_no_value_there_is_nothing_to_propose(values):
    assert proposals(values, ()) == ()


def test_more_pairs_than_can_be_gone_through_are_refused():
    with pytest.raises(ValueError, match="pairs"):
        proposals(values_of(150, 150), ())
    assert pairs([150, 150]) == 22_500


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_covered_all_are_paired_and_no_proposal_is_needless(data):
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=2, max_size=5))
    values = values_of(*sizes)
    covered = data.draw(st.lists(st.tuples(*map(st.sampled_from, values)), max_size=6))
    found = proposals(values, covered)
    assert is_paired(values, (*covered, *found))
    assert proposals(values, covered) == found
    for one in found:
        assert not is_paired(values, (*covered, *(other for other in found if other != one)))
