"""Facts as they are judged: contradictions are unknown, and nothing in them keeps a decision from being written down."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from harness.domain.gate import Band, Fact, Item
from harness.domain.places import Place
from harness.gate.deciding import decide
from harness.gate.names import FACTS, behind, hint_for, is_fact
from harness.gate.numbers import listed
from tests.gate.cases import card, case, decided, edit, whats


def test_a_fact_that_is_told_twice_and_not_the_same_is_unknown() -> None:
    twice = case()
    decision = decide(replace(twice, facts=(*twice.facts, Fact(name="cards.failed", value=3))))
    assert decision.band is Band.UNDECIDED
    assert whats(decision) == ["it is told twice, and not the same, so that cards.failed is not known"]
    assert decide(replace(twice, facts=(*twice.facts, *twice.facts))) == decide(twice)


@pytest.mark.parametrize("value", [True, float("nan"), float("inf"), 10**301, 1e301])
def test_a_value_that_cannot_be_counted_with_is_unknown(value: object) -> None:
    decision = decided({"cards.failed": Fact.model_construct(name="cards.failed", value=value, unknown="", items=())})
    assert decision.band is Band.UNDECIDED
    assert whats(decision) == ["its value is no number that can be counted with, so that cards.failed is not known"]
    assert json.loads(decision.model_dump_json())


def test_contradicting_bounds_and_bounds_beside_a_value_are_dropped() -> None:
    given = {
        "cards.failed": Fact(name="cards.failed", unknown="open", low=3, high=1),
        "cards.flaky": Fact(name="cards.flaky", value=0, low=1, high=2),
        "tests.failed": Fact(name="tests.failed"),
    }
    known = {one.name: one for one in decided(given).facts}
    assert (known["cards.failed"].low, known["cards.failed"].high) == (None, None)
    assert (known["cards.flaky"].low, known["cards.flaky"].value) == (None, 0)
    assert known["tests.failed"].unknown == "nothing tells it"


def test_items_are_sorted_and_bounded() -> None:
    items = tuple(card(f"C{number:02}") for number in range(40, 0, -1))
    known = {one.name: one for one in decided({"cards.failed": Fact(name="cards.failed", value=40, items=items)}).facts}
    assert [one.key for one in known["cards.failed"].items] == [f"card C{number:02}" for number in range(1, 26)]


def test_a_name_that_no_encoding_knows_is_spelled_out() -> None:
    torn = Item(key="card \udc80", what="\udcff", place=Place(path="a\udc80.md"))
    given = {"cards.failed": Fact(name="cards.failed", value=1, items=(torn,))}
    decision = decided(given, line="feature/\udc80", judges=(edit("\udc80.toml", "bob@example.org"),))
    told = json.loads(decision.model_dump_json())
    assert (told["line"], told["reasons"][0]["items"][0]["key"]) == ("feature/\\udc80", "card \\udc80")
    assert decision.id
    assert isinstance(decision.facts, tuple)


@pytest.mark.parametrize("name", ["extra.coverage", "extra.a.b_2", *FACTS])
def test_facts_can_be_named(name: str) -> None:
    assert is_fact(name)


@pytest.mark.parametrize(
    "name", ["extra", "extra.", "extra.1x", "extra.a-b", "extra.a..b", "cards", "cards.failed.x", ""]
)
def test_nothing_else_can(name: str) -> None:
    assert not is_fact(name)
    assert hint_for(name)


def test_every_fact_is_behind_itself_or_behind_facts_that_there_are() -> None:
    for name in FACTS:
        assert set(behind([name])) <= set(FACTS)


def test_words_are_listed_as_a_sentence_does() -> None:
    assert [listed(tuple("abcdefg"[:number])) for number in (1, 2, 3, 7)] == [
        "a",
        "a and b",
        "a, b and c",
        "a, b, c, d, e and 2 more",
    ]
