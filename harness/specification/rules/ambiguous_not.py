"""MAY NOT, and all … SHALL NOT: two readings, of which one forbids and the other does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample

CODE = "SPEC208"
LEVEL = Severity.WARNING
TITLE = "ambiguous not"
REASON = (
    "'MAY NOT' is read as 'must not' and as 'need not', 'all … SHALL NOT' as 'none' and as 'not every one'. BCP 14 knows"
    " MUST NOT, SHALL NOT and SHOULD NOT."
)
HINT = "write MUST NOT for what is forbidden, 'need not' for what may be left out, and 'no …' instead of 'all … not'"
GOOD = sample("A customer MUST NOT see the accounts of others.")
BAD = sample("A customer MAY NOT see the accounts of others.")
_AMBIGUOUS = re.compile(r"\bMAY NOT\b|^(?:All|Every|Each)\b[^,;]{1,60}\b(?:SHALL|MUST) NOT\b")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each sentence with one of the two forms."""
    for statement in document.statements:
        for sentence in statement.sentences if " NOT" in statement.text else ():
            found = _AMBIGUOUS.search(sentence)
            if found:
                what = f"'{found[0]}' in '{statement.id}' has two readings"
                yield mistake(statement.requirement.place, what, HINT, CODE)
