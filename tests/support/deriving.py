"""Specifications to derive from, and derived modules as one would import them."""

from __future__ import annotations

import sys
from types import ModuleType

from harness.readers import read_specification
from harness.specification.derived import Source, slug

STORY = """\
## User Scenarios & Testing

### User Story 1 - Transfer (Priority: P1)

A customer moves money.

**Acceptance Scenarios**:

{scenarios}

### Edge Cases

{edges}

"""
REQUIREMENTS = """\
## Requirements

### Functional Requirements

{requirements}

### Key Entities

{entities}
"""
ONE = "- **FR-001**: System MUST let a customer transfer an amount (US1) between two accounts."


def specification(
    requirements: str = ONE,
    scenarios: str = "1. **Given** a, **When** b, **Then** c",
    edges: str = "",
    entities: str = "",
) -> str:
    """A document of Spec Kit."""
    story = STORY.format(scenarios=scenarios, edges=edges)
    rest = REQUIREMENTS.format(requirements=requirements, entities=entities)
    return f"# Feature Specification: Bank\n\n{story}{rest}"


def source_of(text: str, id: str = "FR-001", commands: tuple[str, ...] = ("bank",), services: bool = False) -> Source:
    """A requirement of a document."""
    document = read_specification(text, "specs/001-bank/spec.md")
    requirement = next(one for one in document.requirements if one.id == id)
    return Source(requirement, (document,), slug(id), commands, services)


def loaded(text: str, name: str = "derived_by_a_test") -> ModuleType:
    """A derived module, imported."""
    module = ModuleType(name)
    sys.modules[name] = module  # where Pydantic looks for names that come later
    exec(compile(text, name, "exec"), module.__dict__)
    return module
