"""A principle that no machine checks and no person is asked to; whether a check works lies in other rules."""

from __future__ import annotations

from collections.abc import Iterator

from harness.constitution.document_context import NATIVE, Context, level_for, mistake
from harness.constitution.document_samples import document
from harness.domain.places import Mistake, Severity
from harness.domain.principles import Constitution

CODE = "CONST404"
LEVEL = Severity.ERROR
TITLE = "no check"
REASON = "A principle that nothing checks is a hope; `harness check` calls it unverified, never passed."
HINT = "add a block ```yaml check below it with `forbid:` or `require:`, or say `- **Review:** by a person`"
GOOD = document(checks="", bad="", good="", more="- **Review:** by a person")
BAD = document(checks="", bad="", good="")


def check(constitution: Constitution, context: Context) -> Iterator[Mistake]:
    """Each principle without a check that is not left to a person; only a warning in other dialects."""
    for principle in constitution.principles:
        if not principle.checks and not principle.review_only:
            what = f"nothing checks '{principle.id}', and it is not left to a person"
            yield mistake(principle.place, what, _hint(constitution), CODE, level_for(constitution))


def _hint(constitution: Constitution) -> str:
    """What to do; the other dialects have no place for a check."""
    if constitution.format == NATIVE:
        return HINT
    return f"`harness constitution adopt {constitution.path}` writes it in our form, with suggested checks"
