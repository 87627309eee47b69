"""A card that puts something else in the place of a part of the product."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.lines import prose
from harness.lint.mistakes import SPECIFY, mistake
from harness.lint.samples import sample

CODE = "CARD124"
LEVEL = Severity.ERROR
TITLE = "mock"
REASON = "A user meets the real product; with a part of it replaced a card shows how the replacement behaves."
HINT = "use the real product; what it needs from outside can be a service in harness.toml" + SPECIFY
GOOD = sample()
BAD = sample(
    steps="""
1. Mock the mail server, then run `bank statement alice`.
   - You see "sent"."""
)
_MOCK = re.compile(
    r"\b(?:mock(?:s|ed|ing)?|stub(?:s|bed|bing)?|monkey-?patch(?:es|ed|ing)?|test doubles?|dependency injection"
    r"|fake (?:servers?|services?|back-?ends?|clocks?|databases?|responses?|implementations?))\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each line that speaks of such a replacement; quoted words are the product's own."""
    for line, text in prose(card):
        found = _MOCK.search(_QUOTED.sub(" ", text))
        if found and found[0].lower() not in context.commands:
            yield mistake(card, line, f"'{found[0]}' replaces a part of the product", HINT, CODE)
