"""How a rule tells of the phrases of a list in requirements; the lists are data, and what they mean lies in the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from harness.domain.places import Mistake, Severity
from harness.specification.documents import Document, mistake
from harness.specification.quantities import has_number
from harness.specification.statements import LITERAL, Statement
from harness.specification.wordlists import word_list

_SHOWN = 5
Excuse = Callable[[Statement, str], bool]


def told(
    document: Document, name: str, what: str, hint: str, code: str, excused: Excuse | None = None
) -> Iterator[Mistake]:
    """One mistake for each requirement with phrases of a list, naming the first; ``what`` says what is wrong with them."""
    phrases = word_list(name)
    for statement in document.statements:
        if phrases.touches(statement.words):
            found = dict.fromkeys(one[1] for one in phrases.find(statement.text))
            left = [one for one in found if not (excused and excused(statement, one))]
            if left:
                shown = ", ".join(f"'{one}'" for one in left[:_SHOWN])
                yield mistake(
                    statement.requirement.place, f"{shown} in '{statement.id}' {what}", hint, code, Severity.WARNING
                )


def made_concrete(statement: Statement, phrase: str) -> bool:
    """Whether the sentence of a phrase says in the same breath what it means: a number, a quote or code behind it."""
    for sentence in statement.sentences:
        at = sentence.find(phrase)
        if at >= 0:
            behind = sentence[at:]
            return has_number(behind) or LITERAL in behind or "(" in behind or ":" in behind
    return False
