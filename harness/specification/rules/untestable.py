"""A requirement that neither a card, nor a golden case, nor a check of the code could show."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.evidence import untestable
from harness.specification.samples import sample

CODE = "SPEC501"
LEVEL = Severity.WARNING
TITLE = "untestable"
REASON = (
    "A card shows what a user sees, a golden case what a product puts out, a check what its code is. What none of them could"
    " ever show stays unproven whatever is built, and hides among what is only not shown yet."
)
HINT = "say what a user would see in the product; keep what only people in use can tell outside of the requirements"
GOOD = sample(success="A transfer is confirmed within 2 seconds.")
BAD = sample(success="90% of users report satisfaction with transfers.")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each one, with the reason."""
    for statement in document.statements:
        why = untestable(statement)
        if why:
            yield mistake(statement.requirement.place, f"nothing could show '{statement.id}': {why}", HINT, CODE)
