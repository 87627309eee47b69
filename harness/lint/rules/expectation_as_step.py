"""A numbered step that says what is seen, and not what is done."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import mistake
from harness.lint.samples import sample
from harness.phrasebook.book import read_expectation
from harness.phrasebook.phrase import PhraseError

CODE = "CARD105"
LEVEL = Severity.ERROR
TITLE = "step without action"
REASON = "A step is something that a user does; what is seen afterwards is judged only in a bullet under it."
HINT = "indent the line as a bullet under the step that leads to it: `   - You see …`"
GOOD = sample()
BAD = sample(
    steps="""
1. Run `bank transfer alice bob 30`.
   - It succeeds.
2. You see "Transferred 30.00".
   - You see "alice"."""
)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each natural step whose words are an expectation."""
    for step in card.steps:
        if step.action is None and _is_expectation(step.text):
            yield mistake(card, step.line, f"step {step.number} says what is seen, not what is done", HINT, CODE)


def _is_expectation(text: str) -> bool:
    try:
        return read_expectation(text) is not None
    except PhraseError:
        return True
