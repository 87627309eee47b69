"""A binding word in lower case, where the document writes those that bind in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample
from harness.specification.statements import Statement

CODE = "SPEC206"
LEVEL = Severity.WARNING
TITLE = "must in lower case"
REASON = "RFC 8174: only in capitals do these words bind; where others stand in capitals, one in lower case reads as a remark."
HINT = "write it in capitals if it binds, and in other words if it does not"
GOOD = sample("System MUST refuse a transfer that exceeds the balance.")
BAD = sample("System must refuse a transfer that exceeds the balance.", "System MUST show every transfer.")
_SMALL = re.compile(r"(?<!\bthat )(?<!\bwhich )(?<!\bwho )\b(?:[Mm]ust|[Ss]hall)\b")
_SHOULD = re.compile(r"(?:^|\b(?:it|they|system|\w+s)) (should)\b")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each requirement of a document that goes by BCP 14 with a binding word in lower case."""
    if not document.normative:
        return
    for statement in document.statements:
        found = (
            next(filter(None, map(_small, statement.sentences, statement.verbs)), "") if _may_have(statement) else ""
        )
        if found:
            what = f"'{found}' in '{statement.id}' is in lower case, where the others are in capitals"
            yield mistake(statement.requirement.place, what, HINT, CODE)


def _may_have(statement: Statement) -> bool:
    return not statement.words.isdisjoint(("must", "shall", "should"))


def _small(sentence: str, verbs: Sequence[str]) -> str:
    found = _SMALL.search(sentence)
    if found:
        return found[0]
    should = None if verbs else _SHOULD.search(sentence)
    return should[1] if should else ""
