"""A card that verifies a requirement which no specification states."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.nearest import nearest
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import mistake
from harness.lint.placeholders import in_words
from harness.lint.samples import sample

CODE = "CARD103"
LEVEL = Severity.ERROR
TITLE = "unknown requirement"
REASON = (
    "The trace ties cards to requirements by their ids; a mistyped id leaves a requirement unproven without anyone "
    "noticing. Where a project has no specification at all, this only warns."
)
HINT = "name a requirement of specs/, or specify the feature first"
GOOD = sample()
BAD = sample(front="id: BANK-TRANSFER\nverifies: [FR-999]")


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each id in ``verifies`` that is not known; one that is still to be filled in has a rule of its own."""
    known = {requirement.id for requirement in context.requirements}
    level = Severity.ERROR if known else Severity.WARNING
    for id_ in card.verifies:
        if id_ not in known and not any(in_words(id_)):
            close = nearest(id_, known)
            hint = f"did you mean '{close}'? otherwise {HINT}" if close else HINT
            yield mistake(card, card.line_of("verifies"), f"requirement '{id_}' is not known", hint, CODE, level)
