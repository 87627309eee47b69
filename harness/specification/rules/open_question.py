"""A question that somebody marked as open, and nobody has answered."""

from __future__ import annotations

import re
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
_MARK = re.compile(r"\[NEEDS CLARIFICATION:\s([^\]\n]{3,300})\]")
BAD = sample("System MUST refuse a transfer that exceeds the balance [NEEDS CLARIFICATION: or the credit limit?].")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each question, with the requirement that it stands in."""
    for one in document.specification.clarifications:
        where = f" in '{one.requirement}'" if one.requirement else ""
        asked = f"'{one.text}'" if one.text else "a question"
        yield mistake(one.place, f"{asked} is not answered{where}", HINT, CODE, LEVEL)
    if not document.specification.format.startswith("speckit"):
        yield from _written(document)


def _written(document: Document) -> Iterator[Mistake]:
    """The questions in documents of formats that have no mark for them, where somebody used Spec Kit's."""
    known = {one.place.line for one in document.specification.clarifications}
    for found in _MARK.finditer(document.prose) if "[NEEDS" in document.text else ():
        place = document.place(found.start())
        if place.line not in known:
            yield mistake(place, f"'{found[1].strip()}' is not answered", HINT, CODE, LEVEL)
