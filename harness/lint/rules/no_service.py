"""Requests or pages in a project that configures no service."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.actions import OpenPage, SendRequest, Surface
from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import mistake
from harness.lint.samples import sample

CODE = "CARD142"
LEVEL = Severity.WARNING
TITLE = "no service"
REASON = "Requests and pages need a service to answer them; where none is configured, the card cannot be run."
HINT = "add `[product.services.web]` with `run = …` and `ready = …` to harness.toml"
GOOD = sample()
BAD = sample(
    front="id: BANK-TRANSFER\nverifies: [FR-003]\nsurface: [terminal, http]",
    steps="""
1. Send `GET /accounts/alice`.
   - The status is 200.""",
)
_NEEDS_SERVICE = frozenset({Surface.HTTP, Surface.BROWSER})


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """The first request or page of a card, where no service is configured."""
    if context.configuration.product.services:
        return
    for step in card.steps:
        if isinstance(step.action, SendRequest | OpenPage):
            yield mistake(card, step.line, "no service is configured that could answer", HINT, CODE, LEVEL)
            return
    if _NEEDS_SERVICE.intersection(card.surfaces):
        yield mistake(card, card.line_of("surface"), "no service is configured for this surface", HINT, CODE, LEVEL)
