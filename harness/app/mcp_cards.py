"""Tells an agent what is wrong in a card that it writes; the rules lie in ``lint``."""

from __future__ import annotations

from harness.app.lint import PhraseLine, context_of, phrase_lines
from harness.app.mcp_answers import Document, Value, mistake
from harness.app.mcp_ground import Ground, text_of
from harness.app.project import CARDS
from harness.domain.cards import Card
from harness.domain.places import Severity
from harness.errors import DocumentError, UsageError
from harness.lint import check
from harness.lint.context import Context
from harness.markdown.text import decode
from harness.readers import read_card

DRAFT = "card.md"
"""What a card is called of which there is only the text."""


def linted_text(ground: Ground, text: str) -> Document:
    """What is wrong in the text of a card. No sealed card has a part in it, not even its id."""
    return _linted(ground, text, DRAFT)


def linted_path(ground: Ground, typed: str) -> Document:
    """What is wrong in a card of the project.

    Raises:
        UsageError: if there is none that may be shown.
    """
    path = ground.path_of(typed)
    if not path.startswith(f"{CARDS}/") or not path.endswith(".md"):
        raise UsageError(f"a card lies below {CARDS}/ and ends in .md", "name one, or give the text of a card")
    return _linted(ground, decode(text_of(ground.root, path), path), path)


def _linted(ground: Ground, text: str, path: str) -> Document:
    try:
        card = read_card(text, path)
    except DocumentError as error:
        return {
            "said": "this cannot be read as a card",
            "mistakes": [mistake(one) for one in error.mistakes],
        }
    if path != DRAFT and ground.curtain.hides(card.id, path):
        raise UsageError("nothing lies there that may be shown", "sealed cards are not shown")
    found = sorted(check((card,), _context(ground, card)), key=lambda one: (one.place.line, one.code))
    lines = list(phrase_lines((card,)))
    errors = sum(one.severity is Severity.ERROR for one in found)
    literal = sum(one.literal for one in lines)
    return {
        "said": f"{errors} errors, {len(found) - errors} warnings; {literal} of {len(lines)} lines are literal",
        "mistakes": [mistake(one) for one in found],
        "lines": [_line(one) for one in lines],
    }


def _context(ground: Ground, card: Card) -> Context:
    """What the rules may know: of other cards only those that are not hidden."""
    whole = context_of(ground.project)
    others = (one for one in whole.cards if one.path != card.path and not ground.is_hidden(one.path))
    return Context(whole.configuration, (card, *others), whole.requirements, whole.source)


def _line(one: PhraseLine) -> Value:
    return {"line": one.place.line, "kind": one.kind, "literal": one.literal, "text": one.text}
