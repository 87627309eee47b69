"""A task that names a requirement that there is not."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake

CODE = "SPEC406"
LEVEL = Severity.WARNING
TITLE = "task for an unknown requirement"
REASON = "What is built for a requirement that does not exist was asked for by nobody, or under an id that has changed."
HINT = "correct the id; `harness spec show` lists them"
GOOD = "# Tasks: Bank\n\n- [ ] T001 Write the form of transfers for FR-001\n"
BAD = "# Tasks: Bank\n\n- [ ] T001 Write the form of transfers for FR-999\n"


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each such id, where the feature of the list of tasks has requirements at all."""
    feature = document.specification.feature
    for task in document.specification.tasks:
        for id_ in task.requirements:
            if not context.has(feature, id_):
                named = f"'{task.id}'" if task.id else "the task"
                yield mistake(task.place, f"{named} names the requirement '{id_}', which there is not", HINT, CODE)
