"""A constraint without a word of BCP 14; whether the word fits the level is seen by the readers."""

from __future__ import annotations

from collections.abc import Iterator

from harness.constitution.constraints import levels_in
from harness.constitution.document_context import Context, level_for, mistake
from harness.constitution.document_samples import document
from harness.domain.places import Mistake, Severity
from harness.domain.principles import Constitution

CODE = "CONST402"
LEVEL = Severity.ERROR
TITLE = "constraint without MUST, SHOULD or MAY"
REASON = "Only these words, in capitals, say what binds (BCP 14); without one a constraint reads as a description."
HINT = "write what MUST, MUST NOT, SHOULD or MAY be, in capitals"
GOOD = document()
BAD = document(constraint="Database queries use bound parameters.")


def check(constitution: Constitution, context: Context) -> Iterator[Mistake]:
    """Each principle whose constraint binds nobody, unless its reader has remarked that already."""
    remarked = {remark.place for remark in constitution.remarks}
    for principle in constitution.principles:
        if not levels_in(principle.constraint) and principle.place not in remarked:
            what = f"the constraint of '{principle.id}' says neither MUST nor SHOULD nor MAY"
            yield mistake(principle.place, what, HINT, CODE, level_for(constitution))
