"""Spec Kit's specifications in the forms that real ones have: every requirement is read, and nothing is dropped in silence."""

from __future__ import annotations

import pytest

from harness.domain.principles import Level
from harness.domain.requirements import RequirementKind, meaning
from harness.readers import read_specification

PATH = "specs/001-bank/spec.md"
FUNCTIONAL = "## Requirements *(mandatory)*\n\n### Functional Requirements\n\n"


def read(text, path=PATH):
    return read_specification(text, path)


def required(text):
    """The requirements below the usual headings, by id."""
    return {one.id: one for one in read(FUNCTIONAL + text).requirements}


def one(text):
    (found,) = required(text).values()
    return found


def left_out(text):
    return [(passage.place.line, passage.why) for passage in read(text).left_out]


# --- a requirement in each of its forms ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "- **FR-001**: System MUST pay.",
        "- **FR-001:** System MUST pay.",
        "* **FR-001** System MUST pay.",
        "1. **FR-001**: System MUST pay.",
        "- [x] **FR-001**: System MUST pay.",
        "- FR-001: System MUST pay.",
        "- FR-001 - System MUST pay.",
        "- `FR-001`: System MUST pay.",
        "- [FR-001](#fr-001): System MUST pay.",
        "- **[FR-001]**: System MUST pay.",
        '- <a id="fr-001"></a>**FR-001**: System MUST pay.',
        "- __FR-001__: System MUST pay.",
        "- **FR-001: System MUST pay.**",
        "- **FR-001**: System\n  MUST\n  pay.",
        "**FR-001**: System MUST pay.",
        "**FR-001** : System MUST pay.",
        "> - **FR-001**: System MUST pay.",
        "#### FR-001\n\nSystem MUST pay.",
        "| ID | Requirement |\n|---|---|\n| FR-001 | System MUST pay. |",
        "| Requirement | Ref |\n|---|---|\n| System MUST pay. | **FR-001** |",
    ],
)
def test_the_same_requirement_in_every_layout_means_the_same(text):
    found = one(text)
    assert (found.id, found.text.replace("*", ""), found.level) == ("FR-001", "System MUST pay.", Level.MUST)
    assert found.sha256 == meaning("System MUST pay.")
    assert (found.feature, found.qualified, found.format) == ("001-bank", "001-bank/FR-001", "speckit")


@pytest.mark.parametrize(
    ("id_", "kind"),
    [
        ("FR-003a", RequirementKind.FUNCTIONAL),
        ("FR-1.2", RequirementKind.FUNCTIONAL),
        ("BANK-FR-001", RequirementKind.FUNCTIONAL),
        ("FR-AUTH-001", RequirementKind.FUNCTIONAL),
        ("NFR-001", RequirementKind.NON_FUNCTIONAL),
        ("BANK-NFR-001", RequirementKind.NON_FUNCTIONAL),
        ("SC-001", RequirementKind.SUCCESS),
        ("C-001", RequirementKind.CONSTRAINT),
        ("REQ-001", RequirementKind.FUNCTIONAL),
        ("UX-001", RequirementKind.FUNCTIONAL),
    ],
)
def test_an_id_tells_the_kind(id_, kind):
    found = one(f"- **{id_}**: System MUST pay.")
    assert (found.id, found.kind) == (id_, kind)


def test_a_heading_tells_the_kind_where_the_id_does_not():
    text = "## Requirements\n\n### Non-Functional\n\n- **PERF-1**: Fast.\n\n## Success Criteria\n\n- **M-1**: Liked.\n"
    assert [found.kind for found in read(text).requirements] == [
        RequirementKind.NON_FUNCTIONAL,
        RequirementKind.SUCCESS,
    ]


@pytest.mark.parametrize(
    ("marks", "facts"),
    [
        ("**FR-001** *(US4)*:", {"stories": ("US4",)}),
        ("**FR-001**: *(US4)*", {"stories": ("US4",)}),
        ("**FR-001** [US-1, US003]:", {"stories": ("US1", "US3")}),
        ("**FR-001** (P1):", {"priority": "P1"}),
        ("**FR-001 (P2)**:", {"priority": "P2"}),
        ("**FR-001** [MUST]", {"level": Level.MUST}),
        ("**FR-001** [SHOULD]:", {"level": Level.SHOULD}),
        ("**FR-001** [MVP]:", {"title": "MVP"}),
        ("**FR-001 (Role guard)**:", {"title": "Role guard"}),
        ("**FR-001 (`--include`)**", {"title": "--include"}),
        ("**FR-001 - Role guard**:", {"title": "Role guard"}),
        ("**FR-001: Role guard** -", {"title": "Role guard"}),
        ("**FR-001** (D8) :", {"title": "D8"}),
        ("**FR-001** [URD] —", {"title": "URD"}),
    ],
)
def test_marks_behind_the_id_are_understood_and_are_no_words_of_it(marks, facts):
    found = one(f"- {marks} The bank pays.")
    assert found.text == "The bank pays."
    assert {name: getattr(found, name) for name in facts} == facts


def test_words_in_brackets_that_say_nothing_known_stay_where_the_sentence_has_begun():
    assert one("- **FR-001**: (in cash) The bank pays (US2).").text == "(in cash) The bank pays (US2)."


def test_bullets_and_code_below_belong_to_a_requirement_unless_they_have_ids():
    found = required(
        "- **FR-001**: The form MUST check:\n  - the title\n  - **FR-002**: the price.\n\n  ```\n  no price\n  ```\n"
        "\n**FR-003**: The answer MUST be\n\n- short\n- kind\n"
    )
    assert {id_: requirement.text for id_, requirement in found.items()} == {
        "FR-001": "The form MUST check: the title no price",
        "FR-002": "the price.",
        "FR-003": "The answer MUST be short kind",
    }


def test_requirements_may_follow_each_other_line_by_line():
    found = required("**FR-001**: The bank pays.\n**FR-002**: It tells\nso.\n")
    assert [(requirement.text, requirement.place.line) for requirement in found.values()] == [
        ("The bank pays.", 5),
        ("It tells so.", 6),
    ]


def test_a_heading_is_a_requirement_with_what_stands_below_it():
    found = required(
        "#### FR-001: Sign in\n**Description**: People sign in.\n**Priority**: P0 (Critical)\n**User Story**: US2\n\n"
        "**Acceptance Criteria**:\n- [ ] A name is asked for\n- Given a name, when it is sent, then they are in\n\n"
        "- **FR-001a**: Names MUST be short.\n\n#### FR-002: Sign out\n"
    )
    first = found["FR-001"]
    assert (first.title, first.priority, first.stories) == ("Sign in", "P0", ("US2",))
    assert first.text == "People sign in. A name is asked for"
    assert [scenario.then for scenario in first.scenarios] == [("they are in",)]
    assert found["FR-001a"].text == "Names MUST be short."
    assert found["FR-002"].text == "Sign out"


def test_to_tick_something_off_changes_no_meaning():
    text = "#### FR-001: Sign in\n\n- [{}] A name is asked for\n"
    assert one(text.format(" ")).sha256 == one(text.format("x")).sha256


def test_columns_of_a_table_are_told_by_their_headings():
    found = required(
        "| Priority | Title | ID | Requirement | Story | Status | Acceptance |\n|---|---|---|---|---|---|---|\n"
        "| P1 | Pay | FR-001 | System MUST pay. | US-1 | done | Given a bill, when it is due, then it is paid |\n"
        "| High | Owe | **FR-002** | System MUST owe. | | open | Never twice |\n"
    )
    first, second = found["FR-001"], found["FR-002"]
    assert (first.priority, first.title, first.stories, first.text) == ("P1", "Pay", ("US1",), "System MUST pay.")
    assert [scenario.when for scenario in first.scenarios] == [("it is due",)]
    assert (second.priority, second.text) == ("High", "System MUST owe.; Never twice")


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("- **FR-001**: a\n- **FR-001**: b\n", "SPEC101", 6),
        ("- **FR-001**:\n", "SPEC102", 5),
        ("#### FR-001\n", "SPEC102", 5),
    ],
)
def test_an_id_that_is_given_twice_or_says_nothing_is_a_mistake(text, code, line):
    (mistake,) = read(FUNCTIONAL + text).mistakes
    assert (mistake.code, mistake.place.line) == (code, line)


def test_a_table_that_lists_requirements_again_only_mentions_them():
    found = read(
        f"{FUNCTIONAL}- **FR-001**: System MUST pay.\n\n## Traceability\n\n| ID | Task |\n|---|---|\n| FR-001 | T004 |\n"
    )
    assert [requirement.text for requirement in found.requirements] == ["System MUST pay."]
    assert [(one.place.line, one.why) for one in found.left_out] == [
        (11, "it only mentions 'FR-001', which is stated elsewhere")
    ]
    assert not found.mistakes


# --- nothing is dropped in silence --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (FUNCTIONAL + "- System MUST pay.\n", "it has no id"),
        (FUNCTIONAL + "Everybody is paid.\n", "it has no id"),
        (FUNCTIONAL + "| a | b |\n|---|---|\n| c | d |\n", "a row of a table without an id"),
        (FUNCTIONAL + "```\nSystem MUST pay.\n```\n", "it stands in a block of code"),
        (FUNCTIONAL + "- **FR-001** to **FR-004** are as before.\n", "it has no id"),
        (FUNCTIONAL + "- **FR-001** [DEFERRED]: System MUST pay.\n", "it is marked as deferred"),
        (FUNCTIONAL + "- ~~**FR-001**: System MUST pay.~~\n", "it is struck out"),
        (FUNCTIONAL + "- **FR-001**: ~~System MUST pay.~~\n", "it is struck out"),
        (
            "## Requirements\n\n<!-- - **FR-001**: System MUST pay. -->\n\n### Functional Requirements\n",
            "it stands in a comment",
        ),
        ("## Out of Scope\n\n- **FR-001**: System MUST pay.\n", "it is out of scope"),
        ("## Success Criteria\n\n- Nine in ten pay at once.\n", "it has no id"),
        ("## Assumptions\n\n- Everybody MUST have an account.\n", "it is an assumption"),
        ("## Security\n\nKeys MUST be kept.\n", "it has no id"),
        ("## Notes\n\n- **RULE-7**: keys are kept.\n", "its id is none of a requirement here"),
        ("## Notes\n\n- **C-7**: who pays?\n", "its id is none of a requirement here"),
        ("## User Scenarios & Testing\n\nPeople pay.\n", "it has no id"),
        (
            "## Clarifications\n\n- Q: Who pays? → A: The bank MUST pay.\n",
            "it only mentions requirements, or answers a question",
        ),
        (FUNCTIONAL + "- **FR-001**: The bank pays (US7).\n", "there is no story 'US7' in this document"),
    ],
)
def test_what_became_no_thing_is_left_out_with_the_reason(text, why):
    found = read(f"# Feature Specification: Bank\n\n{text}")
    assert [passage.why for passage in found.left_out] == [why]


@pytest.mark.parametrize(
    "text",
    [
        FUNCTIONAL + "**Payments**\n\n*Group of two:*\n\n- **FR-001**: System MUST pay.\n",
        "## Execution Flow (main)\n```\nSystem MUST pay [NEEDS CLARIFICATION: who?]\n```\n",
        "## Quick Guidelines\n\n### Section Requirements\n- **Mandatory sections**: MUST be there\n",
        "## Review & Acceptance Checklist\n\n### Requirement Completeness\n- [ ] No [NEEDS CLARIFICATION] markers remain\n",
        "## Background\n\nThe bank is old.\n",
    ],
)
def test_labels_guidance_and_background_are_no_passages_that_were_missed(text):
    found = read(f"# Feature Specification: Bank\n\n{text}")
    assert not found.left_out
    assert not found.clarifications


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Anforderungen", "Das System MUSS zahlen."),
        ("Exigences fonctionnelles", "Le système DOIT payer."),
        ("Requisitos funcionales", "El sistema DEBE pagar."),
        ("Requisitos Funcionais", "O sistema DEVE pagar."),
        ("機能要件", "システムは支払う。"),
        ("功能需求", "系统必须付款。"),
        ("기능 요구사항", "시스템은 지불한다."),
    ],
)
def test_headings_in_other_languages_tell_what_a_section_is(heading, text):
    found = read(
        f"# Feature Specification: Bank\n\n## {heading}\n\n- **FR-001**: {text}\n- {text}\n- **UX-2**: {text}\n"
    )
    assert [requirement.id for requirement in found.requirements] == ["FR-001", "UX-2"]
    assert [passage.why for passage in found.left_out] == ["it has no id"]


# --- questions ----------------------------------------------------------------------------------------------------------


def test_open_questions_are_kept_with_the_requirement_that_they_stand_in():
    found = read(
        f"{FUNCTIONAL}- **FR-001**: System MUST pay in [NEEDS CLARIFICATION: which\n  currencies [EUR]?].\n\n"
        "## Notes\n\n[NEEDS CLARIFICATION: who pays?]\n\n[NEEDS CLARIFICATION: never closed\n"
    )
    assert [(one.place.line, one.requirement, one.text) for one in found.clarifications] == [
        (5, "FR-001", "which currencies [EUR]?"),
        (10, "", "who pays?"),
        (12, "", "never closed"),
    ]


# --- where a document lies ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "format_", "feature"),
    [
        ("specs/001-bank/spec.md", "speckit", "001-bank"),
        (".specify/specs/001-bank/spec.md", "speckit", "001-bank"),
        ("specs/team/20260101-bank/spec.md", "speckit", "20260101-bank"),
        ("specs/001-bank/requirements.md", "speckit", "001-bank"),
        ("specs/001-bank/bank.spec.md", "speckit", "001-bank"),
        ("specs/001-bank/spec-v2.md", "speckit", "001-bank"),
        ("specs/001-bank/spec-review.md", "speckit-companion", "001-bank"),
        ("specs/001-bank/tasks.md", "speckit-tasks", "001-bank"),
        ("specs/001-bank/plan.md", "speckit-plan", "001-bank"),
        ("specs/001-bank/research.md", "speckit-companion", "001-bank"),
        ("specs/001-bank/contracts/api.md", "speckit-companion", "001-bank"),
        ("specs/001-bank/checklists/requirements.md", "speckit-companion", "001-bank"),
        ("specs/001-bank/summary.md", "speckit-companion", "001-bank"),
        ("specs/bank/data-model.md", "speckit-companion", "bank"),
        ("specs/bank/spec.md", "speckit", "bank"),
        ("specs/bank.md", "speckit", "bank"),
    ],
)
def test_a_path_tells_what_a_document_is(path, format_, feature):
    found = read("# Bank\n\n- **FR-001**: System MUST pay.\n", path)
    assert (found.format, found.feature) == (format_, feature)


def test_a_companion_states_nothing_by_itself():
    found = read("# Research\n\n- **FR-001**: System MUST pay.\n", "specs/001-bank/research.md")
    assert not found.requirements
    assert [(one.text, one.why) for one in found.left_out] == [
        ("Research", "a companion of a specification states no requirement by itself")
    ]
    assert not read("", "specs/001-bank/research.md").left_out


def test_a_sentence_that_begins_with_when_is_words_and_no_example():
    found = required(
        "#### FR-001: Refusal\n\nWhen an account is empty, the bank MUST refuse.\n\n- When it is late, then it MUST wait.\n"
    )
    assert found["FR-001"].text == "When an account is empty, the bank MUST refuse. When it is late, then it MUST wait."
    assert found["FR-001"].level is Level.MUST
    assert not found["FR-001"].scenarios


@pytest.mark.parametrize(
    ("name", "format_"),
    [("spec", "speckit"), ("tasks", "speckit-tasks"), ("plan", "speckit-plan"), ("research", "speckit-companion")],
)
def test_documents_in_a_folder_of_spec_kit_are_its_own_whatever_stands_in_them(name, format_):
    foreign = (
        "## 1. Parts\n\n## Story 1.1: Pay\n\n- FR1: The system must pay.\n\n## 2. Definition of Done\n\n- [ ] it pays\n"
    )
    found = read(f"# Bank\n\n- **FR-001**: System MUST pay.\n\n{foreign}", f"specs/001-bank/{name}.md")
    assert found.format == format_


def test_a_specification_in_such_a_folder_may_be_in_another_format():
    text = "# Auth\n\n## Requirements\n\n### Requirement: Sign in\nThe system SHALL let people in.\n"
    assert read(text).format == "openspec"


def test_a_table_that_says_what_is_covered_states_nothing():
    found = read(f"{FUNCTIONAL}| Task | Covers |\n|---|---|\n| T-1 | FR-001 |\n")
    assert not found.requirements
    assert [one.why for one in found.left_out] == ["its id is none of a requirement here"]


def test_challenges_are_no_constraints():
    found = read(
        "# Spec: B\n\n## Challenges\n\n| ID | Challenge |\n|---|---|\n| C-1 | who? |\n\n## Constraints\n\n- **C-2**: Two.\n"
    )
    assert [(one.id, one.kind) for one in found.requirements] == [("C-2", RequirementKind.CONSTRAINT)]


def test_quotes_tables_and_sections_below_a_heading_are_words_of_its_requirement():
    found = required(
        "#### FR-001: Sign in\n\n> People sign in.\n\n| Field | Value |\n|---|---|\n| Priority | P2 |\n| Owner | bank |\n\n"
        "| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n\n- one\n  - two\n\n##### Details\n\nNames are short.\n\n"
        "| ID | Requirement |\n|---|---|\n| FR-002 | System MUST ask. |\n\n##### FR-003: Names\n\n"
    )
    assert found["FR-001"].priority == "P2"
    assert found["FR-001"].text == (
        "People sign in. Field: Value Owner: bank a | b | c 1 | 2 | 3 one two Details Names are short."
    )
    assert (found["FR-002"].text, found["FR-003"].text) == ("System MUST ask.", "Names")
