"""Compares what was accepted with what is received, leaf by leaf; both are masked before they come here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from harness.domain.golden import Capture, Difference, DifferenceClass, Part, PartKind
from harness.golden.aligning import hunks
from harness.golden.json_values import one_line
from harness.golden.masks import without_numbers
from harness.golden.part_names import BETWEEN, apart, is_below, step_into

MOST_DIFFERENCES = 200
"""The differences of one case that are told; of the others their number."""
Alike = Callable[[str, str], bool]


def differences(
    golden: Sequence[Capture],
    received: Sequence[Capture],
    unstable: Collection[str] = (),
    pictures: Alike = str.__eq__,
) -> Iterator[Difference]:
    """Every leaf that differs, in the order of the steps; none where both are the same.

    ``unstable`` leaves are left out, and what lies below them. ``pictures`` tells of two digests whether the pictures look
    the same.
    """
    left_out = frozenset(unstable)
    for one in _all(golden, received, pictures):
        if not is_below(str(one), left_out):
            yield one


def _all(golden: Sequence[Capture], received: Sequence[Capture], pictures: Alike) -> Iterator[Difference]:
    now = {capture.place: capture for capture in received}
    for before in golden:
        after = now.pop(before.place, None)
        if after is None:
            yield Difference(kind=DifferenceClass.REMOVED, place=before.place, leaf="", golden=before.did)
        elif before is not after:
            yield from _parts(before, after, pictures)
    for after in now.values():
        yield Difference(kind=DifferenceClass.ADDED, place=after.place, leaf="", received=after.did)


def _parts(before: Capture, after: Capture, pictures: Alike) -> Iterator[Difference]:
    now = {part.name: part for part in apart(after.parts)}
    for part in apart(before.parts):
        other = now.pop(part.name, None)
        if other is None:
            yield _difference(DifferenceClass.REMOVED, before.place, part.name, shown(part), None)
        elif part.kind is not other.kind:
            yield _difference(DifferenceClass.TYPE, before.place, part.name, shown(part), shown(other))
        elif part.kind is PartKind.JSON:
            yield from _values(before.place, part.name, part.value, other.value)
        elif part.kind is PartKind.PICTURE:
            if not pictures(part.text, other.text):
                yield _difference(DifferenceClass.VALUE, before.place, part.name, part.text, other.text)
        elif part.value != other.value:
            told = _lines if part.kind is PartKind.TEXT else _value
            yield from told(before.place, part.name, part.text, other.text)
    for part in now.values():
        yield _difference(DifferenceClass.ADDED, after.place, part.name, None, shown(part))


def shown(part: Part) -> str:
    """A part in words: its text, or its JSON in one line."""
    return one_line(part.value) if part.kind is PartKind.JSON else str(part.value)


def _difference(kind: DifferenceClass, place: str, leaf: str, golden: str | None, received: str | None) -> Difference:
    return Difference(kind=kind, place=place, leaf=leaf, golden=golden, received=received)


def _value(place: str, leaf: str, golden: str, received: str) -> Iterator[Difference]:
    kind = DifferenceClass.REDACTED if without_numbers(golden) == without_numbers(received) else DifferenceClass.VALUE
    yield _difference(kind, place, leaf, golden, received)


# --- text ------------------------------------------------------------------------------------------------------------


def _lines(place: str, leaf: str, golden: str, received: str) -> Iterator[Difference]:
    before, after = golden.split("\n"), received.split("\n")
    if without_numbers(golden) == without_numbers(received):
        yield _difference(DifferenceClass.REDACTED, place, leaf, golden, received)
    elif Counter(before) == Counter(after):
        yield _difference(DifferenceClass.ORDER, place, leaf, golden, received)
    else:
        for first, last, start, end in hunks(before, after):
            lines, others = before[first:last], after[start:end]
            kind = DifferenceClass.VALUE if lines and others else _added(bool(others))
            told = (None if not some else "\n".join(some) for some in (lines, others))
            yield _difference(kind, place, f"{leaf}{BETWEEN}line {first + 1}", *told)


def _added(is_added: bool) -> DifferenceClass:
    return DifferenceClass.ADDED if is_added else DifferenceClass.REMOVED


# --- JSON ------------------------------------------------------------------------------------------------------------


def _values(place: str, leaf: str, golden: Any, received: Any) -> Iterator[Difference]:
    if golden is received:
        return
    if _kind(golden) != _kind(received):
        yield _difference(DifferenceClass.TYPE, place, leaf, one_line(golden), one_line(received))
    elif isinstance(golden, dict):
        for key in sorted({*golden, *received}):
            yield from _member(place, f"{leaf}{BETWEEN}{step_into(key)}", golden, received, key)
    elif isinstance(golden, list):
        yield from _items(place, leaf, golden, received)
    elif isinstance(golden, str) and golden != received:
        yield from _value(place, leaf, golden, received)
    elif str(golden) != str(received):
        yield _difference(DifferenceClass.VALUE, place, leaf, one_line(golden), one_line(received))


def _member(place: str, leaf: str, golden: Any, received: Any, key: str) -> Iterator[Difference]:
    if key not in received:
        yield _difference(DifferenceClass.REMOVED, place, leaf, one_line(golden[key]), None)
    elif key not in golden:
        yield _difference(DifferenceClass.ADDED, place, leaf, None, one_line(received[key]))
    else:
        yield from _values(place, leaf, golden[key], received[key])


def _items(place: str, leaf: str, golden: list[Any], received: list[Any]) -> Iterator[Difference]:
    other = [at for at, pair in enumerate(zip(golden, received, strict=False)) if pair[0] is not pair[1]]
    if len(other) < 2 and len(golden) == len(received):
        for at in other:
            yield from _values(place, f"{leaf}{BETWEEN}{at}", golden[at], received[at])
        return
    before, after = list(map(one_line, golden)), list(map(one_line, received))
    if before == after:
        return
    if Counter(before) == Counter(after):
        yield _difference(DifferenceClass.ORDER, place, leaf, one_line(golden), one_line(received))
        return
    for first, last, start, end in hunks(before, after):
        pairs = min(last - first, end - start)
        for at in range(pairs):
            yield from _values(place, f"{leaf}{BETWEEN}{first + at}", golden[first + at], received[start + at])
        for at in range(first + pairs, last):
            yield _difference(DifferenceClass.REMOVED, place, f"{leaf}{BETWEEN}{at}", before[at], None)
        for at in range(start + pairs, end):
            yield _difference(DifferenceClass.ADDED, place, f"{leaf}{BETWEEN}{at}", None, after[at])


def _kind(value: Any) -> str:
    """The kind of a JSON value; a number with a point is of another kind than one without."""
    return {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null", int: "integer"}.get(
        type(value), "number"
    )
