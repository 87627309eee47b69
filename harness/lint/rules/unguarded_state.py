"""A refusal of which the card does not show, by the product itself, that nothing changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.domain.actions import RunCommand
from harness.domain.cards import Card, ExpectationLine, Step
from harness.domain.expectations import Unchanged
from harness.domain.places import Mistake, Severity
from harness.lint.context import Context
from harness.lint.mistakes import SPECIFY, level_for, mistake
from harness.lint.refusals import refused_steps
from harness.lint.samples import sample
from harness.lint.shell import SimpleCommand, read_command_line
from harness.phrasebook.line import read_line

CODE = "CARD113"
LEVEL = Severity.ERROR
TITLE = "nothing says that nothing changed"
REASON = (
    "A product that says no and does it all the same is the worst kind; only a look at its state before and after shows "
    "the difference, and only the product (or a file that it wrote) can show its state."
)
HINT = 'add a bullet such as: `   - Nothing changed: `bank balance alice` still shows "70.00"`' + SPECIFY
GOOD = sample()
BAD = sample(
    bad_input="""
1. Run `bank transfer alice bob 1000`.
   - It is refused.
   - You see "insufficient funds".
   - Nothing changed: `echo 70.00` still shows "70.00"."""
)
_SAYS_UNCHANGED = re.compile(
    r"\b(?:nothing (?:has |was |is )?(?:changed|happened|booked|stored|saved|lost)|unchanged|not (?:been )?changed|no change"
    r"|still|remains?|stays?|as before|the same)\b",
    re.IGNORECASE,
)
_SHOWS_NOTHING = frozenset(
    {"", "echo", "printf", "true", ":", "false", "exit", "sh", "bash", "python", "python3", "yes"}
)


def check(card: Card, context: Context) -> Iterator[Mistake]:
    """Each refused step of Bad input that does not say so, and each probe that does not look at the product."""
    for step in refused_steps(card):
        if not any(_says_unchanged(line) for line in step.expectations):
            what = f"step {step.number} of 'Bad input' does not say that nothing changed"
            yield mistake(card, step.line, what, HINT, CODE, level_for(card))
        for line, name in _blind_probes(step, context):
            yield mistake(card, line, f"'{name}' does not show the state of the product", HINT, CODE)


def _says_unchanged(line: ExpectationLine) -> bool:
    if line.expectation is None:
        return bool(_SAYS_UNCHANGED.search(read_line(line.text).plain))
    return isinstance(line.expectation, Unchanged)


def _blind_probes(step: Step, context: Context) -> Iterator[tuple[int, str]]:
    for line in step.expectations:
        expectation = line.expectation
        if isinstance(expectation, Unchanged) and isinstance(expectation.probe, RunCommand):
            commands = list(read_command_line(expectation.probe.command).commands())
            if all(_shows_nothing(command, context) for command in commands):
                yield line.line, commands[0].name if commands else ""


def _shows_nothing(command: SimpleCommand, context: Context) -> bool:
    return command.name in _SHOWS_NOTHING and command.name not in context.commands
