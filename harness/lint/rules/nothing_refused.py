"""Bad input of which nothing is refused."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.cards import Card, Section
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import SPECIFY, level_for, mistake
from harness.lint.refusals import refused_steps
from harness.lint.samples import sample

CODE = "CARD114"
LEVEL = Severity.ERROR
TITLE = "nothing is refused"
REASON = "Input that is bad is refused; a section in which everything succeeds tries none."
HINT = "say `   - It is refused.` under the step that a user gets wrong" + SPECIFY
GOOD = sample()
BAD = sample(
    bad_input="""
1. Run `bank balance alice`.
   - It succeeds.
   - You see "70.00".
   - Nothing changed: `bank balance alice` still shows "70.00"."""
)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Where no step of a section of bad input is refused."""
    if card.section(Section.BAD_INPUT) and not any(refused_steps(card)):
        line = card.line_of(Section.BAD_INPUT.value)
        yield mistake(card, line, "nothing in 'Bad input' is refused", HINT, CODE, level_for(card))
