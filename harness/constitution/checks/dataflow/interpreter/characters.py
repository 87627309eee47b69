"""Characters that a string is known not to hold: refused by a test, or taken out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.lattice import BY_LINES, cleared
from harness.constitution.checks.dataflow.interpreter.places import clear_place, peek
from harness.constitution.checks.dataflow.interpreter.regexes import ASCII, class_of_pattern, safe_with
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Step, Taint

LINES = frozenset("\r\n")
QUOTES = frozenset("'\"")
FOLLOWED = LINES | QUOTES
QUOTED = frozenset(("sql", "xpath"))
"""Categories in which text between quotes does no harm if it cannot end them."""


def mark(character: str) -> str:
    """What a taint's ``cleared`` says of a value without a character; it is no category."""
    return f"~-{character}"


def without(taints: frozenset[Taint], characters: Iterable[str], step: Step | None) -> frozenset[Taint]:
    """Taints of a value that does not hold some characters."""
    marks = frozenset(mark(each) for each in characters if each in FOLLOWED)
    if not taints or not marks:
        return taints
    every = frozenset(mark(each) for each in LINES)
    found: frozenset[Taint] = frozenset()
    for taint in taints:
        known = marks | BY_LINES if every <= taint.cleared | marks else marks
        found |= cleared(frozenset((taint,)), known, step)
    return found


def lacks(run: Run, place: ir.Expression, characters: Iterable[str], at: ir.Node) -> None:
    """From here on a place holds none of some characters."""
    marks = frozenset(mark(each) for each in characters if each in FOLLOWED)
    value = peek(run, place)
    if not marks or value is None:
        return
    clear_place(run, place, marks, at, "holds no such character")
    value = peek(run, place)
    every = frozenset(mark(each) for each in LINES)
    if value is not None and value.taints and all(every <= taint.cleared for taint in value.taints):
        clear_place(run, place, BY_LINES, at, "holds no end of a line")


def between(taints: frozenset[Taint], before: str, after: str, step: Step | None) -> frozenset[Taint]:
    """Taints of a value that is written between two pieces of text: quotes around it end only where it holds such a quote."""
    quote = before[-1:]
    if not taints or quote not in QUOTES or not quote or not after.startswith(quote):
        return taints
    found: frozenset[Taint] = frozenset()
    for taint in taints:
        held = mark(quote) not in taint.cleared
        found |= frozenset((taint,)) if held else cleared(frozenset((taint,)), QUOTED, step)
    return found


def taken_out(old: object, new: object) -> frozenset[str]:
    """The characters that ``replace(old, new)`` leaves none of."""
    if isinstance(old, str) and isinstance(new, str) and len(old) == 1 and old not in new:
        return frozenset(old)
    return frozenset()


@lru_cache(maxsize=512)
def left_by(pattern: str, replacement: str) -> frozenset[str]:
    """The categories for which a text is harmless in which everything that a pattern of one character matches was replaced."""
    taken: Any = class_of_pattern(pattern)
    if taken is None:
        return frozenset()
    return safe_with((ASCII - taken) | frozenset(replacement))
