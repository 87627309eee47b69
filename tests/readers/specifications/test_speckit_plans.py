"""Spec Kit's tasks and plans: what is done, what is checked, and which exceptions were made."""

from __future__ import annotations

import pytest

from harness.readers import read_specification

TASKS = """\
# Tasks: Bank

## Format: `[ID] [P?] [Story] Description`

## Phase 1: Setup

- [x] T001 Make the folders
- [X] T002 [P] Set up lint in pyproject.toml

## Phase 3: User Story 1 - Pay (Priority: P1)

- [ ] T012 [P] [US1] Pay in src/pay.py (FR-001, NFR-002)
  - covers SC-001
  - [ ] T012a Refuse nothing
- [ ] **T013** [US-2] Owe in src/owe.py, see FR-003a
- [ ] T014 Count
- T015 Write it down
- ~~[ ] T016 Fly~~
- [ ] no number

**Checkpoint**: it pays

- **FR-009**: System MUST fly.
"""
PLAN = """\
# Implementation Plan: Bank

## Constitution Check

*GATE: Must pass before Phase 0 research.*

- [x] I. Library first
- [ ] II. Tests first
- III. Simplicity: PASS
- IV. Observability: not compliant
- V. Versions: N/A
- **Testing**:
  - Real databases? yes

| Principle | Status | Notes |
|---|---|---|
| Security | ✅ PASS | no failures known |
| Speed | ❌ | a violation |

Re-check: no violations.

## Summary

- **FR-001**: System MUST pay.

## Complexity Tracking

> **Fill ONLY if Constitution Check has violations that must be justified**

| Violation | Why Needed | Simpler Alternative Rejected Because |
|---|---|---|
| 4th project | the app | 3 are too few |
| [e.g., Repository pattern] | [specific problem] | [why not] |
| None | | |
"""


def read(text, path):
    return read_specification(text, path)


def test_tasks_are_read_with_their_marks_and_the_requirements_that_they_name():
    tasks = read(TASKS, "specs/001-bank/tasks.md").tasks
    assert [(one.id, one.done, one.parallel, one.story, one.requirements) for one in tasks] == [
        ("T001", True, False, "", ()),
        ("T002", True, True, "", ()),
        ("T012", False, True, "US1", ("FR-001", "NFR-002", "SC-001")),
        ("T012a", False, False, "US1", ()),
        ("T013", False, False, "US2", ("FR-003a",)),
        ("T014", False, False, "US1", ()),
        ("T015", False, False, "US1", ()),
        ("T016", True, False, "US1", ()),
        ("", False, False, "US1", ()),
    ]
    assert (tasks[2].text, tasks[2].place.line) == ("Pay in src/pay.py (FR-001, NFR-002)", 12)


def test_a_list_of_tasks_states_no_requirement():
    found = read(TASKS, "specs/001-bank/tasks.md")
    assert not found.requirements
    assert [(one.place.line, one.why) for one in found.left_out] == [(23, "a list of tasks states no requirement")]


@pytest.mark.parametrize(
    ("text", "path", "format_"),
    [
        (TASKS, "docs/bank/tasks.md", "speckit-tasks"),
        ("# Nothing\n", "specs/001-bank/tasks.md", "speckit-tasks"),
        (PLAN, "docs/bank/plan.md", "speckit-plan"),
        ("# Nothing\n", "specs/001-bank/plan.md", "speckit-plan"),
    ],
)
def test_tasks_and_plans_are_told_by_their_place_or_by_their_words(text, path, format_):
    assert read(text, path).format == format_


def test_each_line_of_the_check_says_whether_it_passed():
    checks = read(PLAN, "specs/001-bank/plan.md").plan_checks
    assert [(one.text, one.passed) for one in checks] == [
        ("I. Library first", True),
        ("II. Tests first", False),
        ("III. Simplicity: PASS", True),
        ("IV. Observability: not compliant", False),
        ("V. Versions: N/A", None),
        ("Real databases? yes", True),
        ("Security | ✅ PASS | no failures known", True),
        ("Speed | ❌ | a violation", False),
        ("Re-check: no violations.", True),
    ]


def test_exceptions_are_deviations_and_rows_of_the_template_are_left_out():
    found = read(PLAN, "specs/001-bank/plan.md")
    assert [(one.principle, one.why, one.rejected) for one in found.deviations] == [
        ("4th project", "the app", "3 are too few")
    ]
    assert [(one.place.line, one.why) for one in found.left_out] == [
        (24, "a plan states no requirement"),
        (33, "the row of the template was not filled in"),
    ]


def test_exceptions_may_stand_in_a_list():
    text = "# Plan\n\n## Constitution Check\n\n## Complexity Tracking\n\n- 4th project: the app\n- None\n"
    (found,) = read(text, "specs/001-bank/plan.md").deviations
    assert (found.principle, found.why) == ("4th project", "the app")
