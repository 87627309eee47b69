"""A requirement or task that names a story that the feature does not have."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import STORY, sample

CODE = "SPEC405"
LEVEL = Severity.WARNING
TITLE = "unknown story"
REASON = "The scenarios of a story show its requirements; those of a story that does not exist show nothing."
HINT = "correct the number of the story, or write the story"
GOOD = sample("System MUST refuse a transfer that exceeds the balance. *(US1)*", story=STORY)
BAD = sample("System MUST refuse a transfer that exceeds the balance. *(US7)*", story=STORY)


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each reference of a requirement to a story that its own document, which has stories, does not have."""
    known = {story.id for story in document.specification.stories}
    for statement in document.statements if known else ():
        for story in statement.requirement.stories:
            if story not in known:
                what = f"'{statement.id}' belongs to the story '{story}', which there is not"
                yield mistake(statement.requirement.place, what, HINT, CODE)
