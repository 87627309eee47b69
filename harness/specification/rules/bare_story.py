"""A user story of Spec Kit's form without a priority, or without a way to try it alone."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.domain.specifications import Story
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import STORY, sample

CODE = "SPEC213"
LEVEL = Severity.WARNING
TITLE = "story without priority or test"
REASON = "Stories are built and shown one by one, the most important first; without these two nobody can tell how."
HINT = "add `(Priority: P1)` to its heading, and a line `**Independent Test**: …` below it"
GOOD = sample(story=STORY)
BAD = sample(story=STORY.replace(" (Priority: P1)", ""))


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each story with what it lacks, where others of the document have it or it is alone."""
    if document.specification.format != "speckit":
        return
    stories = document.specification.stories
    for story in stories:
        lacking = [
            name for name in _lacking(story) if len(stories) == 1 or any(name not in _lacking(one) for one in stories)
        ]
        if lacking:
            yield mistake(
                story.place, f"story '{story.id or story.title}' has no {' and no '.join(lacking)}", HINT, CODE
            )


def _lacking(story: Story) -> tuple[str, ...]:
    return tuple(
        name for name, said in (("priority", story.priority), ("independent test", story.independent_test)) if not said
    )
