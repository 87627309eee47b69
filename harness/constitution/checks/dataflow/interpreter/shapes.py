"""Objects of the heap: what stands under each key and attribute. A shape never changes; what writes makes another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from harness.constitution.checks.dataflow.interpreter.lattice import join, join_maybe
from harness.constitution.checks.dataflow.values import UNKNOWN, Input, Taint, Value

Key = TypeVar("Key")
MOST_KEYS = 256
DEEPEST_ACCESS = 3
SEQUENCES = frozenset({"list", "tuple"})
ANY = "[*]"


@dataclass(slots=True)
class Shape:
    """``items`` by constant key (a sequence's by position, a set's by themselves); ``rest`` is what stands under any other key
    (None: there is none), ``keys`` what those keys are. ``origin``: the object was given, so what is not told here is an input.
    """

    kind: str
    items: dict[object, Value] = field(default_factory=dict)
    attributes: dict[str, Value] = field(default_factory=dict)
    rest: Value | None = None
    keys: Value | None = None
    origin: Input | None = None

    @property
    def exact(self) -> bool:
        """Whether ``items`` are all that there is."""
        return self.rest is None and self.origin is None


class Inputs:
    """Numbers for the objects that are given: one input has one number, below zero."""

    def __init__(self) -> None:
        self.number: dict[Input, int] = {}
        self.origin: dict[int, Input] = {}
        self._values: dict[Input, Value] = {}
        self._parts: dict[tuple[Input, str], Value] = {}

    def of(self, origin: Input) -> int:
        """The number of an input's object."""
        number = self.number.get(origin)
        if number is None:
            number = -1 - len(self.number)
            self.number[origin] = number
            self.origin[number] = origin
        return number

    def value(self, origin: Input) -> Value:
        """An input of which nothing else is known."""
        found = self._values.get(origin)
        if found is None:
            found = Value(frozenset((Taint(origin),)), objects=frozenset((self.of(origin),)))
            self._values[origin] = found
        return found

    def part(self, origin: Input, access: str) -> Value:
        """An attribute or item of an input; too deep, it is told as its owner."""
        found = self._parts.get((origin, access))
        if found is None:
            part = origin
            if len(origin.access) < DEEPEST_ACCESS:
                part = Input(origin.position, (*origin.access, access), origin.text)
            found = self._parts[origin, access] = self.value(part)
        return found


Part = Callable[[Input, str], Value]


def item(shape: Shape, key: object, part: Part) -> Value | None:
    """What stands under a constant key; None if nothing can."""
    items = shape.items
    if shape.kind in SEQUENCES and type(key) is int and key < 0:
        if not shape.exact:
            return any_item(shape, part)
        key += len(items)
    found = items.get(key)
    if found is not None:
        return found
    if shape.origin is not None:
        return join_maybe(part(shape.origin, f"[{key!r}]"), shape.rest)
    return shape.rest


def any_item(shape: Shape, part: Part) -> Value | None:
    """What stands under any key; None if there is no item at all."""
    found = shape.rest
    for value in shape.items.values():
        found = value if found is None else join(found, value)
    if shape.origin is not None:
        found = join_maybe(part(shape.origin, ANY), found)
    return found


def stored(shape: Shape, key: Value, value: Value, weak: bool, part: Part) -> Shape:
    """With a value under a key; ``weak``: it may have happened to this object, or not."""
    known = key.constants
    if known is not None and len(known) == 1:
        (only,) = known
        return _stored_at(shape, only, value, weak, part)
    items = {name: join(old, value) for name, old in shape.items.items()}
    return replace(shape, items=items, rest=join_maybe(shape.rest, value), keys=join_maybe(shape.keys, key))


def _stored_at(shape: Shape, key: object, value: Value, weak: bool, part: Part) -> Shape:
    if shape.kind in SEQUENCES and type(key) is int and key < 0 and shape.exact:
        key += len(shape.items)
    if key not in shape.items and (len(shape.items) >= MOST_KEYS or (shape.kind in SEQUENCES and shape.origin is None)):
        return replace(shape, rest=join_maybe(shape.rest, value), keys=join_maybe(shape.keys, Value()))
    if weak:
        old = item(shape, key, part)
        value = value if old is None else join(old, value)
    return replace(shape, items={**shape.items, key: value})


def added(shape: Shape, value: Value, weak: bool = False) -> Shape:
    """With one more item at the end."""
    if shape.exact and not weak and len(shape.items) < MOST_KEYS:
        return replace(shape, items={**shape.items, len(shape.items): value})
    return replace(shape, rest=join_maybe(shape.rest, value))


def renumbered(shape: Shape, values: Iterable[Value]) -> Shape:
    """The same sequence with other items."""
    return replace(shape, items=dict(enumerate(values)))


def blurred(shape: Shape, more: Value | None = None) -> Shape:
    """A container whose order, or whose keys, are no longer known."""
    rest = join_maybe(shape.rest, more)
    for value in shape.items.values():
        rest = value if rest is None else join(rest, value)
    return replace(shape, items={}, rest=UNKNOWN if rest is None else rest)


def attributed(shape: Shape, name: str, value: Value, weak: bool, part: Part) -> Shape:
    """With a value in an attribute."""
    if weak:
        old = shape.attributes.get(name)
        if old is None and shape.origin is not None:
            old = part(shape.origin, f".{name}")
        value = value if old is None else join(old, value)
    return replace(shape, attributes={**shape.attributes, name: value})


def join_shapes(one: Shape, other: Shape, part: Part) -> Shape:
    """An object that was left in one way or another."""
    if one is other or one == other:
        return one
    kind = one.kind if one.kind == other.kind else "object"
    origin = one.origin if one.origin is not None else other.origin
    rest = join_maybe(one.rest, other.rest)
    if kind in SEQUENCES and origin is None and len(one.items) != len(other.items):
        # a position is the same item on both ways only up to where they differ in length
        short, long = (one, other) if len(one.items) < len(other.items) else (other, one)
        for index in range(len(short.items), len(long.items)):
            rest = join_maybe(rest, long.items.get(index))
        items = {key: join(value, long.items[key]) for key, value in short.items.items() if key in long.items}
        if short.rest is not None or long.rest is not None:
            return blurred(
                Shape(kind, items, _attributes(one, other, part), rest, join_maybe(one.keys, other.keys), origin)
            )
        return Shape(kind, items, _attributes(one, other, part), rest, join_maybe(one.keys, other.keys), origin)
    items = _merged(one.items, other.items, lambda shape, key: item(shape, key, part), one, other)
    return Shape(kind, items, _attributes(one, other, part), rest, join_maybe(one.keys, other.keys), origin)


def _attributes(one: Shape, other: Shape, part: Part) -> dict[str, Value]:
    def absent(shape: Shape, name: str) -> Value | None:
        return None if shape.origin is None else part(shape.origin, f".{name}")

    return _merged(one.attributes, other.attributes, absent, one, other)


def _merged(
    mine: Mapping[Key, Value],
    others: Mapping[Key, Value],
    absent: Callable[[Shape, Key], Value | None],
    one: Shape,
    other: Shape,
) -> dict[Key, Value]:
    merged: dict[Key, Value] = {}
    for key, value in mine.items():
        there = others.get(key)
        if there is None:
            there = absent(other, key)
        merged[key] = value if there is None or there is value else join(value, there)
    for key, value in others.items():
        if key not in mine:
            there = absent(one, key)
            merged[key] = value if there is None else join(there, value)
    return merged


def widened(old: Shape, new: Shape) -> Shape:
    """What grows from round to round of a loop is told without its keys."""
    if old.items.keys() == new.items.keys():
        return new
    if new.kind in SEQUENCES:
        return blurred(new)
    rest = new.rest
    items: dict[object, Value] = {}
    for key, value in new.items.items():
        if key in old.items:
            items[key] = value
        else:
            rest = join_maybe(rest, value)
    return replace(new, items=items, rest=rest, keys=join_maybe(new.keys, UNKNOWN))
