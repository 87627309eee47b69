"""What a template left to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.constitution.document_context import Context, mistake
from harness.constitution.document_samples import document
from harness.domain.places import Mistake, Place, Severity
from harness.domain.principles import Constitution, Principle

CODE = "CONST407"
LEVEL = Severity.ERROR
TITLE = "template token"
REASON = "A constitution is quoted word for word, to people and agents: nobody fills anything in."
HINT = "write what it stands for, or take it away"
GOOD = document()
BAD = document(title="[PROJECT_NAME] constitution")
_UNFINISHED = re.compile(r"\b(?:TODO|TBD|FIXME|XXX)\b(?!\()")


def check(constitution: Constitution, context: Context) -> Iterator[Mistake]:
    """Each token that the reader saw, and each mark of unfinished work in the words of a principle."""
    tokens = [(token.place, token.text) for token in constitution.tokens]
    for place, text in dict.fromkeys([*tokens, *_unfinished(constitution)]):
        yield mistake(place, f"'{text}' is still to be filled in", HINT, CODE)


def _unfinished(constitution: Constitution) -> Iterator[tuple[Place, str]]:
    for principle in constitution.principles:
        yield from ((principle.place, found[0]) for text in _words(principle) for found in _UNFINISHED.finditer(text))


def _words(principle: Principle) -> Iterator[str]:
    words = (principle.title, principle.constraint, principle.pattern, principle.rationale, principle.enforcement)
    yield from (re.sub(r"`[^`]*`", "", text) for text in words)
