"""A card that verifies an id which several features use; ids that no feature uses have another rule."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import mistake
from harness.lint.samples import sample

CODE = "CARD109"
LEVEL = Severity.ERROR
TITLE = "ambiguous requirement"
REASON = (
    "Features may number their requirements alike. A card that claims such an id could show either requirement, and so it "
    "shows neither: the one that nobody tested would pass for verified."
)
HINT = "write the feature before the id, such as `001-bank/FR-003`"
GOOD = sample()
BAD = sample(front="id: BANK-TRANSFER\nverifies: [FR-009]")


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each id in ``verifies`` that stands for several requirements."""
    for id_ in card.verifies:
        found = context.by_name.all(id_)
        if len(found) > 1:
            what = f"requirement '{id_}' is given by {len(found)} features"
            yield mistake(card, card.line_of("verifies"), what, context.by_name.instead(id_), CODE, LEVEL)
