"""A requirement without a binding word, in a format whose requirements have one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.binding_words import binding_words
from harness.domain.places import Mistake, Severity
from harness.domain.requirements import RequirementKind
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample
from harness.specification.statements import Statement

CODE = "SPEC207"
LEVEL = Severity.WARNING
TITLE = "no binding word"
REASON = (
    "Without MUST, SHOULD or MAY a sentence describes; whether it has to be so, each reader decides alone (BCP 14)."
)
HINT = "say what the system MUST, SHOULD or MAY do, in capitals"
GOOD = sample("System MUST refuse a transfer that exceeds the balance.")
BAD = sample("System MUST show every transfer.", "The system refuses a transfer that exceeds the balance.")
_FORMATS = frozenset({"speckit", "openspec", "kiro"})
_KINDS = frozenset({RequirementKind.FUNCTIONAL, RequirementKind.NON_FUNCTIONAL})
_ANY_CASE = re.compile(r"\b(?:must|shall|should|may|required|recommended|optional)\b", re.IGNORECASE)
_SHOWN = 3


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each one; where hardly any requirement has one, all in one mistake, because that is how the document is written."""
    if document.specification.format not in _FORMATS:
        return
    without = [one for one in document.statements if _binds_nothing(one)]
    if 2 * len(without) <= max(len(document.statements), 2):
        for one in without:
            what = f"'{one.id}' says neither MUST nor SHALL nor SHOULD nor MAY"
            yield mistake(one.requirement.place, what, HINT, CODE)
        return
    shown = ", ".join(f"'{one.id}'" for one in without[:_SHOWN])
    more = f" and {len(without) - _SHOWN} more" if len(without) > _SHOWN else ""
    what = f"{len(without)} requirements say neither MUST nor SHALL nor SHOULD nor MAY: {shown}{more}"
    yield mistake(without[0].requirement.place, what, HINT, CODE)


def _binds_nothing(statement: Statement) -> bool:
    return (
        statement.requirement.kind in _KINDS
        and statement.english
        and not statement.binds
        and not binding_words(statement.requirement.text)
        and not _ANY_CASE.search(statement.text)
    )
