"""Whether the declared inputs of a case can be varied: each is used, and stands where it stays one value."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.golden import GoldenCase
from harness.domain.places import Mistake, Place
from harness.golden import _codes
from harness.phrasebook.given import hazards, used


def misused(case: GoldenCase) -> Iterator[Mistake]:
    """Inputs that no step uses, and places where one could not be filled in as a single value."""
    actions = [(step, step.action) for step in case.card.steps if step.action is not None]
    names = used([action for _, action in actions])
    declared = [one.name for one in case.inputs]
    front = case.card.line_of("inputs")
    for name in declared:
        if name not in names:
            yield _mistake(case, front, f"no step uses the input `{name}`", f"write `{{{name}}}` where it belongs")
    for step, action in actions:
        for what in hazards(action, declared):
            yield _mistake(case, step.line, what, "let it stand as a plain argument of a command")


def _mistake(case: GoldenCase, line: int, what: str, hint: str) -> Mistake:
    place = Place(path=case.card.path, line=line)
    return Mistake(place=place, what=what, hint=hint, code=_codes.MISUSED_INPUT.code)
