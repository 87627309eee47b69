"""The mistakes that keep a golden case from being read."""

from __future__ import annotations

from harness.domain.codes import Code

_HEAD = "---\nid: BANK-OPEN\n---\n# Open an account\n"
_GOOD = f"{_HEAD}\n## Steps\n1. Run `bank open alice`.\n"

EXPECTATION = Code(
    code="GOLD001",
    title="expectation in a golden case",
    reason="What a golden case expects is what it showed when that was accepted; a bullet would never be judged.",
    hint="take the bullet away, or make the document a test card",
    good=_GOOD,
    bad=f"{_GOOD}   - The exit code is 0\n",
)
NATURAL = Code(
    code="GOLD002",
    title="step that code cannot carry out",
    reason="A golden case is carried out the same way each time, by code alone; a natural line has many ways.",
    hint="reword it from the phrasebook (`harness explain phrases`)",
    good=_GOOD,
    bad=f"{_HEAD}\n## Steps\n1. Open an account for alice.\n",
)
NO_STEPS = Code(
    code="GOLD003",
    title="golden case without steps",
    reason="A case that does nothing shows nothing, and would be the same for ever.",
    hint="add a section `## Steps` with numbered steps",
    good=_GOOD,
    bad=_HEAD,
)
CODES = (EXPECTATION, NATURAL, NO_STEPS)
