"""A step after which nothing is expected."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.actions import (
    AnswerDialog,
    Choose,
    CreateFile,
    KeepField,
    KeepText,
    Press,
    Tick,
    TypeText,
    Upload,
    Wait,
)
from harness.domain.cards import Card, Section, Step
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import SPECIFY, mistake
from harness.lint.samples import sample

CODE = "CARD106"
LEVEL = Severity.ERROR
TITLE = "step without expectation"
REASON = (
    "A step that expects nothing passes whatever the product does. Actions that show nothing by themselves (a file is "
    "created, a field is filled in) may leave it to the step after them."
)
HINT = 'add a bullet under the step that says what the user sees: `   - You see "…"`' + SPECIFY
GOOD = sample(
    steps="""
1. Create the file `batch.csv` containing:
   ```
   alice,bob,30
   ```
2. Run `bank import batch.csv`.
   - You see "1 transfer"."""
)
BAD = sample(steps="1. Run `bank transfer alice bob 30`.")
_SILENT = (CreateFile, Wait, KeepField, KeepText, TypeText, Choose, Tick, Press, Upload, AnswerDialog)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each step that expects nothing, outside of what is done before the start."""
    for section in (Section.STEPS, Section.BAD_INPUT):
        steps = card.section(section)
        for step in steps:
            if not step.expectations and not _may_be_silent(step, last=step is steps[-1]):
                yield mistake(card, step.line, f"step {step.number} has no expectation", HINT, CODE)


def _may_be_silent(step: Step, *, last: bool) -> bool:
    return isinstance(step.action, _SILENT) and not last
