"""The mistakes that a snapshot can have."""

from __future__ import annotations

from harness.domain.codes import Code

BROKEN = Code(
    code="GOLD101",
    title="snapshot cannot be read",
    reason="What was accepted is compared to the letter; a file that reads as something else would accept something else.",
)
CONFLICT = Code(
    code="GOLD102",
    title="merge conflict in a snapshot",
    reason="Two sides accepted different behaviour, and only a person can say which of the two holds now.",
)
UNKNOWN_REDACTION = Code(
    code="GOLD103",
    title="unknown redaction",
    reason="A redaction that is not known masks nothing, and what it was meant for would differ each time.",
)
TOO_MUCH = Code(
    code="GOLD104",
    title="redaction that masks most of what is shown",
    reason="What is masked is not compared; a pattern that covers most of an answer would accept almost any other.",
)
MISUSED_INPUT = Code(
    code="GOLD110",
    title="input that cannot be varied",
    reason="An input is filled in as one value. Where a shell would read it again, it could become something else.",
)
CODES = (BROKEN, CONFLICT, UNKNOWN_REDACTION, TOO_MUCH, MISUSED_INPUT)
