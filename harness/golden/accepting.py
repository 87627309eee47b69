"""What accepting makes of a golden: the parts whose differences were accepted are as received, all others stay."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from harness.domain.cards import Section
from harness.domain.golden import Capture, Difference, Part, Snapshot

_SECTIONS = list(Section)
Parts = Collection[tuple[str, str]]


def part_of(difference: Difference) -> tuple[str, str]:
    """The step and the name of the part that a difference lies in; an empty name is the whole step."""
    return difference.place, difference.part


def accepted(golden: Snapshot | None, received: Snapshot, parts: Parts | None = None) -> Snapshot:
    """The golden with some parts as received; None is all of them, and so is a golden that there is not."""
    if golden is None or parts is None:
        return received
    captures = sorted(_captures(golden, received, parts), key=lambda one: (_SECTIONS.index(one.section), one.number))
    return received.model_copy(update={"captures": tuple(captures)})


def _captures(golden: Snapshot, received: Snapshot, parts: Parts) -> Iterator[Capture]:
    before = {capture.place: capture for capture in golden.captures}
    for capture in received.captures:
        old = before.pop(capture.place, None)
        if old is not None:
            yield capture.model_copy(update={"parts": tuple(_merged(old, capture, parts))})
        elif (capture.place, "") in parts:
            yield capture
    yield from (old for place, old in before.items() if (place, "") not in parts)


def _merged(golden: Capture, received: Capture, parts: Parts) -> Iterator[Part]:
    before = {part.name: part for part in golden.parts}
    for part in received.parts:
        old = before.pop(part.name, None)
        if (received.place, part.name) in parts:
            yield part
        elif old is not None:
            yield old
    yield from (old for name, old in before.items() if (golden.place, name) not in parts)
