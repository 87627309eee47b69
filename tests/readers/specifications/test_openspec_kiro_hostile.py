"""Documents written to make reading slow: time grows with their size and no faster."""

from __future__ import annotations

import contextlib

import pytest

from harness.errors import DocumentError
from harness.readers.specifications import read_specification
from tests.support.growth import in_proportion

REQUIREMENTS = ".kiro/specs/a/requirements.md"
DESIGN = ".kiro/specs/a/design.md"
TASKS = ".kiro/specs/a/tasks.md"
TRUTH = "openspec/specs/a/spec.md"
DELTA = "openspec/changes/b/specs/a/spec.md"


@pytest.mark.parametrize(
    ("path", "head", "unit"),
    [
        (REQUIREMENTS, "", "### Requirement 1: a\n#### Acceptance Criteria\n1. WHEN a THE B SHALL c\n\n"),
        (REQUIREMENTS, "### Requirement 1\n", "1.1 WHEN a, b THEN c SHALL d\n"),
        (REQUIREMENTS, "### Requirement 1\n", "**User Story**" + " " * 40 + "x\n\n"),
        (REQUIREMENTS, "## Glossary\n", "- **a" + " " * 40 + "b\n"),
        (DESIGN, "## Properties\n", "Property 1: a\nb Validates" + " " * 40 + "\n\n"),
        (DESIGN, "### Property 1: a\n", "Validates" + " " * 40),
        (TASKS, "", "- [ ] 1.1 a\n  - _Requirements" + " " * 40 + "x\n"),
        (TRUTH, "", "### Requirement: a\nIt SHALL.\n#### Scenario: b\n- **WHEN** c\n"),
        (TRUTH, "", "### Requirement: a" + " " * 40 + "#b\n"),
        (TRUTH, "### Requirement: a\n", "#### Scenario: a\n- WHEN ,,,,,,,,,,,,,,,, b **THEN** c\n"),
        (TRUTH, "### Requirement: a\n#### Scenario: a\n- WHEN ", ","),
        (TRUTH, "### Requirement: a\n", "```\n### Requirement: b\n```\n"),
        (TRUTH, "### Requirement: a\n", "<!--\n### Requirement: b\n-->\n\n"),
        (TRUTH, "## Requirement: a\n", "### b\nc\n"),
        (DELTA, "## ADDED Requirements\n", "### Requirement: a\n#### Requirement: b\n"),
        (DELTA, "## RENAMED Requirements\n", "- FROM:" + " " * 40 + "`### Requirement: a" + "` " * 9 + "\n"),
        (DELTA, "## REMOVED Requirements\n- `### Requirement: a", "  "),
    ],
)
def test_time_is_in_proportion_to_size(path, head, unit):
    def read(size):
        with contextlib.suppress(DocumentError):
            read_specification(head + unit * (size // len(unit)), path)

    assert in_proportion(read, 6_000, 48_000)


def test_what_cannot_be_read_is_refused_and_nothing_else_is_raised():
    for path in (REQUIREMENTS, DESIGN, TASKS, TRUTH, DELTA):
        for text in (
            "",
            "\n",
            "#\n##\n###\n",
            "### Requirement:\n",
            "- [ ]\n1.\n",
            "|\n|-|\n",
            "<!--",
            "```",
            "---\na: b\n---\n",
        ):
            assert read_specification(text, path).format in ("kiro", "openspec")
        with pytest.raises(DocumentError):
            read_specification("> " * 40 + "a", path)
