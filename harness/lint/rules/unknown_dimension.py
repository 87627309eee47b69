"""A card that says it lies in a dimension, or at a value of one, that the project does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.dimensions import misplaced
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import mistake
from harness.lint.samples import sample

CODE = "CARD108"
LEVEL = Severity.ERROR
TITLE = "unknown dimension"
REASON = (
    "The coverage matrix counts a card where it says that it lies; a mistyped dimension or value would leave a combination "
    "empty, or count one that nobody asked for, without anyone noticing."
)
HINT = "name dimensions and values of [trace.dimensions] in harness.toml, or declare them there"
_FRONT = "id: BANK-TRANSFER\nverifies: [FR-003]\n"
GOOD = sample(front=f"{_FRONT}dimensions: {{platform: linux, action: [open, close]}}")
BAD = sample(front=f"{_FRONT}dimensions: {{platform: lynux, action: [open, close]}}")


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each dimension, and each value, that is not declared, at its line."""
    features = [requirement.feature for requirement in context.requirements]
    for one in misplaced(context.configuration.trace.dimensions, card.dimensions, features):
        yield mistake(card, card.line_of(f"dimensions.{one.dimension}"), one.what, one.hint, CODE, LEVEL)
