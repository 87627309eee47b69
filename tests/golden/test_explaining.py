"""A difference is explained by words that changed, not by white space, a place, or another text beside the old one."""

from __future__ import annotations

import pytest

from harness.domain.places import Place
from harness.domain.requirements import Requirement, Scenario, meaning
from harness.golden.explaining import Required, explaining, stated

Stated = list[tuple[str, str]]


def specified(given: Stated) -> Required:
    """Requirements as ``id`` or ``feature/id`` with their text; what follows a ``|`` is the scenario."""
    return Required(stated(requirement(name, text) for name, text in given))


def requirement(name: str, text: str) -> Requirement:
    feature, _, id = name.rpartition("/")
    place = Place(path="specs/a.md", line=1)
    words, _, example = text.partition("|")
    scenarios = (Scenario(text=example, place=place),) if example else ()
    return Requirement(
        id=id, feature=feature, text=words, place=place, sha256=meaning(words, scenarios), scenarios=scenarios
    )


@pytest.mark.parametrize(
    ("base", "head", "changed"),
    [
        ([("FR-1", "pay")], [("FR-1", "pay")], set()),
        ([("FR-1", "pay")], [("FR-1", "pay twice")], {"FR-1"}),
        ([("FR-1", "pay  now")], [("FR-1", " pay\tnow ")], set()),
        ([("FR-1", "pay")], [("FR-1", "**pay**")], set()),
        ([("FR-1", "pay|Given a bill")], [("FR-1", "pay|Given two bills")], {"FR-1"}),
        ([("FR-1", "a"), ("FR-2", "b")], [("FR-2", "b"), ("FR-1", "a")], set()),
        ([], [("FR-1", "pay")], {"FR-1"}),
        ([("FR-1", "pay")], [], {"FR-1"}),
        ([("a/FR-1", "pay")], [("a/FR-1", "owe")], {"FR-1", "a/FR-1"}),
        ([("a/FR-1", "pay")], [("b/FR-1", "pay")], set()),
        ([("a/FR-1", "pay")], [("b/FR-1", "owe")], {"FR-1", "a/FR-1", "b/FR-1"}),
        ([("FR-1", "pay")], [("FR-2", "pay")], set()),
        ([("a/FR-1", "a"), ("b/FR-1", "b")], [("a/FR-1", "a"), ("b/FR-1", "c")], {"b/FR-1"}),
        ([("a/FR-1", "a")], [("a/FR-1", "c"), ("b/FR-1", "b")], {"a/FR-1", "b/FR-1"}),
        ([("a/FR-1", "a"), ("b/FR-1", "b")], [("a/FR-1", "a")], {"b/FR-1"}),
    ],
)
def test_what_has_changed(base: Stated, head: Stated, changed: set[str]) -> None:
    assert explaining(specified(base), specified(head)).changed == changed


def test_an_id_of_several_features_explains_nothing_and_it_is_told_what_to_write_instead() -> None:
    explains = explaining(specified([("a/FR-1", "a")]), specified([("a/FR-1", "c"), ("b/FR-1", "b")]))
    assert explains.of(["FR-1"]) == ()
    assert explains.ambiguous == {"FR-1": ("a/FR-1", "b/FR-1")}


def test_only_a_tag_explains() -> None:
    explains = explaining(specified([]), specified([("FR-2", "b"), ("FR-1", "a")]))
    assert explains.of(["FR-2", "FR-3", "FR-1"]) == ("FR-1", "FR-2")
    assert explains.of([]) == ()


@pytest.mark.parametrize("side", ["base", "head"])
def test_what_cannot_be_read_explains_nothing_and_is_told(side: str) -> None:
    unreadable = Required(unreadable=("v1:specs/a.md:3: twice",))
    other = specified([("FR-1", "a")])
    explains = explaining(unreadable, other) if side == "base" else explaining(other, unreadable)
    assert explains.of(["FR-1"]) == ()
    assert explains.why_not == "v1:specs/a.md:3: twice"
