"""A question that somebody marked as open, and nobody has answered."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample

CODE = "SPEC202"
LEVEL = Severity.ERROR
TITLE = "open question"
REASON = "What is not decided cannot be built or shown; whoever builds it decides it, without telling."
HINT = "ask whoever knows, and write the answer in its place"
GOOD = sample()
BAD = sample("System MUST refuse a transfer that exceeds the balance [NEEDS CLARIFICATION: or the credit limit?].")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each question, with the requirement that it stands in."""
    for one in document.specification.clarifications:
        where = f" in '{one.requirement}'" if one.requirement else ""
        asked = f"'{one.text}'" if one.text else "a question"
        yield mistake(one.place, f"{asked} is not answered{where}", HINT, CODE, LEVEL)
