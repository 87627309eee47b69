"""A path of the product's source in a card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.lines import body, created
from harness.lint.mistakes import SPECIFY, mistake
from harness.lint.samples import sample

CODE = "CARD120"
LEVEL = Severity.ERROR
TITLE = "path of the source"
REASON = (
    "A card is carried out by someone who sees the product and not its source; regenerated code has other files, and the "
    "card must hold for it all the same."
)
HINT = "say what a user does and sees instead" + SPECIFY
GOOD = sample()
BAD = sample(
    steps="""
1. Look at `bank/ledger.py`.
   - You see "def transfer"."""
)
_PATH = re.compile(
    r"(?<![\w/:])(?:\./)?((?:[\w.-]+/)*[\w-][\w.-]*\.[A-Za-z]\w{0,5})(?![\w/])|(/product(?:/[\w./-]*)?)(?!\w)"
)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each path of a source file that the card did not create itself, and each mention of where the product lies."""
    own = created(card)
    for line, text in body(card):
        for found in _PATH.finditer(text):
            path = found[1] or found[2]
            if path not in own and (found[2] or context.source.has_path(path)):
                yield mistake(card, line, f"'{path}' is a path of the product's source", HINT, CODE)
