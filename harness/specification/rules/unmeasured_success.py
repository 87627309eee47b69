"""A success criterion without a measure; one that no run could measure lies in another rule."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.places import Mistake, Severity
from harness.domain.requirements import RequirementKind
from harness.specification.documents import Context, Document, mistake
from harness.specification.evidence import untestable
from harness.specification.quantities import has_number
from harness.specification.samples import sample
from harness.specification.statements import LITERAL, Statement
from harness.specification.wordlists import word_list

CODE = "SPEC215"
LEVEL = Severity.WARNING
TITLE = "success without a measure"
REASON = "'Better', 'faster' and 'well' are met whenever somebody says so: only a number tells whether they are."
HINT = "say how many, how fast or how often: 'within 2 seconds', 'every one', 'none'"
GOOD = sample(success="A transfer is confirmed within 2 seconds.")
BAD = sample(success="Transfers work well for customers.")


def check(document: Document, context: Context) -> Iterator[Mistake]:
    """Each criterion of success that claims more or better without a number."""
    for statement in document.statements:
        claimed = _unmeasured(statement) if statement.requirement.kind is RequirementKind.SUCCESS else ""
        if claimed:
            what = f"'{claimed}' in '{statement.id}' has no measure"
            yield mistake(statement.requirement.place, what, HINT, CODE)


def _unmeasured(statement: Statement) -> str:
    text = statement.text
    if has_number(text) or LITERAL in text or untestable(statement):
        return ""
    return word_list("comparatives").first(text, statement.words)
