"""What holds at one point of the code: the values of names, the shapes of objects, and what is noted of names and inputs."""

from __future__ import annotations

from collections.abc import Hashable

from harness.constitution.checks.dataflow.interpreter.lattice import join
from harness.constitution.checks.dataflow.interpreter.shapes import Part, Shape, join_shapes, widened
from harness.constitution.checks.dataflow.values import Input, Value


class State:
    """Branches copy it, joins merge it. ``dead``: no way of the program leads here.

    ``notes``: of an ``Input``, the categories it was made harmless for; of a name, what it was computed from. Both hold only
    where every way agrees.
    """

    __slots__ = ("dead", "heap", "names", "notes")

    def __init__(self) -> None:
        self.names: dict[str, Value] = {}
        self.heap: dict[int, Shape] = {}
        self.notes: dict[Hashable, object] = {}
        self.dead = False

    def copy(self) -> State:
        """One that can go its own way."""
        other = State.__new__(State)
        other.names = self.names.copy()
        other.heap = self.heap.copy()
        other.notes = self.notes.copy()
        other.dead = self.dead
        return other

    def join(self, other: State, part: Part) -> None:
        """From here on it is either state; nothing of the other one changes."""
        if other.dead or other is self:
            return
        if self.dead:
            self.names, self.heap, self.notes = other.names.copy(), other.heap.copy(), other.notes.copy()
            self.dead = False
            return
        names = self.names
        for name, value in other.names.items():
            mine = names.get(name)
            if mine is None:
                names[name] = value
            elif mine is not value:
                names[name] = join(mine, value)
        self._join_heap(other, part)
        if self.notes:
            self._join_notes(other)

    def _join_heap(self, other: State, part: Part) -> None:
        heap = self.heap
        for number, shape in other.heap.items():
            mine = heap.get(number)
            if mine is None:
                heap[number] = shape if shape.origin is None else join_shapes(_untouched(shape), shape, part)
            elif mine is not shape:
                heap[number] = join_shapes(mine, shape, part)
        for number, mine in heap.items():
            if mine.origin is not None and number not in other.heap:
                heap[number] = join_shapes(mine, _untouched(mine), part)

    def _join_notes(self, other: State) -> None:
        kept: dict[Hashable, object] = {}
        for about, note in self.notes.items():
            theirs = other.notes.get(about)
            if theirs is note or theirs == note:
                kept[about] = note
            elif isinstance(about, Input) and isinstance(note, frozenset) and isinstance(theirs, frozenset):
                kept[about] = note & theirs
        self.notes = kept

    def same(self, other: State) -> bool:
        """Whether nothing is known in one that is not in the other."""
        return self.dead == other.dead and self.names == other.names and self.heap == other.heap

    def widen(self, before: State) -> None:
        """Forget what changes from round to round of a loop."""
        for name, value in self.names.items():
            old = before.names.get(name)
            if old is not None and old is not value:
                self.names[name] = unsteady(old, value)
        for number, shape in self.heap.items():
            earlier = before.heap.get(number)
            if earlier is None or earlier is shape:
                continue
            wide = widened(earlier, shape)
            items = {key: unsteady(earlier.items.get(key, value), value) for key, value in wide.items.items()}
            attributes = {
                name: unsteady(earlier.attributes.get(name, value), value) for name, value in wide.attributes.items()
            }
            rest = wide.rest if wide.rest is None or earlier.rest is None else unsteady(earlier.rest, wide.rest)
            self.heap[number] = Shape(wide.kind, items, attributes, rest, wide.keys, wide.origin)


def _untouched(shape: Shape) -> Shape:
    return Shape(shape.kind, origin=shape.origin)


def unsteady(old: Value, new: Value) -> Value:
    """A value whose constants changed is no longer known."""
    if new.constants is None or old.constants == new.constants:
        return new
    return Value(new.taints, None, new.names, new.types, new.targets, new.objects)
