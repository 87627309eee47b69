"""A requirement that begins with a pronoun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample
from harness.specification.wordlists import word_list

CODE = "SPEC306"
LEVEL = Severity.WARNING
TITLE = "pronoun without its noun"
REASON = "A requirement is read, quoted and traced alone: what 'it' stands for is then in another one, or nowhere."
HINT = "name what is meant"
GOOD = sample("A receipt MUST show the day.")
BAD = sample("It MUST show the day.")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement whose first subject is a pronoun."""
    for statement in document.statements:
        found = _pronoun().match(statement.text)
        if found:
            what = f"'{statement.id}' begins with '{found[1]}', and does not say what that is"
            yield mistake(statement.requirement.place, what, HINT, CODE)


@cache
def _pronoun() -> re.Pattern[str]:
    words = "|".join(word_list("pronouns").phrases)
    binding = "MUST|SHALL|SHOULD|MAY|must|shall|should|may|will|is|are|can"
    return re.compile(rf"({words}) (?:{binding})\b", re.IGNORECASE)
