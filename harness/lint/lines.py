"""The lines of a card, by what they are: commands, natural words, prose; what may stand in them lies in the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from harness.domain.actions import CreateFile, RunCommand
from harness.domain.cards import Card, Step
from harness.domain.expectations import Unchanged
from harness.phrasebook.line import inline_code

_FENCE = re.compile(r"\s*(```+|~~~+)")


def commands(card: Card) -> Iterator[tuple[int, str]]:
    """Every command line that is typed, as (line, command): of steps, probes, and inline code in natural steps."""
    for step in card.steps:
        if isinstance(step.action, RunCommand):
            yield step.line, step.action.command
        elif step.action is None:
            yield from ((step.line, code) for code in inline_code(step.text))
        yield from _probes(step)


def natural(card: Card) -> Iterator[tuple[int, str]]:
    """Every line that a person has to read: the title, natural steps and natural expectations, as (line, text)."""
    yield card.line_of("title"), card.title
    yield from card.natural_lines()


def prose(card: Card) -> Iterator[tuple[int, str]]:
    """Every line below the front matter that is neither in a fenced block nor a literal line of a step."""
    literal = {step.line for step in card.steps if step.action is not None}
    literal |= {line.line for step in card.steps for line in step.expectations if line.expectation is not None}
    yield from ((number, line) for number, line in body(card) if number not in literal)


def body(card: Card) -> Iterator[tuple[int, str]]:
    """Every line below the front matter that is not in a fenced block, as (line, text)."""
    yield from _body(card.text)


@lru_cache(maxsize=16)
def _body(text: str) -> tuple[tuple[int, str], ...]:
    lines = list(enumerate(text.split("\n"), 1))
    return tuple(_without_fences(lines[_front_matter_lines(text) :]))


def _without_fences(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in lines:
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        elif not fence:
            yield number, line


def created(card: Card) -> frozenset[str]:
    """The paths of the files that the card itself creates."""
    return frozenset(step.action.path for step in card.steps if isinstance(step.action, CreateFile))


def _probes(step: Step) -> Iterator[tuple[int, str]]:
    for line in step.expectations:
        if isinstance(line.expectation, Unchanged) and isinstance(line.expectation.probe, RunCommand):
            yield line.line, line.expectation.probe.command


def _front_matter_lines(text: str) -> int:
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return 0
    return next((at for at, line in enumerate(lines[1:], 2) if line.rstrip() in ("---", "...")), 0)
