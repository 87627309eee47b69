"""A card that carries nothing out."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.cards import Card, Section
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import SPECIFY, mistake
from harness.lint.samples import sample

CODE = "CARD104"
LEVEL = Severity.ERROR
TITLE = "no steps"
REASON = "A card without steps would pass without looking at the product."
HINT = "add `## Steps` with numbered steps: `1. Run …`, and under each what the user sees" + SPECIFY
GOOD = sample()
BAD = sample(steps="")


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Where the section of steps is missing or empty."""
    if not card.section(Section.STEPS):
        line = card.line_of(Section.STEPS.value if Section.STEPS.value in card.lines else "title")
        yield mistake(card, line, "the card has no steps", HINT, CODE)
