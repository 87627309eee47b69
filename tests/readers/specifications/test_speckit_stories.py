"""User stories of Spec Kit with their scenarios in every layout, and the requirements that name them."""

from __future__ import annotations

import pytest

from harness.readers import read_specification

TOP = "# Feature Specification: Bank\n\n## User Scenarios & Testing *(mandatory)*\n\n"
STORY = """\
### User Story 1 - Pay a bill (Priority: P1) 🎯 MVP

A customer pays a bill
at home.

**Why this priority**: Without it nobody comes.

**Independent Test**: Pay one bill, and look
at the balance.

**Acceptance Scenarios**:

1. **Given** a bill of 10,
   **When** it is paid,
   **Then** the balance is 90, **And** a receipt comes.
2. **Given** no money, **When** it is paid, **Then** it is refused.

---

### Edge Cases

- What happens when a bill is paid twice? The second is refused.
- A bill of nothing → it MUST be refused
- **No network**: it is tried again.
- Bills in the past
"""


def read(text):
    return read_specification(text, "specs/001-bank/spec.md")


def scenarios(text):
    """The scenarios of the only story whose acceptance scenarios are a text, as (name, given, when, then)."""
    (story,) = read(f"{TOP}### User Story 1 - Pay (Priority: P1)\n\n**Acceptance Scenarios**:\n\n{text}\n").stories
    return [(one.name, one.given, one.when, one.then) for one in story.scenarios]


PAID = ("", ("a bill",), ("it is paid",), ("it is gone",))


def test_a_story_is_read_with_all_its_parts():
    (story,) = read(TOP + STORY).stories
    assert (story.id, story.title, story.priority) == ("US1", "Pay a bill", "P1")
    assert story.text == "A customer pays a bill at home."
    assert story.why == "Without it nobody comes."
    assert story.independent_test == "Pay one bill, and look at the balance."
    assert [(one.given, one.when, one.then, one.place.line) for one in story.scenarios] == [
        (("a bill of 10",), ("it is paid",), ("the balance is 90", "a receipt comes"), 17),
        (("no money",), ("it is paid",), ("it is refused",), 20),
    ]
    assert story.scenarios[0].text == (
        "**Given** a bill of 10, **When** it is paid, **Then** the balance is 90, **And** a receipt comes."
    )


def test_edge_cases_are_read_with_what_happens_then():
    found = read(TOP + STORY)
    assert [(one.text, one.handled) for one in found.edge_cases] == [
        ("What happens when a bill is paid twice?", "The second is refused."),
        ("A bill of nothing", "it MUST be refused"),
        ("No network", "it is tried again."),
        ("Bills in the past", ""),
    ]
    assert not found.left_out


@pytest.mark.parametrize(
    "heading",
    [
        "### User Story 3 - Pay (Priority: P2)",
        "### User Story 3 — Pay (P2)",
        "### US3 - Pay (Priority: P2)",
        "#### US-003: Pay [P2]",
        "### 3. User Story 3: Pay (Priority: P2)",
        "### Story 3: Pay (Priority: P2)",
        "### Historia de usuario 3 - Pay (P2)",
        "### 用户故事 3 - Pay (P2)",
    ],
)
def test_a_story_is_told_by_its_heading(heading):
    (story,) = read(f"{TOP}{heading}\n\nWords.\n").stories
    assert (story.id, story.title, story.priority, story.text) == ("US3", "Pay", "P2", "Words.")


@pytest.mark.parametrize(
    "text",
    [
        "1. **Given** a bill, **When** it is paid, **Then** it is gone",
        "1. Given a bill, when it is paid, then it is gone.",
        "- _Given_ a bill, _When_ it is paid, _Then_ it is gone",
        "- __Given__ a bill, __When__ it is paid, __Then__ it is gone",
        "- *Given:* a bill, *When* it is paid, *Then* it is gone",
        "1. **Given** a bill\n   **When** it is paid\n   **Then** it is gone",
        "- **Given** a bill\n- **When** it is paid\n- **Then** it is gone",
        "- Given a bill\n- When it is paid\n- Then it is gone",
        "1. Given a bill\n2. When it is paid\n3. Then it is gone",
        "- **Given** a bill\n  - **When** it is paid\n  - **Then** it is gone",
        "**Given** a bill\n\n**When** it is paid\n\n**Then** it is gone",
        "```gherkin\nFeature: Pay\n\nScenario:\n  Given a bill\n  When it is paid\n  Then it is gone\n```",
        "| Given | When | Then |\n|---|---|---|\n| a bill | it is paid | it is gone |",
    ],
)
def test_a_scenario_means_the_same_in_every_layout(text):
    assert scenarios(text) == [PAID]


@pytest.mark.parametrize(
    "text",
    [
        "1. **Once**: **Given** a bill, **When** it is paid, **Then** it is gone",
        "1. Scenario 1: Once: Given a bill, when it is paid, then it is gone",
        "- **Scenario: Once**\n  - **Given** a bill\n  - **When** it is paid\n  - **Then** it is gone",
        "**Scenario 1: Once**\n\n- **Given** a bill\n- **When** it is paid\n- **Then** it is gone",
        "```gherkin\nScenario: Once\n  Given a bill\n  When it is paid\n  Then it is gone\n```",
        "#### Scenario 1: Once\n\n- **Given** a bill\n- **When** it is paid\n- **Then** it is gone",
    ],
)
def test_a_scenario_may_have_a_name(text):
    assert scenarios(text) == [("Once", *PAID[1:])]


def test_several_scenarios_clause_by_clause_are_told_apart():
    text = "\n".join(
        [
            "- **Given** a",
            "- **And** b",
            "- **When** c",
            "- **Then** d",
            "- **Given** e",
            "- **When** f",
            "- **Then** g",
            "- **And** h",
        ]
    )
    assert scenarios(text) == [("", ("a", "b"), ("c",), ("d",)), ("", ("e",), ("f",), ("g", "h"))]


def test_an_acceptance_scenario_without_clauses_is_one_of_its_words_alone():
    (story,) = read(
        f"{TOP}### User Story 1 - Pay\n\n**Acceptance Scenarios**:\n\n1. Bills are paid\n2. Nothing is lost\n"
    ).stories
    assert [(one.text, one.then) for one in story.scenarios] == [("Bills are paid", ()), ("Nothing is lost", ())]


def test_words_that_begin_with_when_are_the_story_and_no_scenario():
    (story,) = read(f"{TOP}### User Story 1 - Pay\n\nWhen a bill comes, people pay it.\n").stories
    assert story.text == "When a bill comes, people pay it."
    assert not story.scenarios


def test_requirements_that_name_a_story_have_its_scenarios_and_mean_them():
    text = (
        TOP
        + STORY
        + "\n## Requirements\n\n- **FR-001**: *(US1)* Pay.\n- **FR-002**: Owe ([US-1]).\n- **FR-003**: No.\n"
    )
    first, second, third = read(text).requirements
    assert len(first.scenarios) == len(second.scenarios) == 2
    assert not third.scenarios
    other = read(text.replace("the balance is 90", "the balance is 80")).requirements
    assert [one.sha256 == two.sha256 for one, two in zip((first, second, third), other, strict=True)] == [
        False,
        False,
        True,
    ]


def test_requirements_within_a_story_belong_to_it():
    text = (
        f"{TOP}### User Story 2 - Owe\n\n**Requirements**:\n\n- **FR-001**: System MUST owe.\n\n"
        "**Acceptance Scenarios**:\n\n1. Given a, when b, then c\n"
    )
    (requirement,) = read(text).requirements
    assert (requirement.stories, [one.then for one in requirement.scenarios]) == (("US2",), [("c",)])


def test_scenarios_of_the_older_template_belong_to_its_only_story():
    found = read(
        f"{TOP}### Primary User Story\nA customer pays.\n\n### Acceptance Scenarios\n1. **Given** a, **When** b, **Then** c\n\n"
        "### Edge Cases\n- None is paid\n"
    )
    (story,) = found.stories
    assert (story.id, story.text, len(story.scenarios)) == ("primary-user-story", "A customer pays.", 1)
    assert len(found.edge_cases) == 1


def test_scenarios_without_any_story_are_the_features():
    (story,) = read(
        "# Spec: Bank\n\n## Acceptance Scenarios\n\n1. Given a, when b, then c\n\n- **FR-001**: System MUST pay.\n"
    ).stories
    assert (story.id, len(story.scenarios)) == ("primary", 1)


def test_stories_in_a_list_are_read():
    found = read(
        "# Feature Specification: B\n\n## User Stories\n\n"
        "- **US-001**: As a clerk, I pay.\n- **US-002** (P2): As a guest, I look.\n"
    )
    assert [(one.id, one.priority) for one in found.stories] == [("US1", ""), ("US2", "P2")]
    assert found.stories[0].text == "As a clerk, I pay."


def test_key_entities_have_their_attributes():
    found = read(
        "# Feature Specification: B\n\n### Key Entities\n\n"
        "- **Account**: what holds money. Attributes: number, balance (decimal), owner\n"
        "- **Bill**: what is owed\n  - Attributes: sum (EUR, never negative), due\n  - Relationships: belongs to one account\n"
        "- **Clerk**: a person\n  - name (text)\n  - `badge`: number on the coat\n  - **age**: in years\n"
        "- Guest: nobody\n\n"
        "#### Receipt\n\nWhat proves a payment.\n\n| Field | Type | Notes |\n|---|---|---|\n| at | timestamp | UTC |\n"
    )
    account, bill, clerk, guest, receipt = found.entities
    assert [(one.name, one.type) for one in account.fields] == [("number", ""), ("balance", "decimal"), ("owner", "")]
    assert [(one.name, one.type) for one in bill.fields] == [("sum", "EUR, never negative"), ("due", "")]
    assert bill.text == "what is owed Relationships: belongs to one account"
    assert [(one.name, one.type, one.text) for one in clerk.fields] == [
        ("name", "text", ""),
        ("badge", "", "number on the coat"),
        ("age", "", "in years"),
    ]
    assert (guest.name, guest.text) == ("Guest", "nobody")
    assert (receipt.name, receipt.text) == ("Receipt", "What proves a payment.")
    assert [(one.name, one.type, one.text) for one in receipt.fields] == [("at", "timestamp", "UTC")]
    assert not found.left_out


def test_requirements_about_entities_are_no_entities():
    found = read(
        "# Spec: B\n\n## Requirements\n\n### Entities\n\n"
        "- **FR-001**: Accounts MUST be kept.\n\n#### FR-002: Bills\n\nBills MUST be kept.\n"
    )
    assert [one.id for one in found.requirements] == ["FR-001", "FR-002"]
    assert not found.entities


def test_edge_cases_may_stand_in_tables_and_groups():
    found = read(
        "# Feature Specification: B\n\n## Edge Cases\n\nThese happen:\n\n"
        "- **Bills**:\n  - paid twice\n  - never paid -> a letter\n\n"
        "| ID | Case | Then |\n|---|---|---|\n| EC-1 | no money | refused |\n\nA long night.\n"
    )
    assert [(one.text, one.handled) for one in found.edge_cases] == [
        ("paid twice", ""),
        ("never paid", "a letter"),
        ("no money", "refused"),
        ("A long night.", ""),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1. Given a, when b, then c\n\nThe balance MUST never be wrong.", 11),
        ("```json\n{}\n```", 9),
        ("| Case | Seen |\n|---|---|\n| a | b |", 11),
        ("**Scenarios**: these MUST hold.", 9),
    ],
)
def test_what_stands_among_scenarios_and_is_none_is_left_out(text, line):
    found = read(f"{TOP}### User Story 1 - Pay\n\n**Acceptance Scenarios**:\n\n{text}\n")
    assert [(one.place.line, one.why) for one in found.left_out] == [(line, "it is no scenario")]


def test_a_test_that_reads_like_a_scenario_is_the_test():
    (story,) = read(
        f"{TOP}### User Story 1 - Pay\n\n**Independent Test**: Pay, when due, then look.\n\n**Priority**: P2\n"
    ).stories
    assert (story.independent_test, story.priority) == ("Pay, when due, then look.", "P2")
    assert not story.scenarios


def test_headings_of_requirements_within_a_story_belong_to_it():
    text = (
        f"{TOP}### User Story 2 - Owe\n\n#### Acceptance Scenarios\n\n1. Given a, when b, then c\n\n"
        "#### FR-001: Debts\n\nDebts MUST be kept.\n\n#### Edge Cases\n\n- No debt -> nothing\n"
    )
    found = read(text)
    (requirement,) = found.requirements
    assert (requirement.text, requirement.stories, len(requirement.scenarios)) == ("Debts MUST be kept.", ("US2",), 1)
    assert [one.handled for one in found.edge_cases] == ["nothing"]


def test_the_same_table_of_gherkin_goes_with_its_scenario():
    text = (
        "```gherkin\n@slow\nFeature: Pay\n# once\nScenario Outline: Many\n  Given a bill of <sum>\n  And money\n"
        "  When it is paid\n  Then it is gone\n  Examples:\n    | sum |\n    | 10 |\n\n"
        "Scenario: None\n  When nothing is due\n  Then nothing is paid\n```"
    )
    assert scenarios(text) == [
        ("Many", ("a bill of <sum>", "money"), ("it is paid",), ("it is gone",)),
        ("None", (), ("nothing is due",), ("nothing is paid",)),
    ]
    (story,) = read(f"{TOP}### User Story 1 - Pay\n\n{text}\n").stories
    assert story.scenarios[0].text.endswith("Examples: | sum | | 10 |")


def test_entities_may_stand_in_a_table():
    found = read(
        "# Feature Specification: B\n\n## Key Entities\n\n| Entity | What |\n|---|---|\n| **Account** | holds money |\n\n"
        "Accounts MUST be kept.\n\n#### Clerk\n\n- **Fields**:\n  - name\n- Rules: one desk\n"
    )
    assert [(one.name, one.text, [field.name for field in one.fields]) for one in found.entities] == [
        ("Account", "holds money", []),
        ("Clerk", "Rules: one desk", ["name"]),
    ]
    assert [one.why for one in found.left_out] == ["it has no id"]


def test_answers_below_an_edge_case_say_how_it_is_handled():
    found = read(
        "# Feature Specification: B\n\n## Edge Cases\n\n"
        "- **EC-1**: no money\n  - it is refused\n    - kindly\n- It MUST wait at night\n"
    )
    assert [(one.text, one.handled) for one in found.edge_cases] == [
        ("no money", "it is refused kindly"),
        ("It MUST wait at night", "It MUST wait at night"),
    ]


def test_items_that_all_begin_with_then_are_scenarios_of_their_own():
    assert scenarios("1. **Then** it is paid\n2. **Then** it is gone") == [
        ("", (), (), ("it is paid",)),
        ("", (), (), ("it is gone",)),
    ]


def test_criteria_in_a_section_of_their_own_go_to_the_story_that_they_name():
    text = (
        f"{TOP}### US-1: Pay\n\nA.\n\n### US-2: Owe\n\nB.\n\n## Acceptance Criteria\n\n"
        "- AC-1 [US-1]: it is paid\n- AC-2 [US-2]: it is owed\n- AC-3 [all]: nothing is lost\n"
    )
    assert [(story.id, len(story.scenarios)) for story in read(text).stories] == [
        ("US1", 1),
        ("US2", 1),
        ("primary", 1),
    ]


def test_a_priority_is_told_from_other_marks_of_a_heading():
    (story,) = read(f"{TOP}### US-6: Propose [WORKFLOW] (Priority: P1)\n\nWords.\n").stories
    assert (story.id, story.title, story.priority) == ("US6", "Propose [WORKFLOW]", "P1")


def test_to_tick_off_a_criterion_changes_no_scenario():
    texts = [
        read(f"{TOP}### US1: Pay\n\n**Acceptance Criteria**:\n- [{mark}] it is paid\n").stories[0].scenarios[0].text
        for mark in " x"
    ]
    assert texts == ["it is paid", "it is paid"]


def test_a_story_takes_in_lists_code_and_its_own_edge_cases():
    found = read(
        f"{TOP}### User Story 1 - Pay\n\n- quickly\n- kindly\n\n**Why this priority**:\n\n- it is the core\n\n"
        "```\nexample\n```\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\n#### Details\n\nAt home.\n\n##### More\n\nAt night.\n\n"
        "**Edge Cases**: none -> nothing\n\n- No money -> refused\n\n**FR-001**: System MUST pay.\n"
    )
    (story,) = found.stories
    assert story.text == "quickly kindly At home. At night."
    assert story.why == "it is the core example c | d"
    assert [one.handled for one in found.edge_cases] == ["nothing", "refused"]
    assert [one.stories for one in found.requirements] == [("US1",)]
