"""A bullet under a step that says what is done, and not what is seen."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import mistake
from harness.lint.samples import sample
from harness.phrasebook.book import read_action
from harness.phrasebook.phrase import PhraseError

CODE = "CARD107"
LEVEL = Severity.ERROR
TITLE = "action in a bullet"
REASON = "Bullets are judged and not carried out, so that an action in one would never happen."
HINT = "make a numbered step of it"
GOOD = sample()
BAD = sample(
    steps="""
1. Run `bank transfer alice bob 30`.
   - It succeeds.
   - Run `bank balance alice`."""
)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each natural bullet whose words are an action."""
    for step in card.steps:
        for line in step.expectations:
            if line.expectation is None and _is_action(line.text):
                what = f"this bullet under step {step.number} is an action, not an expectation"
                yield mistake(card, line.line, what, HINT, CODE)


def _is_action(text: str) -> bool:
    try:
        return read_action(text) is not None
    except PhraseError:
        return True
