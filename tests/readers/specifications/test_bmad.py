from __future__ import annotations

import pytest

from harness.domain.principles import Level
from harness.domain.requirements import RequirementKind
from harness.readers.specifications import bmad, format_of

PRD = """\
# Bank Product Requirements Document (PRD)

## Goals

- Be a bank

## Requirements

### Functional

- **FR1:** Users open
  accounts.
  - with a deposit
- FR2: Users pay.
1. FR-3: Users leave.

FR4: Users see
their balance.
FR5: Users print it:
- on paper

| ID | Requirement | Priority |
|----|-------------|----------|
| FR6 | Users MUST sign | High |
| x | y | z |

### Non-Functional Requirements

- NFR1: Answers take less than 1 s.
- Backups are daily.

### Security

- **Access**
  - NFR2: Nobody reads others' accounts.

## Features

### 4.1 Transfers

#### FR-7: Transfer money

A user can transfer money. Realizes UJ-1.

**Consequences (testable):**
- The balances change.

**Out of Scope:**
- cash

#### FR-8: Say so

## Key User Journeys

- **UJ-1. Alice pays Bob.**
  - Alice opens the app.

## Glossary

- **Account** — what holds money
- **Bob**: a user

## Success Metrics

- **SM-1**: Nine in ten succeed.

## Open Questions

1. Which currencies?

## Notes

The bank MUST be open.
"""

EPICS = """\
# Bank - Epic Breakdown

## Requirements Inventory

### Functional Requirements

FR1: Users open accounts

### FR Coverage Map

FR1: Epic 1 - opening

## Epic 1: Accounts

Users have accounts.

### Story 1.1: Open

As a user,
I want an account,
So that I have one.

**Acceptance Criteria:**

**Given** no account
**When** I open one
**Then** it exists
**And** it is empty

**Given** an account
**When** I open it again
**Then** I am told

**When** I leave
**Then** it is closed

**Technical Notes:**
- The code MUST use SQL

### Story 1-2a: Pay

**Priority:** P1

As a user, I want to pay.

#### Acceptance Criteria

1. First
2. Second
   - in detail

More of it:

1. Starts again

### Story 1.3: Nothing
"""

STORY = """\
# Story 2.4: Read

Status: Draft

## Story

**As a** reader,
**I want** to read.

## Acceptance Criteria

### AC1: Pages
- shows pages
- shows covers

### AC 2 - Order
**Given** books
**When** I sort
**Then** they are sorted

### Notes
1. Not again

## Tasks / Subtasks

- [x] Task 1: Write (AC: 1, 2)
  - [ ] 1.1 Test (AC: #1-#2)
- [ ] Bare
- no box

## Dev Notes

Nothing.
"""

SPEC = """\
---
title: 'Retry'
---
<frozen-after-approval reason="human">

## Intent

**Problem:** It fails.

## Boundaries & Constraints

**Always:** stay small

**Never:**
- touch the schema

## I/O & Edge-Case Matrix

| Scenario | Input / State | Expected Output / Behavior | Error Handling |
|----------|---------------|----------------------------|----------------|
| HAPPY_PATH | a request | an answer | N/A |
| Down | no database | 503 | says so |
| | empty | nothing | None |

</frozen-after-approval>

## Tasks & Acceptance

**Execution:**
- [ ] `a.py` -- write -- because

**Acceptance Criteria:**
- Given a, when b, then c
- Given d, when e, then f
"""


def read(text):
    return bmad.read(text, "docs/bank.md")


def stated(text):
    return {one.id: (one.text, one.place.line) for one in read(text).requirements}


def test_a_prd_numbers_its_requirements_in_items_lines_rows_and_headings():
    assert stated(PRD) == {
        "FR1": ("Users open accounts. with a deposit", 11),
        "FR2": ("Users pay.", 14),
        "FR-3": ("Users leave.", 15),
        "FR4": ("Users see their balance.", 17),
        "FR5": ("Users print it: on paper", 19),
        "FR6": ("Users MUST sign; Priority: High", 24),
        "NFR1": ("Answers take less than 1 s.", 29),
        "requirements.non-functional-requirements-1": ("Backups are daily.", 30),
        "NFR2": ("Nobody reads others' accounts.", 35),
        "FR-7": ("A user can transfer money. Realizes UJ-1. The balances change.", 41),
        "FR-8": ("Say so", 51),
        "SM-1": ("Nine in ten succeed.", 65),
    }


def test_a_prd_has_kinds_terms_questions_and_journeys():
    found = read(PRD)
    kinds = {one.id: one.kind for one in found.requirements}
    assert {id_ for id_, kind in kinds.items() if kind is RequirementKind.NON_FUNCTIONAL} == {
        "NFR1",
        "NFR2",
        "requirements.non-functional-requirements-1",
    }
    assert kinds["SM-1"] is RequirementKind.SUCCESS
    assert next(one.level for one in found.requirements if one.id == "FR6") is Level.MUST
    assert [(one.name, one.text) for one in found.terms] == [("Account", "what holds money"), ("Bob", "a user")]
    assert [one.text for one in found.clarifications] == ["Which currencies?"]
    assert [(one.id, one.text) for one in found.stories] == [("UJ-1", "Alice pays Bob. Alice opens the app.")]
    assert [(one.text, one.place.line) for one in found.left_out] == [("The bank MUST be open.", 73)]
    assert (found.title, found.feature) == ("Bank Product Requirements Document (PRD)", "bank")


def test_each_criterion_of_a_story_is_a_requirement_by_the_number_on_the_page():
    assert stated(EPICS) == {
        "FR1": ("Users open accounts", 7),
        "1.1-AC1": ("**Given** no account **When** I open one **Then** it exists **And** it is empty", 25),
        "1.1-AC2": (
            "**Given** an account **When** I open it again **Then** I am told **When** I leave **Then** it is closed",
            30,
        ),
        "1.2a-AC1": ("First", 48),
        "1.2a-AC2": ("Second in detail More of it:", 49),
        "1.2a-AC3": ("Starts again", 54),
    }


def test_stories_have_their_words_and_scenarios():
    found = read(EPICS)
    assert [(one.id, one.title, one.priority, len(one.scenarios)) for one in found.stories] == [
        ("1.1", "Open", "", 2),
        ("1.2a", "Pay", "P1", 0),
        ("1.3", "Nothing", "", 0),
    ]
    assert found.stories[0].text == "As a user, I want an account, So that I have one."
    (first, *_) = found.stories[0].scenarios
    assert (first.given, first.when, first.then) == (("no account",), ("I open one",), ("it exists", "it is empty"))
    assert {one.stories for one in found.requirements} == {(), ("1.1",), ("1.2a",)}
    assert [one.text for one in found.left_out] == ["1.3 Nothing", "The code MUST use SQL"]


def test_headings_begin_criteria_and_tasks_name_them():
    found = read(STORY)
    assert stated(STORY) == {
        "2.4-AC1": ("Pages: shows pages shows covers", 12),
        "2.4-AC2": ("Order: **Given** books **When** I sort **Then** they are sorted", 16),
        "2.4-AC3": ("Not again", 22),
    }
    assert [(one.id, one.text, one.done, one.story, one.requirements) for one in found.tasks] == [
        ("1", "Write (AC: 1, 2)", True, "2.4", ("2.4-AC1", "2.4-AC2")),
        ("1.1", "Test (AC: #1-#2)", False, "2.4", ("2.4-AC1", "2.4-AC2")),
        ("", "Bare", False, "2.4", ()),
    ]


def test_each_row_of_the_matrix_is_a_requirement_and_an_edge_case():
    found = read(SPEC)
    assert stated(SPEC) == {
        "IO-happy-path": ("HAPPY_PATH: a request → an answer", 21),
        "IO-down": ("Down: no database → 503; says so", 22),
        "IO-empty": ("empty → nothing", 23),
        "AC1": ("Given a, when b, then c", 33),
        "AC2": ("Given d, when e, then f", 34),
    }
    assert [(one.text, one.handled) for one in found.edge_cases] == [
        ("HAPPY_PATH: a request", "an answer"),
        ("Down: no database", "503; says so"),
        ("empty", "nothing"),
    ]
    down = found.requirements[1].scenarios[0]
    assert (down.name, down.given, down.then) == ("Down", ("no database",), ("503", "says so"))
    assert [(one.text, one.place.line) for one in found.left_out] == [
        ("**Always:** stay small", 12),
        ("touch the schema", 15),
    ]
    assert [one.text for one in found.tasks] == ["`a.py` -- write -- because"]


def test_a_spec_has_capabilities_and_constraints():
    text = (
        "# Pay\n\n## Capabilities\n\n- **CAP-1**\n  - **intent:** Users pay.\n  - **success:** The money moves.\n\n"
        "## Constraints\n\n- No cash.\n\n## Non-goals\n\n- Loans\n"
    )
    found = read(text)
    assert [(one.id, one.text, one.kind) for one in found.requirements] == [
        ("CAP-1", "**intent:** Users pay. **success:** The money moves.", RequirementKind.FUNCTIONAL),
        ("constraints-1", "No cash.", RequirementKind.CONSTRAINT),
    ]


CRITERIA = {
    "AC1: First\nAC2: Second": ["First", "Second"],
    "- **AC1:** First\n- **AC2 (more):** Second": ["First", "Second"],
    "- [ ] First\n- [x] Second": ["First", "Second"],
    "- ✅ First": ["First"],
    "First\nline.\n\nSecond.": ["First line.", "Second."],
    "- **Given** a\n- **When** b\n- **Then** c\n- **Given** d": ["**Given** a **When** b **Then** c", "**Given** d"],
    "Given a\nAnd b\nWhen c\nThen d\nGiven e\nThen f": ["Given a And b When c Then d", "Given e Then f"],
    "| AC | Criterion | How |\n|---|---|---|\n| 1 | First | x |\n| AC2 | Second | |\n| | Third | |": [
        "First; x",
        "Second",
        "Third",
    ],
    "**AC1: Given a**\n\nwhen b, then c": ["Given a when b, then c"],
    "AC1: Given a, when b\nthen c": ["Given a, when b then c"],
    "1. First\n\n   ```\n   x\n   ```\n\n   | a |\n   |---|\n   | b |": ["First x b"],
    "1. First\n\n```\nx\n```": ["First x"],
    "```gherkin\nFeature: A\n  Scenario: One\n    Given a\n    Then b\n\n  Scenario: Two\n    Then c\n```": [
        "One: Given a Then b",
        "Two: Then c",
    ],
    "5. Fifth\n6. Sixth": ["Fifth", "Sixth"],
    "```\nx\n```": [],
    "<!-- - none -->": [],
}


@pytest.mark.parametrize(("text", "said"), CRITERIA.items(), ids=CRITERIA)
def test_criteria_come_in_many_layouts(text, said):
    found = read(f"# Story 1.1: X\n\n## Acceptance Criteria\n\n{text}\n")
    assert [one.text for one in found.requirements] == said
    assert found.mistakes == ()


@pytest.mark.parametrize(
    "label",
    [
        "**Acceptance Criteria:**",
        "Acceptance Criteria:",
        "**Critères d'acceptation :**",
        "**Akzeptanzkriterien**",
        "**(ACs)**",
    ],
)
def test_criteria_stand_below_a_label_in_many_languages(label):
    found = read(f"### Story 1.1: X\n\nAs a user, I want x.\n\n{label}\n\n1. First\n\n**Notes:**\n\n1. Not this\n")
    assert [(one.id, one.text) for one in found.requirements] == [("1.1-AC1", "First")]


def test_labels_among_criteria_only_group_them():
    grouped = "**Happy path:**\n- a\n\n**Errors:**\n- b\n\n**AC3: More**\n- c\n\n"
    text = f"### Story 1.1: X\n\n**Acceptance Criteria:**\n\n{grouped}**Technical Notes:**\n- d\n"
    assert [(one.id, one.text) for one in read(text).requirements] == [
        ("1.1-AC1", "a"),
        ("1.1-AC2", "b"),
        ("1.1-AC3", "More: c"),
    ]


def test_edge_cases_may_be_items():
    found = read("## Epic 1: X\n\n### Edge Cases\n\n- No money\n")
    assert [(one.text, one.handled) for one in found.edge_cases] == [("No money", "")]


def test_a_label_may_be_an_item_and_a_feature_in_gherkin_needs_none():
    listed = "### Story 1.1: X\n\n- **Mô tả:** x\n- **Tiêu chí (AC):**\n  - [x] First\n  - [x] Second\n"
    assert [one.text for one in read(listed).requirements] == ["First", "Second"]
    gherkin = "### Story 1.1: X\n\nAs a user, I pay.\n\n```gherkin\nScenario: A\n  When b\n  And c\n  Given d\n  Then e\n```\n"
    found = read(gherkin)
    (only,) = found.requirements[0].scenarios
    assert (only.name, only.given, only.when, only.then) == ("A", ("d",), ("b, And c",), ("e",))
    assert found.stories[0].text == "As a user, I pay."


def test_clauses_in_french_are_clauses():
    text = "### Story 1.1: X\n\n**Critères d'acceptation :**\n\n**Étant donné** a  \n**Quand** b  \n**Alors** c  \n**Et** d\n"
    (one,) = read(text).requirements[0].scenarios
    assert (one.given, one.when, one.then) == (("a",), ("b",), ("c", "d"))


def test_two_rows_of_one_name_and_two_requirements_of_one_number_are_mistakes():
    found = read(
        "## I/O & Edge-Case Matrix\n\n| Scenario | Input |\n|---|---|\n| A | b |\n| a | c |\n\n## X\n\nFR1: x\nFR1: y\nFR2:\n"
    )
    assert [(one.code, one.place.line) for one in found.mistakes] == [("SPEC101", 6), ("SPEC101", 11), ("SPEC102", 12)]
    assert [one.id for one in found.requirements] == ["IO-a", "FR1"]


@pytest.mark.parametrize(
    "text", [PRD, EPICS, STORY, SPEC, "# PRD: Bank\n", "## Epic 2\n", "#### FR1: X\n", "- **CAP-1**\n"]
)
def test_documents_of_the_method_are_claimed(text):
    assert format_of(text, "docs/a.md") == "bmad"


@pytest.mark.parametrize(
    "text",
    [
        "# Feature Specification: X\n\n## Epic 1\n",
        "# A\n\nFR-001 is told.\n",
        "# The story of our bank\n",
        "- **FR-001**: x\n",
    ],
)
def test_other_documents_are_not(text):
    assert not bmad.sniff(text, "docs/a.md")


@pytest.mark.parametrize(
    "text", ["# Story 1.1: X\n\n## Acceptance Criteria\n\n- [{}] a\n  - [{}] b\n", "- [{}] FR1: a\n  - [{}] b\n"]
)
def test_a_ticked_box_is_not_part_of_what_is_meant(text):
    assert read(text.format("x", "x")).requirements == read(text.format(" ", " ")).requirements
    assert [one.text for one in read(text.format("x", " ")).requirements] == ["a b"]


def test_a_story_is_told_by_its_words_and_not_by_its_status():
    assert (
        read("# Story 1.1: X\n\nStatus: done\n\n## Story\n\nAs a user,\nI pay.\n").stories[0].text
        == "As a user, I pay."
    )
    assert (
        read("# Story 1.1: X\n\nStatus: done\n\n## Story\n\nComo usuario pago.\n").stories[0].text
        == "Como usuario pago."
    )
    assert (
        read("# Story 1.1: X\n\nIt is about paying.\n\n**As a** user, I pay.\n").stories[0].text
        == "**As a** user, I pay."
    )


def test_an_emphasis_around_a_number_does_not_end_within_its_criterion():
    text = "# Story 1.1: X\n\n## Acceptance Criteria\n\n1. **AC1: In time**\n   - Given a\n   - Then **b**\n"
    assert [one.text for one in read(text).requirements] == ["In time Given a Then **b**"]
