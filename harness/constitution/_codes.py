"""The mistakes of checks, found when they are read or tried; those of documents lie with their readers."""

from __future__ import annotations

from harness.domain.codes import Code

INVALID_CHECK = Code(
    code="CONST201",
    title="invalid check",
    reason="A check that cannot be read would never flag anything, and its principle would seem to hold.",
)
UNKNOWN_KIND = Code(
    code="CONST202",
    title="unknown kind of check",
    reason="Each check is of one kind, named by its key; one that is not known would be overlooked.",
)

CODES = (INVALID_CHECK, UNKNOWN_KIND)
