"""And/or, which leaves it open whether one or both are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample

CODE = "SPEC312"
LEVEL = Severity.WARNING
TITLE = "and/or"
REASON = "With 'and/or' a product that does one of the two and a product that does both are right, whichever was meant."
HINT = "write 'and', 'or', or 'one of …, or both'"
GOOD = sample("System MUST filter transfers by day, by amount, or by both.")
BAD = sample("System MUST filter transfers by day and/or amount.")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement with it."""
    for statement in document.statements:
        if "and/or" in statement.text.lower():
            yield mistake(
                statement.requirement.place, f"'{statement.id}' says and/or: one, the other, or both?", HINT, CODE
            )
