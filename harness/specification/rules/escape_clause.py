"""Clauses by which whoever builds it may decide not to."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document
from harness.specification.samples import sample
from harness.specification.wording import told

CODE = "SPEC302"
LEVEL = Severity.WARNING
TITLE = "escape clause"
REASON = "'If possible' asks for nothing: whatever does not do it was not possible."
HINT = "say under which condition exactly, or take the clause away"
GOOD = sample("System MUST show the reason, if the other bank gives one.")
BAD = sample("System MUST show the reason, if possible.")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement with such a clause."""
    yield from told(document, "escapes", "leaves it to whoever builds it", HINT, CODE)
