"""Words that leave it to the reader what is meant."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document
from harness.specification.samples import sample
from harness.specification.wording import made_concrete, told

CODE = "SPEC301"
LEVEL = Severity.WARNING
TITLE = "vague"
REASON = "'Appropriate', 'several' and 'quickly' mean to each reader, and to each agent, something else."
HINT = "say what exactly: how many, how fast, which ones"
GOOD = sample("System MUST refuse a transfer with the reason and the balance.")
BAD = sample("System MUST refuse a transfer with an appropriate reason.")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement with such a word, unless something concrete stands behind it."""
    yield from told(document, "vague", "leaves open what is meant", HINT, CODE, made_concrete)
