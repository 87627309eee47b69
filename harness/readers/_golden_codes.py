"""The mistakes that keep a golden case from being read."""

from __future__ import annotations

from harness.domain.codes import Code

EXPECTATION = Code(
    code="GOLD001",
    title="expectation in a golden case",
    reason="What a golden case expects is what it showed when that was accepted; a bullet would never be judged.",
)
NATURAL = Code(
    code="GOLD002",
    title="step that code cannot carry out",
    reason="A golden case is carried out the same way each time, by code alone; a natural line has many ways.",
)
NO_STEPS = Code(
    code="GOLD003",
    title="golden case without steps",
    reason="A case that does nothing shows nothing, and would be the same for ever.",
)
CODES = (EXPECTATION, NATURAL, NO_STEPS)
