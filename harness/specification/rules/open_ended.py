"""Lists without an end."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document
from harness.specification.samples import sample
from harness.specification.wording import told

CODE = "SPEC303"
LEVEL = Severity.WARNING
TITLE = "open-ended"
REASON = "Nobody can say when 'and so on' is fulfilled: neither whoever builds it nor whoever tries it."
HINT = "name all that is asked for; what comes later is a later requirement"
GOOD = sample("System MUST list deposits and transfers.")
BAD = sample("System MUST list deposits, transfers, and so on.")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement with such a phrase."""
    yield from told(document, "open_ended", "has no end", HINT, CODE)
