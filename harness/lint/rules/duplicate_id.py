"""Two cards of one project with one id; what an id looks like lies with the readers."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import mistake
from harness.lint.samples import sample

CODE = "CARD101"
LEVEL = Severity.ERROR
TITLE = "id used twice"
REASON = "The id names a card in every report and record; with two cards of one id nobody can tell whose verdict it is."
HINT = "give one of the two another id"
GOOD = sample()
BAD = sample() + "\n<!-- read twice, from two files -->\n"


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Where another card of the project has the same id."""
    for path in context.paths_by_id.get(card.id, ()):
        if path != card.path:
            what = f"id '{card.id}' is also that of {path}"
            yield mistake(card, card.line_of("id"), what, HINT, CODE)
