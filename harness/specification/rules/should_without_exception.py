"""SHOULD without a word on when it need not be so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample

CODE = "SPEC209"
LEVEL = Severity.WARNING
TITLE = "SHOULD without its exception"
REASON = "BCP 14: SHOULD is a MUST but for valid reasons. Where none is named, what does not do it can neither fail nor pass."
HINT = "say when it need not be so ('unless …'), or write MUST or MAY"
GOOD = sample("System SHOULD confirm a transfer by mail, unless the customer has declined mails.")
BAD = sample("System SHOULD confirm a transfer by mail.")
_EXCEPTION = re.compile(
    r"\b(?:unless|except\w*|otherwise|when\w*|where\w*|if|because|but|only|in case|provided|while|until|depend\w*|however"
    r"|rather|though|although|fall ?back|instead|so that|by default|or else)\b",
    re.IGNORECASE,
)
_SHOULD = re.compile(r"\b(?:SHOULD|RECOMMENDED)\b")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement with SHOULD and nothing that limits it."""
    for statement in document.statements:
        if "should" in statement.words and _SHOULD.search(statement.text) and not _EXCEPTION.search(statement.text):
            what = f"'{statement.id}' says SHOULD, and not when it need not be so"
            yield mistake(statement.requirement.place, what, HINT, CODE)
