"""A principle that no machine checks and no person is asked to; whether a check works lies in other rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.constitution.document_context import NATIVE, Context, level_for, mistake
from harness.constitution.document_samples import document
from harness.domain.places import Mistake, Severity
from harness.domain.principles import Constitution, Principle

CODE = "CONST404"
LEVEL = Severity.ERROR
TITLE = "no check"
REASON = "A principle that nothing checks is a hope; `harness check` calls it unverified, never passed."
HINT = "add a block ```yaml check below it with `forbid:` or `require:`, or say `- **Review:** by a person`"
GOOD = document(checks="", bad="", good="", more="- **Review:** by a person")
BAD = document(checks="", bad="", good="")
_SHOWN = 3


def check(constitution: Constitution, context: Context) -> Iterator[Mistake]:
    """Each principle without a check that is not left to a person, in other dialects all in one warning.

    These have no place for a check.
    """
    without = [one for one in constitution.principles if not one.checks and not one.review_only]
    if constitution.format == NATIVE:
        for principle in without:
            what = f"nothing checks '{principle.id}', and it is not left to a person"
            yield mistake(principle.place, what, HINT, CODE)
    elif without:
        yield mistake(without[0].place, _said(without), _hint(constitution), CODE, level_for(constitution))


def _said(without: Sequence[Principle]) -> str:
    if len(without) == 1:
        return f"nothing checks '{without[0].id}', and it is not left to a person"
    shown = ", ".join(f"'{one.id}'" for one in without[:_SHOWN])
    more = f" and {len(without) - _SHOWN} more" if len(without) > _SHOWN else ""
    return f"nothing checks {len(without)} principles, and they are not left to a person: {shown}{more}"


def _hint(constitution: Constitution) -> str:
    return f"`harness constitution adopt {constitution.path}` writes it in our form, with suggested checks"
