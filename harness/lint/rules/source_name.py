"""A module, class or function of the product's source in a card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.cards import Card
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.lines import prose
from harness.lint.mistakes import SPECIFY, mistake
from harness.lint.samples import sample

CODE = "CARD121"
LEVEL = Severity.ERROR
TITLE = "name of the source"
REASON = (
    "Names of modules, classes and functions are the implementation's own and change when it is regenerated; a card that "
    "needs them tests the code and not what was asked for."
)
HINT = "use the words that a user sees" + SPECIFY
GOOD = sample()
BAD = sample(
    steps="""
1. Call `LedgerStore` with the amount 30.
   - The transfer is booked under number 1.
   - You see "Transferred"."""
)
# Only words that no one uses by chance: CamelCase, snake_case with an underscore, and dotted paths.
_DISTINCTIVE = re.compile(r"\b(?:[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+|_*[a-z][a-z0-9]*(?:_[a-z0-9]+)+)\b")
_DOTTED = re.compile(r"(?<![\w./:-])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?![\w/-])")
_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each such name in the words of a card; what is typed and seen literally is the user's."""
    lines = [(line, _QUOTED.sub(" ", text)) for line, text in prose(card)]
    names = {found[0] for _, text in lines for found in _DISTINCTIVE.finditer(text)} - context.commands
    defined = context.source.defined(names) if names else {}
    for line, text in lines:
        for name in dict.fromkeys(found[0] for found in _DISTINCTIVE.finditer(text)):
            if name in defined:
                yield mistake(card, line, f"'{name}' is a name of the product's source ({defined[name]})", HINT, CODE)
        for name in dict.fromkeys(found[0] for found in _DOTTED.finditer(text)):
            if context.source.has_module(name):
                yield mistake(card, line, f"'{name}' is a module of the product's source", HINT, CODE)
