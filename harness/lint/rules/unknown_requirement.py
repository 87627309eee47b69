"""A card that verifies a requirement which no specification states; ids that several features use have another rule."""

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
    level = Severity.ERROR if context.requirements else Severity.WARNING
    for id_ in card.verifies:
        if not context.by_name.all(id_) and not any(in_words(id_)):
            close = nearest(id_, context.by_name.plainest())
            hint = f"did you mean '{close}'? otherwise {HINT}" if close else HINT
            yield mistake(card, card.line_of("verifies"), f"requirement '{id_}' is not known", hint, CODE, level)
