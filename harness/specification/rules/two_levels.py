"""Two levels of BCP 14 in one sentence; several requirements of one level in a sentence lie in another rule."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.binding_words import levels_named
from harness.domain.places import Mistake, Severity
from harness.specification.documents import Context, Document, mistake
from harness.specification.samples import sample

CODE = "SPEC205"
LEVEL = Severity.WARNING
TITLE = "two levels in one sentence"
REASON = "A requirement is kept or not as a whole: with MUST and MAY in one sentence nobody can say what a failure of it means."
HINT = "make two requirements of it, each with one level"
GOOD = sample("System MUST refuse a transfer that exceeds the balance.", "System MAY offer a smaller transfer.")
BAD = sample("System MUST refuse a transfer that exceeds the balance and MAY offer a smaller transfer.")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each sentence of a requirement with binding verbs of different levels."""
    for statement in document.statements:
        for verbs in statement.verbs:
            if len(verbs) > 1 and len({level for verb in verbs for level in levels_named(verb)}) > 1:
                what = f"'{statement.id}' has {' and '.join(dict.fromkeys(verbs))} in one sentence"
                yield mistake(statement.requirement.place, what, HINT, CODE)
