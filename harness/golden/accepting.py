"""What accepting makes of a golden: the parts whose differences were accepted are as received, all others stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from harness.domain.golden import Capture, Difference, Part, Snapshot


def part_of(difference: Difference) -> tuple[str, str]:
    """The step and the name of the part that a difference lies in; an empty name is the whole step."""
    return difference.place, difference.part


def accepted(golden: Snapshot | None, received: Snapshot, parts: Collection[tuple[str, str]] | None = None) -> Snapshot:
    """The golden with some parts as received; None is all of them, and so is a golden that there is not."""
    if golden is None or parts is None:
        return received
    before = {capture.place: capture for capture in golden.captures}
    captures = []
    for capture in received.captures:
        old = before.pop(capture.place, None)
        if old is None:
            captures.extend([capture] if (capture.place, "") in parts else [])
        else:
            captures.append(capture.model_copy(update={"parts": tuple(_merged(old, capture, parts))}))
    for place, old in before.items():
        if (place, "") not in parts:
            captures.append(old)
    return received.model_copy(update={"captures": tuple(captures)})


def _merged(golden: Capture, received: Capture, parts: Collection[tuple[str, str]]) -> Sequence[Part]:
    before = {part.name: part for part in golden.parts}
    merged = []
    for part in received.parts:
        old = before.pop(part.name, None)
        if (received.place, part.name) in parts:
            merged.append(part)
        elif old is not None:
            merged.append(old)
    merged.extend(old for name, old in before.items() if (golden.place, name) not in parts)
    return merged
