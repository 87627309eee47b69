"""The properties of Kiro's designs, and the tasks of its plans."""

from __future__ import annotations

import pytest

from harness.domain.requirements import RequirementKind
from harness.domain.specifications import Specification
from harness.readers.specifications import read_specification

DESIGN = """\
# Design

The store MUST be a file.

## Correctness Properties

*A property holds for all runs.*

### Property 1: Round trip

*For any* text, reading what was written SHALL give:

- the text
- its length

**Validates: Requirements 1.4, 2.1**

---

### Property Reflection

Two of them are one.

### Property 2
_For any_ user, the total is positive. **Validates: Req 3.1-3.3**

Property 3: Preservation

**For all** others, nothing changes.

**Validates:** Requirements 4.1

## Testing Strategy

- **Property 1: Round trip**: hypothesis
"""


def read(text: str, name: str = "design.md") -> Specification:
    return read_specification(text, f".kiro/specs/store/{name}")


def test_each_property_is_a_requirement_with_what_it_validates():
    document = read(DESIGN)
    found = [(one.id, one.title, one.text, one.place.line, one.validates) for one in document.requirements]
    assert found == [
        (
            "P1",
            "Round trip",
            "*For any* text, reading what was written SHALL give: the text its length",
            9,
            ("1.4", "2.1"),
        ),
        ("P2", "", "_For any_ user, the total is positive.", 24, ("3.1", "3.2", "3.3")),
        ("P3", "Preservation", "**For all** others, nothing changes.", 27, ("4.1",)),
    ]
    assert {one.kind for one in document.requirements} == {RequirementKind.PROPERTY}
    assert (document.feature, document.mistakes) == ("store", ())
    assert [(one.place.line, one.why) for one in document.left_out] == [
        (3, "it says how the product is built, and no property")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "### Property 1: A\nB.\n**Validates: Requirements 1.1**\n",
        "### Property 1 (by example): A\nB.\n\n**Validates: Req 1.1.**\n",
        "#### Correctness Property 1: A\nB.\n\n*Validates: Requirements 1.1*\n",
        "## Properties\n**Property 1: A**\n\nB.\n\nValidates: 1.1\n",
        "### プロパティ 1\uff1aA\nB.\n**検証: 要件 1.1**\n",
        "### 属性 1: A\nB.\n**验证\uff1a需求 1.1**\n",
        "### Propiedad 1: A\nB.\n**Valida: Requisitos 1.1**\n",
    ],
)
def test_properties_are_known_in_many_forms(text):
    (one,) = read(text).requirements
    assert (one.id, one.title, one.text, one.validates) == ("P1", "A", "B.", ("1.1",))


def test_a_property_of_mere_title_says_its_title():
    assert [one.text for one in read("### Property 1: Totals add up\n").requirements] == ["Totals add up"]
    assert [str(one).partition(": ")[2] for one in read("### Property 1\n").mistakes] == [
        "requirement 'P1' says nothing"
    ]


def test_a_property_told_of_again_is_left_out_and_another_of_its_number_is_a_mistake():
    document = read("### Property 1: A\nB.\n### Property 1: A\nC.\n### Property 1: D\nE.\n")
    assert [one.text for one in document.requirements] == ["B."]
    assert [(one.place.line, one.why) for one in document.left_out] == [(3, "property 'P1' stands on line 1")]
    assert [one.place.line for one in document.mistakes] == [5]


def test_what_a_property_validates_is_no_part_of_its_meaning():
    (one,) = read("### Property 1: A\nB.\n**Validates: Requirements 1.1**\n").requirements
    (other,) = read("### Property 1: A\nB.\n**Validates: Requirements 1.2**\n").requirements
    assert one.sha256 == other.sha256


def test_tasks_name_their_requirements():
    text = """\
- [x] 1. Set up
  - details MUST be told
  - _Requirements: 1.1, 1.2_
- [ ]* 1.1 Write a test
  - **Property 1: A**
  - **Validates: Requirements 2.1-2.3, 2.2**
- [-] 2. Go on
  - [ ] 2.1 Part
    - _需求: 3.1_
- [ ] **3.1** Bold (AC-1.1)
  _Requirements: AC-1.1_
- no task
> - [ ] 4 Quoted
"""
    document = read(text, "tasks.md")
    assert [(one.id, one.text, one.done, one.optional, one.requirements) for one in document.tasks] == [
        ("1", "Set up", True, False, ("1.1", "1.2")),
        ("1.1", "Write a test", False, True, ("2.1", "2.2", "2.3")),
        ("2", "Go on", False, False, ()),
        ("2.1", "Part", False, False, ("3.1",)),
        ("3.1", "Bold (AC-1.1)", False, False, ("AC-1.1",)),
        ("4", "Quoted", False, False, ()),
    ]
    assert [(one.place.line, one.why) for one in document.left_out] == [(2, "it is a list of tasks")]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("1.1-1.3", ("1.1", "1.2", "1.3")),
        ("1-3", ("1", "2", "3")),
        ("1.2-4", ("1.2", "1.3", "1.4")),
        ("1.3-1.1", ("1.3",)),
        ("1.1-2.2", ("1.1", "2.2")),
        ("1.1-1.9999999", ("1.1", "1.9999999")),
        ("All", ()),
    ],
)
def test_a_range_of_requirements_stands_for_each_of_them(names, expected):
    (task,) = read(f"- [ ] Do it\n  _Requirements: {names}_\n", "tasks.md").tasks
    assert task.requirements == expected
