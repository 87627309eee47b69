"""Infinitives that say what the product could do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample
from harness.specification.wordlists import word_list

CODE = "SPEC311"
LEVEL = Severity.WARNING
TITLE = "says what it could do"
REASON = "A system that 'is able to' refuse may still not do so; only what it does, and when, can be tried."
HINT = "say what the system does: 'MUST refuse', not 'MUST be able to refuse'"
GOOD = sample("System MUST refuse a transfer that exceeds the balance.")
BAD = sample("System MUST be able to refuse a transfer that exceeds the balance.")
_ABLE = re.compile(
    r"(?:^|, |then )(?:The |THE |the )?(?:[Ss]ystem|[Aa]pplication|[Pp]roduct|[Ss]ervice|[Aa]pp)"
    r" (?:MUST|SHALL|SHOULD|must|shall) (be able to)\b"
)


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement with such an infinitive; *be able to* counts of the system only, since people may do as they like."""
    phrases = word_list("superfluous")
    for statement in document.statements:
        able = _ABLE.search(statement.text) if "able" in statement.words else None
        found = able[1] if able else phrases.first(statement.text, statement.words)
        if found:
            what = f"'{found}' in '{statement.id}' says what it could do, not what it does"
            yield mistake(statement.requirement.place, what, HINT, CODE)
