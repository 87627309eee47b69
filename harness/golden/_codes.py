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
