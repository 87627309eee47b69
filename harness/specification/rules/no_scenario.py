"""A requirement of OpenSpec's form without a scenario."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import openspec

CODE = "SPEC212"
LEVEL = Severity.WARNING
TITLE = "requirement without a scenario"
REASON = "OpenSpec asks for a scenario at each requirement: it is the example by which the requirement is tried."
HINT = "add a heading `#### Scenario: …` with **WHEN** and **THEN** below it"
GOOD = openspec()
BAD = openspec(scenario="")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each one, also of a proposed change."""
    if document.specification.format == "openspec":
        for statement in document.statements:
            if not statement.requirement.scenarios:
                yield mistake(statement.requirement.place, f"'{statement.id}' has no scenario", HINT, CODE)
