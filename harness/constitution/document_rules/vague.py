"""A constraint of words that anything satisfies, where nothing checkable stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.constitution.constraints import is_concrete, levels_in, statements
from harness.constitution.document_context import Context, level_for, mistake
from harness.constitution.document_samples import document
from harness.domain.places import Mistake, Severity
from harness.domain.principles import Constitution

CODE = "CONST403"
LEVEL = Severity.ERROR
TITLE = "vague constraint"
REASON = "'Appropriate' and 'securely' leave it to the reader what is right, and two readers, or two agents, differ."
HINT = "say what can be checked: a name in `code`, a number, or a second statement such as `; it MUST NOT …`"
GOOD = document(constraint="Database queries MUST be built securely; they MUST NOT be joined from strings.")
BAD = document(constraint="Database queries MUST be built securely.")
_VAGUE = re.compile(
    r"\b(?:appropriate(?:ly)?|reasonabl[ey]|proper(?:ly)?|adequate(?:ly)?|suitabl[ey]|sufficient(?:ly)?|secure(?:ly)?"
    r"|safe(?:ly)?|robust(?:ly)?|correct(?:ly)?|strong(?:ly)?|as (?:needed|necessary|expected|intended|required)"
    r"|(?:where|when|if|whenever|wherever) (?:possible|practical|feasible|applicable)|best practices?|state[- ]of[- ]the[- ]art"
    r"|industry[- ]standards?|high[- ]quality|clean(?:ly)?|user-?friendly|timely|efficient(?:ly)?|well[- ](?:tested|designed)"
    r"|careful(?:ly)?|meaningful(?:ly)?|and so on|etc)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]")


def check(constitution: Constitution, context: Context) -> Iterator[Mistake]:
    """Each principle whose constraint has a vague word, and neither anything concrete nor a statement without one."""
    for principle in constitution.principles:
        found = _vague(principle.constraint)
        if found and not is_concrete(principle.constraint) and not _says_more(principle.constraint):
            what = f"'{found[0]}' in the constraint of '{principle.id}' says nothing that could be checked"
            yield mistake(principle.place, what, HINT, CODE, level_for(constitution))


def _vague(text: str) -> re.Match[str] | None:
    """The first vague word of a text that does not begin a name, such as ``Clean Architecture``."""
    return next((found for found in _VAGUE.finditer(text) if not _NAME.match(text, found.start())), None)


def _says_more(constraint: str) -> bool:
    return any(levels_in(statement) and not _vague(statement) for statement in statements(constraint))
