"""A card that verifies nothing; whether what it verifies exists lies in another rule."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import level_for, mistake
from harness.lint.samples import sample

CODE = "CARD102"
LEVEL = Severity.ERROR
TITLE = "no requirement verified"
REASON = "A card is evidence for a requirement; one that verifies none is evidence for nothing."
HINT = "add a line such as `verifies: [FR-003]` to the front matter; if no requirement fits, specify the feature first"
GOOD = sample()
BAD = sample(front="id: BANK-TRANSFER")


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Where ``verifies`` is missing or empty; only a warning for cards of other dialects."""
    if not card.verifies:
        line = card.line_of("verifies" if "verifies" in card.lines else "id")
        yield mistake(card, line, "the card verifies no requirement", HINT, CODE, level_for(card))
