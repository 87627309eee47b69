"""A difference is explained by words that changed, not by white space, a place, or another text beside the old one."""

from __future__ import annotations

import pytest

from harness.domain.places import Place
from harness.domain.requirements import Requirement
from harness.golden.explaining import Specification, explaining, wordings

Stated = list[tuple[str, str]]


def specified(stated: Stated) -> Specification:
    place = Place(path="specs/a.md", line=1)
    return Specification(wordings(Requirement(id=id, text=text, place=place, sha256="") for id, text in stated))


@pytest.mark.parametrize(
    ("base", "head", "changed"),
    [
        ([("FR-1", "pay")], [("FR-1", "pay")], set()),
        ([("FR-1", "pay")], [("FR-1", "pay twice")], {"FR-1"}),
        ([("FR-1", "pay  now")], [("FR-1", " pay\tnow ")], set()),
        ([("FR-1", "a"), ("FR-2", "b")], [("FR-2", "b"), ("FR-1", "a")], set()),
        ([], [("FR-1", "pay")], {"FR-1"}),
        ([("FR-1", "pay")], [], {"FR-1"}),
        ([("FR-1", "a")], [("FR-1", "a"), ("FR-1", "b")], set()),
        ([("FR-1", "a"), ("FR-1", "b")], [("FR-1", "a")], {"FR-1"}),
        ([("FR-1", "a"), ("FR-1", "b")], [("FR-1", "b"), ("FR-1", "a")], set()),
    ],
)
def test_what_has_changed(base: Stated, head: Stated, changed: set[str]) -> None:
    assert explaining(specified(base), specified(head)).changed == changed


def test_only_a_tag_explains() -> None:
    explains = explaining(specified([]), specified([("FR-2", "b"), ("FR-1", "a")]))
    assert explains.of(["FR-2", "FR-3", "FR-1"]) == ("FR-1", "FR-2")
    assert explains.of([]) == ()


@pytest.mark.parametrize("side", ["base", "head"])
def test_what_cannot_be_read_explains_nothing_and_is_told(side: str) -> None:
    unreadable = Specification(unreadable=("v1:specs/a.md:3: twice",))
    other = specified([("FR-1", "a")])
    explains = explaining(unreadable, other) if side == "base" else explaining(other, unreadable)
    assert explains.of(["FR-1"]) == ()
    assert explains.why_not == "v1:specs/a.md:3: twice"
