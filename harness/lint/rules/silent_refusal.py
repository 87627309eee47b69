"""A refusal of which the card does not say what the user is told."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import SPECIFY, level_for, mistake
from harness.lint.refusals import refused_steps, tells
from harness.lint.samples import sample

CODE = "CARD112"
LEVEL = Severity.ERROR
TITLE = "refusal without message"
REASON = "A refusal that does not say why leaves the user helpless, and a crash would look the same."
HINT = 'add a bullet with what the user is told: `   - You see "insufficient funds"`' + SPECIFY
GOOD = sample()
BAD = sample(
    bad_input="""
1. Run `bank transfer alice bob 1000`.
   - It is refused.
   - Nothing changed: `bank balance alice` still shows "70.00"."""
)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each refused step of Bad input without words that the user sees."""
    for step in refused_steps(card):
        if not tells(step):
            what = f"step {step.number} of 'Bad input' does not say what the user is told"
            yield mistake(card, step.line, what, HINT, CODE, level_for(card))
