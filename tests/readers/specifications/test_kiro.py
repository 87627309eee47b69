"""Kiro's requirements: every criterion with its number, however it is laid out, and what states nothing."""

from __future__ import annotations

import pytest

from harness.domain.principles import Level
from harness.domain.requirements import RequirementKind
from harness.domain.specifications import Specification
from harness.readers.specifications import read_specification

PATH = ".kiro/specs/sign-in/requirements.md"

SPEC = """\
# Requirements Document

## Introduction
It SHALL be easy.

## Glossary

- **Session**: what the server keeps
  of a user
- `Token`: no term

## Requirements

### Requirement 1: Sign in

**User Story:** As a user, I want to sign in,
so that I see my mail.

#### Acceptance Criteria

1. WHEN a user gives a wrong word
   THE Server SHALL refuse
2. WHERE there is a phone, WHILE it is on, IF no word is given THEN THE Server SHALL ask:
   - once
   - and again
3. FOR ALL words, THE Server SHALL answer alike

### Requirement 2

The Server SHALL be awake.
"""


def read(text: str, path: str = PATH) -> Specification:
    return read_specification(text, path)


def ids(document: Specification) -> list[str]:
    return [one.id for one in document.requirements]


def criteria(text: str, heading: str = "### Requirement 1\n#### Acceptance Criteria\n") -> list[tuple[str, str, int]]:
    document = read(heading + text)
    assert not document.mistakes
    first = heading.count("\n")
    return [(one.id, one.text, one.place.line - first) for one in document.requirements]


def test_each_criterion_is_a_requirement_of_the_number_that_tasks_call_it_by():
    document = read(SPEC)
    assert (document.format, document.feature, document.mistakes) == ("kiro", "sign-in", ())
    assert [(one.id, one.place.line) for one in document.requirements] == [
        ("1.1", 21),
        ("1.2", 23),
        ("1.3", 26),
        ("2", 28),
    ]
    first, second, third, whole = document.requirements
    assert first.text == "WHEN a user gives a wrong word THE Server SHALL refuse"
    assert second.text.endswith("SHALL ask: once and again")
    assert (first.level, first.qualified, first.stories) == (Level.MUST, "sign-in/1.1", ("1",))
    assert (third.kind, whole.text, whole.stories) == (RequirementKind.PROPERTY, "The Server SHALL be awake.", ())


def test_a_criterion_in_ears_is_a_scenario():
    first, second, *_ = read(SPEC).requirements
    assert first.scenarios[0].when == ("a user gives a wrong word",)
    assert first.scenarios[0].then == ("Server SHALL refuse",)
    assert second.scenarios[0].given == ("it is on", "there is a phone")
    assert second.scenarios[0].when == ("no word is given",)
    assert second.scenarios[0].then == ("Server SHALL ask: once and again",)


def test_clauses_in_items_are_one_criterion_for_each_scenario():
    items = "- **Given** a\n- **When** b\n- **Then** c\n- **And** d\n- **When** e\n- **Then** f\n"
    first, second = read("### Requirement 1\n#### Acceptance Criteria\n" + items).requirements
    assert (first.id, first.scenarios[0].given, first.scenarios[0].when, first.scenarios[0].then) == (
        "1.1",
        ("a",),
        ("b",),
        ("c", "d"),
    )
    assert (second.id, second.place.line, second.scenarios[0].when, second.scenarios[0].then) == (
        "1.2",
        7,
        ("e",),
        ("f",),
    )


def test_stories_and_terms_are_kept_and_what_binds_elsewhere_is_left_out():
    document = read(SPEC)
    (story,) = document.stories
    assert (story.id, story.title, story.place.line) == ("1", "Sign in", 14)
    assert story.text == "As a user, I want to sign in, so that I see my mail."
    assert [(one.name, one.text) for one in document.terms] == [("Session", "what the server keeps of a user")]
    assert [(one.place.line, one.text) for one in document.left_out] == [(4, "It SHALL be easy.")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. A SHALL b\n2. C SHALL d\n", [("1.1", "A SHALL b", 1), ("1.2", "C SHALL d", 2)]),
        ("1. A SHALL b\n1. C SHALL d\n", [("1.1", "A SHALL b", 1), ("1.2", "C SHALL d", 2)]),
        ("1) A SHALL b\n\n3) C SHALL d\n", [("1.1", "A SHALL b", 1), ("1.3", "C SHALL d", 3)]),
        ("- A SHALL b\n* C SHALL d\n", [("1.1", "A SHALL b", 1), ("1.2", "C SHALL d", 2)]),
        ("- [ ] A SHALL b\n- [x] C shall d\n", [("1.1", "A SHALL b", 1), ("1.2", "C shall d", 2)]),
        ("1.1 A SHALL b\n  and c\n1.2. C SHALL d\n", [("1.1", "A SHALL b and c", 1), ("1.2", "C SHALL d", 3)]),
        ("- **1.4** A SHALL b\n- AC-1.5: C SHALL d\n", [("1.4", "A SHALL b", 1), ("AC-1.5", "C SHALL d", 2)]),
        ("**R1.4** A SHALL b\n\n1. T-R1-AC2: C SHALL d\n", [("1.4", "A SHALL b", 1), ("T-R1-AC2", "C SHALL d", 3)]),
        ("- **Given** a\n- **When** b\n- **Then** c\n", [("1.1", "**Given** a **When** b **Then** c", 1)]),
        ("WHEN a\nTHE B SHALL c\n\nD SHALL f\n", [("1.1", "WHEN a THE B SHALL c", 1), ("1.2", "D SHALL f", 4)]),
        ("1. A SHALL b\n\n**More**\n2. C SHALL d\n", [("1.1", "A SHALL b", 1), ("1.2", "C SHALL d", 4)]),
        ("**First**\n2. C SHALL d\n3. E SHALL f\n", [("1.2", "C SHALL d", 2), ("1.3", "E SHALL f", 3)]),
        ("| # | C |\n|---|---|\n| 1 | A SHALL b |\n| 1.7 | C SHALL d |\n", [("1.1", "A SHALL b", 3), ("1.7", "C SHALL d", 4)]),
        ("> 1. A SHALL b\n", [("1.1", "A SHALL b", 1)]),
        ("1. A SHALL b <!-- or c -->\n", [("1.1", "A SHALL b", 1)]),
        ("1. The page shows b\n", [("1.1", "The page shows b", 1)]),
    ],
)  # fmt: skip
def test_criteria_are_numbered_as_people_read_them(text, expected):
    assert criteria(text) == expected


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("### Requirement 3: Title", "3"),
        ("## Requirement 3", "3"),
        ("### Requirement 3 \u2014 Title", "3"),
        ("#### **Requirement 3:** Title", "3"),
        ("### requirement 3.2: Title", "3.2"),
        ("### Requirement NFR-1: Title", "NFR-1"),
        ("### REQ-3: Title", "3"),
        ("### R3. Title", "3"),
        ("### 3. Title", "3"),
        ("### US-3: Title", "US-3"),
        ("### Sign in", "sign-in"),
        ("### 要件 3\uff1aTitle", "3"),
        ("### 要件3", "3"),
        ("### 需求 3\uff1aTitle", "3"),
        ("### 요구사항 3: Title", "3"),
        ("### Anforderung 3", "3"),
        ("### Requisito 3: Title", "3"),
        ("### Exigence 3 : Title", "3"),
        ("### Требование 3", "3"),
    ],
)
@pytest.mark.parametrize("label", ["#### Acceptance Criteria", "**Acceptance Criteria:**"])
def test_the_heading_of_a_requirement_is_known_in_many_forms(heading, number, label):
    assert [id_ for id_, _, _ in criteria("1. WHEN a THE B SHALL c\n", f"{heading}\n{label}\n\n")] == [f"{number}.1"]


@pytest.mark.parametrize(
    "label",
    [
        "#### Acceptance Criteria",
        "##### ACCEPTANCE CRITERIA (EARS)",
        "**Acceptance Criteria:**",
        "#### 受け入れ基準\uff08Acceptance Criteria\uff09",
        "#### 受入基準",
        "#### 验收标准",
        "#### 수용 기준",
        "#### Akzeptanzkriterien",
        "#### Criterios de aceptación",
        "#### Critérios de Aceite",
        "#### Critères d'acceptation",
        "#### Критерии приемки",
    ],
)
def test_the_heading_of_criteria_is_known_in_many_forms(label):
    text = "- WHEN a THE B SHALL c\n- nothing else\n"
    assert [id_ for id_, _, _ in criteria(text, f"### Requirement 3\n{label}\n\n")] == ["3.1", "3.2"]


@pytest.mark.parametrize(
    "label",
    [
        "**User Story:**",
        "**User Story :**",
        "**User Story**:",
        "**Objective:**",
        "**ユーザーストーリー:**",
        "**目的:**",
        "**用户故事\uff1a**",
        "**사용자 스토리:**",
        "**Historia de Usuario:**",
        "**História de Usuário:**",
        "**Пользовательская история:**",
    ],
)
def test_a_story_is_known_by_its_label_and_is_no_criterion(label):
    document = read(f"### Requirement 1\n{label} As a user I SHALL win\n\n1. THE App SHALL win\n")
    assert [one.text for one in document.stories] == ["As a user I SHALL win"]
    assert ids(document) == ["1.1"]


def test_labels_that_follow_each_other_line_by_line_are_told_apart():
    text = (
        "### Requirement 1\n**User Story:** As a user\n**Priority:** P0\n**Acceptance Criteria (EARS)**:\n* It runs\n"
    )
    document = read(text)
    assert [one.text for one in document.stories] == ["As a user"]
    assert [(one.id, one.text) for one in document.requirements] == [("1.1", "It runs")]
    document = read("### US-4: Price\n**As a** customer, I want\n\n**Acceptance Criteria**\n\n3. T-R1-AC3: A SHALL b\n")
    assert [one.text for one in document.stories] == ["**As a** customer, I want"]
    assert ids(document) == ["T-R1-AC3"]
    assert ids(read("### Requirement 1\n#### Acceptance Criteria\n**Gaps:**\n3. T-R1-AC3: A SHALL b\n")) == ["T-R1-AC3"]


def test_what_binds_beside_a_story_or_before_numbers_is_not_lost():
    text = "### Requirement 1\n**User Story:** As a user\n**Constraint:** It MUST run\n\n"
    document = read(text + "#### Acceptance Criteria\n1. A SHALL b\n")
    assert [(one.place.line, one.text) for one in document.left_out] == [(3, "**Constraint:** It MUST run")]
    document = read("### Requirement 1\nIt MUST run\n1.2 WHEN a THE B SHALL c\n")
    assert [(one.id, one.text) for one in document.requirements] == [
        ("1.1", "It MUST run"),
        ("1.2", "WHEN a THE B SHALL c"),
    ]


def test_a_requirement_without_criteria_asks_for_its_words_its_story_or_its_title():
    text = "### Requirement 1: Title\nIt SHALL.\n### Requirement 2: Title\n**User Story:** As a user\n"
    document = read(text + "### Requirement 3: Title\n### Requirement 4\n")
    assert [(one.id, one.text) for one in document.requirements] == [
        ("1", "It SHALL."),
        ("2", "As a user"),
        ("3", "Title"),
    ]
    assert [(one.place.line, one.why) for one in document.left_out] == [(6, "nothing stands below its heading")]


def test_two_lists_with_the_same_numbers_below_one_requirement_are_a_mistake():
    document = read("### Requirement 1\n#### Acceptance Criteria\n1. A SHALL b\n\nMore:\n\n1. C SHALL d\n")
    assert [str(one) for one in document.mistakes] == [f"{PATH}:7: requirement '1.1' is given twice, first on line 3"]
    document = read("### Requirement 1\n#### Acceptance Criteria\n1. A SHALL b\n2. C SHALL d\n2. E SHALL f\n")
    assert [one.place.line for one in document.mistakes] == [5]


def test_what_stands_below_other_headings_of_a_requirement_is_left_out():
    notes = "#### Notes\n- [ ] 1.1 Write it\n- It MUST run\n- fine\n"
    document = read(f"### Requirement 1\n#### Acceptance Criteria\n1. A SHALL b\n\n{notes}")
    assert ids(document) == ["1.1"]
    assert [(one.place.line, one.text, one.why) for one in document.left_out] == [
        (6, "1.1 Write it", "it stands below 'Notes', not among the criteria"),
        (7, "It MUST run", "it stands outside of the criteria of a requirement"),
    ]


def test_what_binds_below_headings_of_requirements_is_named_after_them():
    text = "## Non-Functional Requirements\n- The App SHALL be fast\n- Nice\n"
    document = read("### Requirement 1\nA SHALL b.\n" + text + "\n## Acceptance Criteria\n### Checks\n1. It runs\n")
    assert [(one.id, one.kind) for one in document.requirements] == [
        ("1", RequirementKind.FUNCTIONAL),
        ("non-functional-requirements.1", RequirementKind.NON_FUNCTIONAL),
        ("checks.1", RequirementKind.FUNCTIONAL),
    ]


def test_requirements_within_requirements_are_read_for_themselves():
    text = "### Requirement 1\n#### Requirement 1.1: Inner\n##### Acceptance Criteria\n1. A SHALL b\n"
    assert ids(read(text)) == ["1.1.1"]


def test_a_glossary_may_be_a_table():
    document = read(
        "## 用語集\n| Term | Meaning |\n|---|---|\n| **Cart** | a list |\n| Till | |\n\n**Shop:** a place\n"
    )
    assert [(one.name, one.text) for one in document.terms] == [("Cart", "a list"), ("Till", ""), ("Shop", "a place")]


@pytest.mark.parametrize(
    ("criterion", "when", "then"),
    [
        ("WHEN 使用者登入 THEN 系統 SHALL 顯示", ("使用者登入",), ("系統 SHALL 顯示",)),
        (
            "WHEN ユーザーが保存した場合\u3001THE App SHALL 保存する",
            ("ユーザーが保存した場合",),
            ("App SHALL 保存する",),
        ),
        (
            "WHEN 管理者が保存する THEN Serviceは記録しなければならない",
            ("管理者が保存する",),
            ("Service しなければならない 記録",),
        ),
        ("WENN ein Kunde zahlt DANN SOLL das System danken", ("ein Kunde zahlt",), ("SOLL das System danken",)),
        ("when a user pays then the shop thanks", ("a user pays",), ("the shop thanks",)),
    ],
)
def test_criteria_in_other_languages_are_scenarios(criterion, when, then):
    (one,) = read(f"### Requirement 1\n#### Acceptance Criteria\n1. {criterion}\n").requirements
    assert (one.scenarios[0].when, one.scenarios[0].then) == (when, then)


def test_the_hash_does_not_change_with_the_layout_of_a_criterion():
    (one,) = read("### Requirement 1\n#### Acceptance Criteria\n1. WHEN a, THE B SHALL c\n").requirements
    (same,) = read("## Requirement 1: T\n**Acceptance Criteria**\n\n- **WHEN** a,\n  THE B  **SHALL** c\n").requirements
    (other,) = read("### Requirement 1\n#### Acceptance Criteria\n1. WHEN a, THE B SHALL d\n").requirements
    assert (one.id, one.sha256) == (same.id, same.sha256)
    assert one.sha256 != other.sha256


def test_a_correction_asks_for_what_is_expected_and_not_for_what_fails():
    text = """\
# Bugfix
### Current Behavior (Defect)
1.1 WHEN a user pays THEN the system crashes
### Expected Behavior (Correct)
2.1 WHEN a user pays THEN the system SHALL thank
2.2 WENN ein Kunde zahlt, DANN SOLL das System danken
### Unchanged Behavior
3.1 WHEN nobody pays THEN the system SHALL CONTINUE TO wait
It SHALL NOT crash.
"""
    document = read(text, ".kiro/specs/pay/bugfix.md")
    assert (document.feature, ids(document)) == ("pay", ["2.1", "2.2", "3.1"])
    assert document.requirements[2].text.endswith("CONTINUE TO wait It SHALL NOT crash.")
    assert [(one.text, one.why) for one in document.left_out] == [
        ("1.1 WHEN a user pays THEN the system crashes", "it does not say what must hold")
    ]


@pytest.mark.parametrize(
    ("path", "format_", "feature"),
    [
        (".kiro/specs/a/requirements.md", "kiro", "a"),
        (".kiro/specs/group/a/requirements.md", "kiro", "group/a"),
        ("web/.kiro/specs/a/requirements.md", "kiro", "a"),
        ("specs/a/requirements.md", "kiro", "a"),
    ],
)
def test_the_folder_is_the_feature(path, format_, feature):
    document = read("### Requirement 1\n#### Acceptance Criteria\n1. A SHALL b\n", path)
    assert (document.format, document.feature, ids(document)) == (format_, feature, ["1.1"])


@pytest.mark.parametrize("path", [".kiro/steering/product.md", ".kiro/specs/a/research.md", ".kiro/specs/README.md"])
def test_other_documents_of_kiro_state_nothing(path):
    document = read("# Product\n\nIt MUST sell.\nIt SHALL pay.\n", path)
    assert (document.format, document.requirements) == ("kiro", ())
    assert [(one.place.line, one.why) for one in document.left_out] == [
        (3, "it tells of specifications, and states none (2 lines)")
    ]
    assert read("# Product\n", path).left_out == ()
