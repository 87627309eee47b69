"""What a change of OpenSpec does to requirements, as its delta says."""

from __future__ import annotations

import pytest

from harness.domain.specifications import DeltaKind, Specification
from harness.readers.specifications import read_specification

PATH = "openspec/changes/add-login/specs/auth/spec.md"


def read(text: str) -> Specification:
    return read_specification(text, PATH)


def names(document: Specification) -> list[tuple[str, str, str, int]]:
    return [(one.kind.value, one.name, one.renamed, one.place.line) for one in document.deltas]


def test_added_and_modified_requirements_are_read_whole_and_are_not_in_force():
    text = "## ADDED Requirements\n### Requirement: One\nIt SHALL.\n#### Scenario: a\n- **WHEN** b\n- **THEN** c\n"
    document = read(text + "## Modified  requirements\n### Requirement: Two ##\nIt MUST.\n")
    assert (document.requirements, document.change, document.feature) == ((), "add-login", "auth")
    assert names(document) == [("ADDED", "One", "", 2), ("MODIFIED", "Two", "", 8)]
    first = document.deltas[0].requirement
    assert first is not None
    assert (first.id, first.text, first.feature, first.place.line) == ("one", "It SHALL.", "auth", 2)
    assert first.scenarios[0].then == ("c",)


def test_the_same_section_twice_and_at_other_levels_counts_in_full():
    text = "# Delta\n### ADDED Requirements\n#### Requirement: One\nIt SHALL.\n##### Scenario: a\n- WHEN b\n"
    document = read(
        text
        + "## ADDED Requirements\n### Errors\n#### Requirement: Two\nIt MUST.\n## 新增需求\n### 需求\uff1a三\n系统必须。\n"
    )
    assert [one.name for one in document.deltas] == ["One", "Two", "三"]
    assert document.deltas[0].requirement.scenarios[0].when == ("b",)


def test_removed_requirements_are_headings_or_items_with_what_is_said_of_them():
    text = """\
## REMOVED Requirements
### Requirement: Old
**Reason**: Nobody came.
**Migration**: Use New.
- `### Requirement: Older`
* ### Requirement: Oldest
  **Reason**: Too old.
- Requirement: Unmarked
"""
    document = read(text)
    assert [(one.name, one.reason, one.place.line) for one in document.deltas] == [
        ("Old", "**Reason**: Nobody came. **Migration**: Use New.", 2),
        ("Older", "", 5),
        ("Oldest", "**Reason**: Too old.", 6),
    ]
    assert [(one.place.line, one.text) for one in document.left_out] == [(8, "Requirement: Unmarked")]


@pytest.mark.parametrize(
    "form",
    [
        "- {}: `### Requirement: {}`",
        "* {}: ### Requirement: {}",
        "{}: ###Requirement: {}",
        "- **{}**: `### Requirement: {}`",
    ],
)
def test_a_rename_is_a_pair_of_names(form):
    document = read(
        "## RENAMED Requirements\n" + form.format("FROM", "Old `x`-name") + "\n" + form.format("TO", "New") + "\n"
    )
    assert names(document) == [("RENAMED", "Old `x`-name", "New", 2)]
    assert not document.mistakes


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ("- FROM: `### Requirement: A`", "2: FROM 'A' has no TO"),
        ("- TO: `### Requirement: A`", "2: TO 'A' has no FROM"),
        (
            "- FROM: `### Requirement: A`\n- FROM: `### Requirement: B`\n- TO: `### Requirement: C`",
            "2: FROM 'A' has no TO",
        ),
        ("- FROM: `A`", "2: 'FROM: `A`' names no requirement"),
        ("- From: `### Requirement: A`", "2: 'From: `### Requirement: A`' names no requirement"),
    ],
)
def test_a_rename_that_is_no_pair_is_a_mistake(lines, what):
    mistakes = read(f"## RENAMED Requirements\n{lines}\n").mistakes
    assert [str(one) for one in mistakes] == [f"{PATH}:{what}"]
    assert "### Requirement: Old name" in mistakes[0].hint


def test_what_is_in_no_section_of_a_change_is_left_out():
    text = """\
### Requirement: Before
It SHALL.
## ADDED Requirements
### Documentation
They MUST.
### Requirement:
## MODIFIED Requirements
None.
## DELETED Requirements
### Requirement: Gone
It SHALL.
## Notes
They MUST be read.
"""
    document = read(text)
    assert document.deltas == ()
    assert [one.place.line for one in document.left_out] == [1, 3, 4, 6, 7, 10, 13]
    (mistake,) = document.mistakes
    assert str(mistake) == f"{PATH}:9: 'DELETED Requirements' is no section that a change has"
    assert all(kind.value in mistake.hint for kind in DeltaKind)


def test_code_in_a_change_hides_nothing_in_silence():
    text = "## ADDED Requirements\n### Requirement: One\nIt SHALL.\n```\n## REMOVED Requirements\n### Requirement: Two\n```\n"
    document = read(text)
    assert names(document) == [("ADDED", "One", "", 2)]
    assert [(one.place.line, one.why) for one in document.left_out] == [(6, "it stands in a block of code")]


def test_requirements_of_one_name_within_another_are_steps_of_their_own():
    document = read("## ADDED Requirements\n### Requirement: Outer\nIt SHALL.\n#### Requirement: Inner\nIt MUST.\n")
    assert [one.name for one in document.deltas] == ["Outer", "Inner"]
