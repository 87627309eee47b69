"""Words that anything satisfies, where nothing checkable stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.cards import Card, Step
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import SPECIFY, mistake
from harness.lint.samples import sample
from harness.phrasebook.line import read_line

CODE = "CARD130"
LEVEL = Severity.ERROR
TITLE = "vague"
REASON = "'Works', 'correctly' and 'as expected' leave it to the reader what is right, and two readers differ."
HINT = 'say what exactly the user sees: `   - You see "…"`' + SPECIFY
GOOD = sample(
    steps="""
1. Run `bank transfer alice bob 30`.
   - The transfer works as expected.
   - You see "Transferred 30.00"."""
)
BAD = sample(
    steps="""
1. Run `bank transfer alice bob 30`.
   - The transfer works as expected."""
)
_VAGUE = re.compile(
    r"\b(?:works?|working|worked|correct(?:ly)?|proper(?:ly)?|as (?:expected|intended|it should|usual|designed|appropriate)"
    r"|(?:should|must|is|are|looks?|seems?) (?:be )?(?:all )?(?:fine|ok|okay|good|right|valid|sensible)|fine"
    r"|success(?:ful|fully)?|appropriate(?:ly)?|reasonabl[ey]|normal(?:ly)?|without (?:problems?|issues?|errors?)"
    r"|user-?friendly|intuitive(?:ly)?)\b",
    re.IGNORECASE,
)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each vague natural line of a step without a literal expectation."""
    for step in card.steps:
        if not any(line.expectation is not None for line in step.expectations):
            for line, text in _natural_lines(step):
                found = _VAGUE.search(read_line(text).plain)
                if found:
                    yield mistake(card, line, f"'{found[0]}' says nothing that could be checked", HINT, CODE)


def _natural_lines(step: Step) -> Iterator[tuple[int, str]]:
    if step.action is None:
        yield step.line, step.text
    yield from ((line.line, line.text) for line in step.expectations)
