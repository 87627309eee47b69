"""The small specification that the samples of rules vary; the rules themselves lie beside it."""

from __future__ import annotations

REQUIREMENT = "System MUST refuse a transfer that exceeds the balance."
STORY = """\
### User Story 1 - Move money (Priority: P1)

A customer moves money between accounts.

**Independent Test**: move 30 from one account to another and read both balances.

**Acceptance Scenarios**:

1. **Given** alice holds 100.00, **When** she moves 30 to bob, **Then** she holds 70.00.
"""


def sample(
    *requirements: str,
    title: str = "Feature Specification: Bank",
    story: str = "",
    edge: str = "",
    success: str = "",
    more: str = "",
) -> str:
    """A document of Spec Kit's form, with parts of it replaced."""
    stated = "\n".join(f"- **FR-{at:03}**: {text}" for at, text in enumerate(requirements or (REQUIREMENT,), 1))
    parts = (
        f"# {title}",
        f"## User Scenarios & Testing\n\n{story.strip()}" if story else "",
        f"### Edge Cases\n\n{edge}" if edge else "",
        f"## Requirements\n\n### Functional Requirements\n\n{stated}",
        f"## Success Criteria\n\n- **SC-001**: {success}" if success else "",
        more,
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def openspec(*lines: str, scenario: str = "- **WHEN** a transfer exceeds the balance\n- **THEN** it is refused") -> str:
    """A document of OpenSpec's form with one requirement."""
    body = "\n".join(lines or (REQUIREMENT,))
    ending = f"\n\n#### Scenario: Too much\n\n{scenario}" if scenario else ""
    return f"# Bank\n\n## Purpose\n\nMove money.\n\n## Requirements\n\n### Requirement: Overdraft\n\n{body}{ending}\n"


def kiro(*criteria: str) -> str:
    """A document of Kiro's form with one requirement."""
    stated = "\n".join(f"{at}. {text}" for at, text in enumerate(criteria, 1))
    story = "**User Story:** As a customer, I want to move money, so that I can pay."
    head = "# Requirements Document\n\n## Requirements\n\n### Requirement 1: Transfers"
    return f"{head}\n\n{story}\n\n#### Acceptance Criteria\n\n{stated}\n"
