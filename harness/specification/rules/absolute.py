"""Absolutes that no product can keep."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document
from harness.specification.samples import sample
from harness.specification.wording import told

CODE = "SPEC305"
LEVEL = Severity.WARNING
TITLE = "unachievable absolute"
REASON = (
    "Nothing is '100% available' or 'perfect': a requirement that cannot be kept is soon read as one that need not be."
)
HINT = "say the bound that is meant, and over which time"
GOOD = sample("System MUST answer 99.9% of the requests of a month.")
BAD = sample("System MUST answer with no downtime.")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement with such a phrase."""
    yield from told(document, "absolutes", "can be kept by no product", HINT, CODE)
