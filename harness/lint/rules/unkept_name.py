"""A ``{name}`` that nothing was kept under."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.actions import Action, CreateFile
from harness.domain.cards import Card
from harness.domain.expectations import Expectation
from harness.domain.nearest import nearest
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import mistake
from harness.lint.samples import sample
from harness.phrasebook.kept import names_kept, names_used

CODE = "CARD140"
LEVEL = Severity.ERROR
TITLE = "nothing kept under that name"
REASON = "`{name}` stands for what an earlier step kept; where nothing was kept, the braces would be typed as they are."
HINT = "keep it first, with a step or a bullet such as: Keep `items.0.id` as `{order}`"
GOOD = sample(
    steps="""
1. Run `bank transfer alice bob 30`.
   - Keep the text matching `number ([0-9]+)` as `{transfer}`.
2. Run `bank show {transfer}`.
   - You see "30.00"."""
)
BAD = sample(
    steps="""
1. Run `bank show {transfer}`.
   - You see "30.00"."""
)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each name that is used before it is kept, in the order in which the card is carried out."""
    kept: set[str] = set()
    for step in card.steps:
        parts = [(step.line, step.action), *((line.line, line.expectation) for line in step.expectations)]
        for line, part in parts:
            if part is not None:
                for name in names_used(_without_content(part)):
                    if name not in kept:
                        close = nearest(name, kept)
                        hint = f"did you mean '{{{close}}}'? otherwise {HINT}" if close else HINT
                        yield mistake(card, line, f"nothing is kept as '{{{name}}}'", hint, CODE)
                kept.update(names_kept(part))


def _without_content(part: Action | Expectation) -> Action | Expectation:
    """A file's content may hold braces of its own, as templates and programs do; only names that are kept are filled in."""
    return part.model_copy(update={"content": ""}) if isinstance(part, CreateFile) else part
