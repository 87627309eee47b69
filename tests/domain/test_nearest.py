from __future__ import annotations

from harness.domain.nearest import did_you_mean


def test_of_many_known_words_twenty_are_listed_and_the_others_counted():
    hint = did_you_mean("FR-99", (f"FR-{number}" for number in range(100, 1700)))
    assert hint.startswith("did you mean 'FR-")
    assert hint.count("'") == 2 * 21
    assert hint.endswith(" and 1,580 more")


def test_of_few_all_are_listed():
    assert did_you_mean("x", ["b", "a"]) == "known are 'a', 'b'"
    assert did_you_mean("x", []) == "none are known"
