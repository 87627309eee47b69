"""Words whose truth is a matter of opinion, superlatives and comparisons with nothing."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document
from harness.specification.evidence import untestable
from harness.specification.samples import sample
from harness.specification.statements import Statement
from harness.specification.wording import made_concrete, told

CODE = "SPEC304"
LEVEL = Severity.WARNING
TITLE = "matter of opinion"
REASON = (
    "What is 'user-friendly', 'robust' or 'fast' to one is not to another, so that no verdict on it can be trusted."
)
HINT = "say by what it would be seen: a number, a message, a step less"
GOOD = sample("System MUST show a transfer in at most two steps.")
BAD = sample("System MUST show a user-friendly form of transfer.")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement with such a word that is not told as untestable already."""
    yield from told(document, "subjective", "is a matter of opinion", HINT, CODE, _excused)


def _excused(statement: Statement, phrase: str) -> bool:
    return made_concrete(statement, phrase) or bool(untestable(statement))
