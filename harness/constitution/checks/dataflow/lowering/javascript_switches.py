"""Cases of ``switch``: which of them go on into the next one, and how to do without ``break``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from harness.constitution.checks.dataflow import ir

_ENDS = (ir.Break, ir.Return, ir.Raise, ir.Continue)
_MOST_COPIED = 40
"""So many statements may follow a ``break`` below a condition; what is longer keeps its ``break``."""


def cases(read: Sequence[ir.Case]) -> tuple[ir.Case, ...]:
    """The cases of a switch, in whose bodies ``break`` still ends them; the last one falls nowhere."""
    found = [replace(case, body=_without(case.body), falls=not ends(case.body)) for case in read]
    if found:
        found[-1] = replace(found[-1], falls=False)
    return tuple(found)


def ends(block: ir.Block) -> bool:
    """Whether nothing is done after a block: it leaves the switch, the loop or the function in every way."""
    if not block:
        return False
    last = block[-1]
    if isinstance(last, ir.If):
        return ends(last.then) and ends(last.otherwise)
    if isinstance(last, ir.Try):
        return ends(last.final) or (ends(last.body) and all(ends(handler.body) for handler in last.handlers))
    return isinstance(last, _ENDS)


def _without(block: ir.Block) -> ir.Block:
    """A body without the ``break`` that ends it: what would follow one is done only where there was none."""
    for place, statement in enumerate(block):
        if isinstance(statement, ir.Break):
            return block[:place]
        if isinstance(statement, ir.If) and _breaks(statement):
            rest = block[place + 1 :]
            if len(rest) > _MOST_COPIED:
                return block
            then, otherwise = (_without(_followed(branch, rest)) for branch in (statement.then, statement.otherwise))
            return (*block[:place], replace(statement, then=then, otherwise=otherwise))
    return block


def _followed(branch: ir.Block, rest: ir.Block) -> ir.Block:
    return branch if ends(branch) else (*branch, *rest)


def _breaks(statement: ir.If) -> bool:
    """Whether a ``break`` of the switch stands below a condition; those in loops and inner switches are theirs."""
    return any(
        isinstance(inner, ir.Break) or (isinstance(inner, ir.If) and _breaks(inner))
        for inner in (*statement.then, *statement.otherwise)
    )
