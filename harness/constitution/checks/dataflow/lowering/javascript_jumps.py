"""Where ``break`` and ``continue`` lead: what leaves several loops at once sets a flag, which each of them asks for behind it.

Nothing is read here but jumps; loops, switches and labels are read in ``javascript_loops``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from harness.constitution.checks.dataflow import ir

Place = tuple[int, int, int]


class Kind(Enum):
    """What is left by a jump."""

    LOOP = "loop"
    SWITCH = "switch"
    BLOCK = "block"


@dataclass(eq=False)
class Frame:
    """What a jump may leave: ``left`` says whether one does, ``update`` is done before each next round, ``own`` are the flags
    of jumps that lead to it, ``passing`` those of jumps from inside that lead further out, each with whether it goes on with
    a round there."""

    kind: Kind
    labels: frozenset[str] = frozenset()
    update: ir.Block = ()
    left: bool = False
    own: list[str] = field(default_factory=list)
    passing: dict[str, tuple[Frame, bool]] = field(default_factory=dict)


def jump(place: Place, frames: tuple[Frame, ...], again: bool, label: str | None) -> list[ir.Statement]:
    """``break`` and ``continue`` (``again``), with a label or without; the innermost of ``frames`` is the last."""
    index = _target(frames, again, label)
    if index is None:
        return [ir.Continue(*place) if again else ir.Break(*place)]
    target, between = frames[index], frames[index + 1 :]
    target.left = True
    # what goes on with the next round passes a switch by itself
    if again and all(frame.kind is Kind.SWITCH for frame in between):
        return [*target.update, ir.Continue(*place)]
    if not between:
        return [ir.Break(*place)]
    flag = f"<{'continue' if again else 'break'}:{index}>"
    if flag not in target.own:
        target.own.append(flag)
    for frame in between:
        frame.passing[flag] = (target, again)
    return [_set(place, flag, True), ir.Break(*place)]


def _target(frames: tuple[Frame, ...], again: bool, label: str | None) -> int | None:
    """Which of the frames a jump leads to."""
    for index in range(len(frames) - 1, -1, -1):
        frame = frames[index]
        plain = frame.kind is Kind.LOOP or (frame.kind is Kind.SWITCH and not again)
        if label in frame.labels if label is not None else plain:
            return index
    return None


def around(place: Place, frames: tuple[Frame, ...], frame: Frame, done: list[ir.Statement]) -> list[ir.Statement]:
    """What a frame was read as, with its flags taken back before it, and those of jumps further out asked for behind it."""
    first: list[ir.Statement] = [_set(place, flag, False) for flag in frame.own]
    last: list[ir.Statement] = []
    for flag, (target, again) in frame.passing.items():
        there = bool(frames) and frames[-1] is target
        then: ir.Block = (ir.Break(*place),)
        if again and there:
            then = (_set(place, flag, False), *target.update, ir.Continue(*place))
        last.append(ir.If(*place, ir.Name(*place, flag), then, ()))
    return [*first, *done, *last]


def _set(place: Place, flag: str, value: bool) -> ir.Statement:
    return ir.Assign(*place, (ir.Name(*place, flag),), ir.Constant(*place, value))
