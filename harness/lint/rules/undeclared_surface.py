"""A surface that a card uses and does not declare."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.actions import Surface
from harness.domain.cards import Card
from harness.domain.expectations import Unchanged
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import mistake
from harness.lint.samples import sample

CODE = "CARD141"
LEVEL = Severity.ERROR
TITLE = "surface not declared"
REASON = "The front matter says which surfaces a card needs, so that a machine without a browser can say so at once."
HINT = "add it to the front matter: `surface: [terminal, http]`"
GOOD = sample(
    front="id: BANK-TRANSFER\nverifies: [FR-003]\nsurface: [terminal, http]",
    steps="""
1. Send `GET /accounts/alice`.
   - The status is 200.""",
)
BAD = sample(
    steps="""
1. Send `GET /accounts/alice`.
   - You see "70.00"."""
)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """The first line for each surface that is not declared."""
    seen = set(card.surfaces)
    for line, surface in used_surfaces(card):
        if surface not in seen:
            seen.add(surface)
            yield mistake(card, line, f"the card uses the surface '{surface}' and does not declare it", HINT, CODE)


def used_surfaces(card: Card) -> Iterator[tuple[int, Surface]]:
    """The surface of every literal line that needs one, as (line, surface)."""
    for step in card.steps:
        if step.action is not None and step.action.surface is not None:
            yield step.line, step.action.surface
        for line in step.expectations:
            expectation = line.expectation
            surface = expectation.probe.surface if isinstance(expectation, Unchanged) else None
            surface = surface or (expectation.surface if expectation is not None else None)
            if surface is not None:
                yield line.line, surface
