"""Which steps of Bad input say that the product refuses something; what else they must say lies in the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.actions import Surface
from harness.domain.cards import Card, ExpectationLine, Section, Step
from harness.domain.expectations import (
    ElementIs,
    ElementState,
    ExitCodeIs,
    FieldExists,
    FieldIs,
    Refused,
    Sees,
    SeesLine,
    StatusIs,
    Unchanged,
)
from harness.phrasebook.line import read_line

_SAYS_REFUSED = re.compile(
    r"\b(?:refus\w*|reject\w*|den(?:y|ie[sd])|declin\w*|forbid\w*|forbidden|invalid|fails?|failed|errors?"
    r"|not (?:allowed|accepted|possible|found|permitted)|cannot|can't|non-?zero)\b",
    re.IGNORECASE,
)
_SAYS_TOLD = re.compile(
    r"\b(?:see|sees|told|tells|says|say|shows?|shown|message|warning|prints?|explains?|reads?|alert|names)\b",
    re.IGNORECASE,
)


def refused_steps(card: Card) -> Iterator[Step]:
    """The steps of Bad input after which something is refused."""
    for step in card.section(Section.BAD_INPUT):
        if any(_refuses(line) for line in step.expectations) or _is_guarded_page(step):
            yield step


def tells(step: Step) -> bool:
    """Whether a step says what the user is told: words to see, an alert, a field of the answer, or a natural line."""
    return any(_tells(line) for line in step.expectations)


def _is_guarded_page(step: Step) -> bool:
    """A page has no exit code: that nothing changed is how a card says there that it was refused."""
    on_page = step.action is not None and step.action.surface is Surface.BROWSER
    return on_page and any(isinstance(line.expectation, Unchanged) for line in step.expectations)


def _refuses(line: ExpectationLine) -> bool:
    expectation = line.expectation
    if expectation is None:
        return bool(_SAYS_REFUSED.search(read_line(line.text).plain))
    if isinstance(expectation, ElementIs):
        return expectation.role == "alert" and expectation.state is ElementState.SHOWN
    if isinstance(expectation, ExitCodeIs):
        return expectation.code != 0
    if isinstance(expectation, StatusIs):
        return expectation.code >= 400
    return isinstance(expectation, Refused)


def _tells(line: ExpectationLine) -> bool:
    expectation = line.expectation
    if expectation is None:
        return bool(_SAYS_TOLD.search(read_line(line.text).plain))
    if isinstance(expectation, Sees):
        return expectation.shown
    if isinstance(expectation, ElementIs):
        return expectation.state is ElementState.SHOWN
    return isinstance(expectation, SeesLine | FieldIs | FieldExists)
