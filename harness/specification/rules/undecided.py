"""TBD and its like in a requirement; questions and tokens of templates have rules of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample
from harness.specification.wordlists import word_list

CODE = "SPEC203"
LEVEL = Severity.ERROR
TITLE = "undecided"
REASON = "A requirement with TBD in it asks for something that nobody knows yet, and can be neither built nor shown."
HINT = "decide it, or take the requirement out until it is decided"
GOOD = sample()
BAD = sample("System MUST refuse a transfer above a limit that is TBD.")
_TODO = re.compile(r"\bTODO\b(?=\s*[:(\])]|$)|[\[(]TODO\b")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement with a mark of what is to be decided; short ones count in capitals only."""
    marks = word_list("incomplete")
    for statement in document.statements:
        found = marks.first(statement.text, statement.words)
        if not found and "todo" in statement.words:
            todo = _TODO.search(statement.text)
            found = "TODO" if todo else ""
        if found and (found.isupper() or " " in found):
            what = f"'{found}' in '{statement.id}': it is not decided what is asked for"
            yield mistake(statement.requirement.place, what, HINT, CODE, LEVEL)
