"""A principle that does not say why; whether the reason is a good one is for its readers."""

from __future__ import annotations

from collections.abc import Iterator

from harness.constitution.document_context import Context, level_for, mistake
from harness.constitution.document_samples import document
from harness.domain.places import Mistake, Severity
from harness.domain.principles import Constitution

CODE = "CONST401"
LEVEL = Severity.ERROR
TITLE = "no rationale"
REASON = "Who does not know why cannot tell what else the principle means, or when a waiver is right; an agent neither."
HINT = "add a bullet `- **Rationale:** …` that says what goes wrong without it"
GOOD = document()
BAD = document(rationale="")


def check(constitution: Constitution, context: Context) -> Iterator[Mistake]:
    """Each principle without a rationale of its own or an inherited one; only a warning in other dialects."""
    for principle in constitution.principles:
        if not principle.rationale:
            what = f"'{principle.id}' does not say why"
            yield mistake(principle.place, what, HINT, CODE, level_for(constitution))
