"""One analysis of one function: the state where it stands, what it found, and the tables that say what to do with each node."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.asking import answers_of
from harness.constitution.checks.dataflow.interpreter.frames import Closure, Exhausted, Frame, Refinement
from harness.constitution.checks.dataflow.interpreter.lattice import (
    bounded,
    cleared,
    join,
    join_maybe,
    join_taints,
    pruned,
    through,
)
from harness.constitution.checks.dataflow.interpreter.shapes import Inputs, Shape, item
from harness.constitution.checks.dataflow.interpreter.state import State
from harness.constitution.checks.dataflow.interpreter.wording import written
from harness.constitution.checks.dataflow.values import Hit, Source, Step, Stop, Taint, Target, Trail, Value
from harness.constitution.checks.dataflow.world import World

BUDGET = 200_000

DEEPEST_INLINE = 8
MOST_INLINED = 12
"""So often a function inside the analysed one is run for a call of it; then what is put in is thought to come out."""
"""How deep functions inside functions are followed into each other."""

NAMELESS: WeakKeyDictionary[World, dict[tuple[str, str], ir.Function]] = WeakKeyDictionary()

Evaluate = Callable[["Run", Any], Value]

Execute = Callable[["Run", Any], None]


class Tables:
    """What to do with each kind of expression and statement, and how functions are called and stored into."""

    __slots__ = ("apply", "call", "expressions", "refine", "statements", "store")

    def __init__(
        self,
        expressions: Mapping[type, Evaluate],
        statements: Mapping[type, Execute],
        call: Callable[[Run, Value, tuple[Value, ...], ir.Expression], Value],
        store: Callable[[Run, ir.Expression, Value, ir.Expression | None], None],
        refine: Callable[[Run, ir.Expression, bool], None],
        apply: Callable[[Run, Any], Value],
    ) -> None:
        self.expressions = expressions
        self.statements = statements
        self.call = call
        self.store = store
        self.refine = refine
        self.apply = apply


class Run:
    """One analysis. ``evaluate`` and ``execute`` change ``state``; what they find is in ``hits`` and ``stops``."""

    __slots__ = (
        "answers",
        "budget",
        "called",
        "catalogue",
        "closures",
        "closures_at",
        "enclosing",
        "expanded",
        "explains",
        "expressions",
        "frame",
        "frames",
        "free",
        "globals",
        "guards",
        "hits",
        "inlined",
        "inputs",
        "inside_class",
        "javascript",
        "last",
        "looping",
        "noted",
        "numbers",
        "part",
        "path",
        "pending",
        "raised",
        "read",
        "settled",
        "state",
        "statements",
        "stops",
        "tables",
        "thrown",
        "tries",
        "unrolled",
        "words",
        "world",
        "written",
    )

    def __init__(self, world: World, path: str, tables: Tables, budget: int = BUDGET) -> None:
        self.world = world
        self.catalogue = world.catalogue
        self.answers = answers_of(world.catalogue)
        self.explains = world.explains
        self.path = path
        self.javascript = not path.endswith((".py", ".pyi", ".pyw"))
        self.tables = tables
        self.expressions = tables.expressions
        self.statements = tables.statements
        self.budget = budget
        self.state = State()
        self.frame = Frame(None, ("",))
        self.frames: list[Frame] = []
        self.inputs = Inputs()
        self.part = self.inputs.part
        self.hits: dict[Hit, Hit] = {}
        self.stops: dict[Stop, None] = {}
        self.numbers: dict[Hashable, int] = {}
        self.closures: list[Closure] = []
        self.closures_at: dict[tuple[str, int], int] = {}
        self.called: set[int] = set()
        self.inlined: dict[int, int] = {}
        self.pending: list[Value] = []
        self.settled: set[int] = set()
        self.read: dict[tuple[int, str], Value] = {}
        self.tries: list[State] = []
        self.thrown: list[Value | None] = []
        self.raised: Value | None = None
        self.written: dict[tuple[str, str], Value] = {}
        self.looping = 0
        self.unrolled: tuple[int, ...] = ()
        self.expanded: dict[frozenset[str], frozenset[str]] = {}
        self.guards: dict[int, list[Refinement]] = {}
        self.globals: dict[str, Value] = {}
        self.enclosing: frozenset[str] = frozenset()
        self.inside_class = ""
        self.last = self.state
        self.noted: dict[int, Value] = {}
        self.words: dict[str, bool] = {}
        self.free: dict[int, frozenset[str]] = {}

    def nameless(self, function: ir.Function) -> Target:
        """A lambda of a module's own level: nobody else can find it by its name."""
        known = NAMELESS.setdefault(self.world, {})
        target = Target("function", self.path, f"{function.qualname}@{function.start}")
        known[target.path, target.qualname] = function
        return target

    def lambda_of(self, target: Target) -> ir.Function | None:
        """The lambda of this file that a target stands for."""
        if target.path != self.path or "@" not in target.qualname:
            return None
        return NAMELESS.get(self.world, {}).get((target.path, target.qualname))

    # --- running --------------------------------------------------------------------------------------------------------

    def evaluate(self, node: ir.Expression) -> Value:
        """The value of an expression; its effects are in the state."""
        self.budget -= 1
        if self.budget < 0:
            raise Exhausted
        return self.expressions[node.__class__](self, node)

    def execute(self, block: ir.Block) -> None:
        """Statements one after the other, as far as the program comes."""
        statements = self.statements
        for statement in block:
            self.budget -= 1
            if self.budget < 0:
                raise Exhausted
            statements[statement.__class__](self, statement)
            if self.tries:
                self.tries[-1].join(self.state, self.part)
            if self.state.dead:
                return

    def call(self, function: Value, arguments: tuple[Value, ...], node: ir.Expression) -> Value:
        """What a function gives that something else calls, as ``map`` does."""
        return self.tables.call(self, function, arguments, node)

    def apply(self, invocation: Any) -> Value:
        """What a call gives whose arguments are evaluated."""
        return self.tables.apply(self, invocation)

    def store(self, target: ir.Expression, value: Value, source: ir.Expression | None = None) -> None:
        """Assign."""
        self.tables.store(self, target, value, source)

    def refine(self, test: ir.Expression, holds: bool) -> None:
        """From here on a test holds, or does not."""
        self.tables.refine(self, test, holds)

    def join(self, states: Iterable[State]) -> None:
        """From here on it is one of some states."""
        first: State | None = None
        for state in states:
            if first is None:
                first = state
            else:
                first.join(state, self.part)
        if first is not None:
            self.state = first

    # --- ways -----------------------------------------------------------------------------------------------------------

    def step(self, node: ir.Node, what: str) -> Step:
        """A step at a node."""
        return Step(self.path, node.line, node.start, node.end, what)

    def on(self, taints: frozenset[Taint], node: ir.Node, what: str) -> frozenset[Taint]:
        """Taints one step on."""
        return through(taints, Step(self.path, node.line, node.start, node.end, what)) if taints else taints

    def clear(self, taints: frozenset[Taint], categories: frozenset[str], node: ir.Node, what: str) -> frozenset[Taint]:
        """Taints made harmless."""
        return cleared(taints, categories, self.step(node, what)) if taints else taints

    def source(self, rule: str, kind: str, node: ir.Node, text: str, cleared: frozenset[str] = frozenset()) -> Taint:
        """The taint of a source at a node; it may be harmless for some categories from the start."""
        origin = Source(rule, kind, self.path, node.line, node.start, node.end, text)
        return Taint(
            origin, cleared, Trail(self.step(node, f"`{text}` is a source ({kind})" if text else f"a source ({kind})"))
        )

    def checked(self, taint: Taint, node: ir.Expression) -> Taint:
        """A source that may have been checked before where the very same words stand."""
        if not self.state.notes:
            return taint
        note = self.state.notes.get(("text", written(node)))
        if not isinstance(note, frozenset):
            return taint
        (found,) = cleared(frozenset((taint,)), note, self.step(node, "was checked before"))
        return found

    def hit(self, hit: Hit) -> None:
        """Keep a hit; the first way to it is shown."""
        self.hits.setdefault(hit, hit)

    def stop(self, node: ir.Node, category: str, reason: str, trail: Trail | None = None) -> None:
        """Keep why something is not reported."""
        if self.explains:
            self.stops.setdefault(Stop(self.path, node.line, category, reason, () if trail is None else trail.steps()))

    def throw(self, value: Value) -> None:
        """Something is raised: the innermost ``try`` at hand catches it, else it leaves the function."""
        if not self.deep(value):
            return
        if self.thrown:
            self.tries[-1].join(self.state, self.part)
            self.thrown[-1] = join_maybe(self.thrown[-1], value)
        else:
            self.raised = join_maybe(self.raised, value)

    def write(self, path: str, name: str, value: Value) -> None:
        """Something is kept in a name of a file's own level, or in an attribute of a class (``Class.name``)."""
        key = (path, name)
        self.written[key] = join_maybe(self.written.get(key), value) or value

    def marked(self, word: str) -> bool:
        """Whether a word of the code may be a source by itself."""
        found = self.words.get(word)
        if found is None:
            found = self.words[word] = self.catalogue.marked(word)
        return found

    # --- heap -----------------------------------------------------------------------------------------------------------

    def allocate(self, key: Hashable, shape: Shape) -> frozenset[int]:
        """An object of a place in the code; one of an earlier round of a loop may still be there, and is the same one."""
        where = (self.frame.scopes[0], self.unrolled, key)
        number = self.numbers.get(where)
        if number is None:
            number = len(self.numbers) + 1
            self.numbers[where] = number
        elif self.looping and number in self.state.heap:
            old = self.state.heap[number]
            if old.rest is not None or old.items.keys() != shape.items.keys():
                shape = Shape(
                    shape.kind,
                    shape.items,
                    shape.attributes,
                    join_maybe(shape.rest, old.rest),
                    shape.keys,
                    shape.origin,
                )
        self.state.heap[number] = shape
        return frozenset((number,))

    def new(self, node: ir.Node, shape: Shape, taints: frozenset[Taint] = frozenset(), part: object = "") -> Value:
        """A new container."""
        kind = shape.kind
        return Value(
            taints, None, types=frozenset((kind,)), objects=self.allocate((node.start, node.end, kind, part), shape)
        )

    def shape(self, number: int) -> Shape:
        """What is known of an object."""
        found = self.state.heap.get(number)
        if found is None:
            origin = self.inputs.origin.get(number)
            found = Shape("object", origin=origin)
            if origin is not None:
                self.state.heap[number] = found
        return found

    def shapes(self, value: Value) -> list[Shape]:
        """The shapes of what a value may be, in an order that is always the same."""
        return [self.shape(number) for number in sorted(value.objects)]

    def only(self, value: Value, *kinds: str) -> Shape | None:
        """The one object that a value is, if it is of such a kind."""
        if len(value.objects) != 1:
            return None
        (number,) = value.objects
        shape = self.shape(number)
        return shape if not kinds or shape.kind in kinds else None

    def change(self, value: Value, change: Callable[[Shape, bool], Shape]) -> None:
        """Change every object that a value may be; it is certain only for a single one."""
        weak = len(value.objects) > 1
        for number in value.objects:
            self.state.heap[number] = change(self.shape(number), weak)

    def deep(self, value: Value, attributes: bool = True) -> frozenset[Taint]:
        """The taints of a value and of everything that it holds."""
        if not value.objects:
            return value.taints
        found = dict.fromkeys(value.taints)
        seen = set(value.objects)
        todo = sorted(seen)
        for number in todo:
            shape = self.state.heap.get(number)
            if shape is None:
                continue
            parts = [*shape.items.values(), *(self._told(number, shape) if attributes else ())]
            if shape.rest is not None:
                parts.append(shape.rest)
            for part in parts:
                if part.taints:
                    found.update(dict.fromkeys(part.taints))
                more = part.objects - seen
                if more:
                    seen |= more
                    todo.extend(sorted(more))
        return bounded(pruned(frozenset(found))) if len(found) > len(value.taints) else value.taints

    def _told(self, number: int, shape: Shape) -> Iterable[Value]:
        """The attributes of an object; what was only read of one that was given says no more than that it was given."""
        if shape.origin is None:
            return shape.attributes.values()
        read = self.read
        return [value for name, value in shape.attributes.items() if read.get((number, f".{name}")) is not value]

    def deep_all(self, values: Iterable[Value]) -> frozenset[Taint]:
        """The taints of several values and of everything that they hold."""
        found: frozenset[Taint] = frozenset()
        for value in values:
            if value.taints or value.objects:
                found = join_taints(found, self.deep(value))
        return found

    def item(self, value: Value, key: object) -> Value | None:
        """What an object holds under a constant key, for the rules."""
        found: Value | None = None
        for number in sorted(value.objects):
            shape = self.state.heap.get(number)
            if shape is None or shape.origin is not None:
                continue
            there = item(shape, key, self.part)
            if there is None and isinstance(key, str):
                there = shape.attributes.get(key)
            found = join_maybe(found, there)
        return found

    def lacks(self, value: Value, key: object) -> bool:
        """Whether a value surely holds nothing under a constant key, for the rules."""
        if not value.objects:
            return value.constants is not None or bool(value.targets)
        shapes = self.shapes(value)
        if value.taints or not all(shape.exact and shape.kind != "object" for shape in shapes):
            return False
        return all(key not in shape.items and key not in shape.attributes for shape in shapes)

    def items(self, value: Value) -> Value | None:
        """What one gets by walking over a value; None if that is known to be empty."""
        found: Value | None = Value(value.taints) if value.taints or not value.objects else None
        for shape in self.shapes(value):
            if shape.kind in ("dict", "set"):
                if shape.kind == "set":
                    found = join_maybe(found, shape.rest)
                elif shape.rest is not None or shape.origin is not None:
                    found = join_maybe(found, shape.keys or Value())
                if shape.items:
                    for name, inner in shape.items.items():
                        key = Value(frozenset(), frozenset((name,))) if shape.kind == "dict" else inner
                        found = key if found is None else join(found, key)
            else:
                for inner in (*shape.items.values(), *(() if shape.rest is None else (shape.rest,))):
                    found = inner if found is None else join(found, inner)
                if shape.origin is not None:
                    found = join_maybe(found, self.part(shape.origin, "[*]"))
        return found

    def listed(self, value: Value) -> list[Value] | None:
        """Every item in order, where they are known."""
        shape = self.only(value)
        if shape is None:
            known = value.constants
            if known is not None and len(known) == 1 and not value.taints:
                (whole,) = known
                if isinstance(whole, tuple | str) and len(whole) <= 64:
                    return [Value(frozenset(), frozenset((each,))) for each in whole]
            return None
        if not shape.exact or value.taints:
            return None
        if shape.kind in ("list", "tuple", "set"):
            return list(shape.items.values())
        if shape.kind == "dict":
            return [Value(frozenset(), frozenset((name,))) for name in shape.items]
        return None
