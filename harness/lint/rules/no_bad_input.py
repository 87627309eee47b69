"""A card that never tries what the product must refuse."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.cards import Card, Section
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import SPECIFY, level_for, mistake
from harness.lint.samples import sample

CODE = "CARD110"
LEVEL = Severity.ERROR
TITLE = "no bad input"
REASON = "Most defects that users meet lie where input is wrong; a card of happy paths cannot see them."
HINT = (
    "add `## Bad input` with what a user may get wrong: that it is refused, what the user is told, and that nothing "
    "changed" + SPECIFY
)
GOOD = sample()
BAD = sample(bad_input=None)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Where the section is missing or empty; only a warning for cards of other dialects."""
    if not card.section(Section.BAD_INPUT):
        name = Section.BAD_INPUT.value
        line = card.line_of(name if name in card.lines else "title")
        yield mistake(card, line, f"the card has no steps of '{name}'", HINT, CODE, level_for(card))
