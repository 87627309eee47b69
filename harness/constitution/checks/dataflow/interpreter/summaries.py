"""Functions of the project where they are called: their summaries, with what the caller gives put in."""

from __future__ import annotations

import ast
from functools import lru_cache

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.forms import mapped, settle, unsettle
from harness.constitution.checks.dataflow.interpreter.frames import Refinement
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, bind
from harness.constitution.checks.dataflow.interpreter.items import read_item
from harness.constitution.checks.dataflow.interpreter.lattice import (
    NONE,
    bounded,
    constant,
    extended,
    join,
    join_taints,
    ordered,
    pruned,
    tells,
)
from harness.constitution.checks.dataflow.interpreter.members import member
from harness.constitution.checks.dataflow.interpreter.places import clear_place
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.scopes import looked_up
from harness.constitution.checks.dataflow.interpreter.shapes import ANY, Shape, attributed, blurred, stored
from harness.constitution.checks.dataflow.interpreter.statements import dead
from harness.constitution.checks.dataflow.values import (
    KEPT,
    UNKNOWN,
    Effect,
    Form,
    Given,
    Hit,
    Input,
    Source,
    Step,
    Summary,
    Taint,
    Target,
    Trail,
    Value,
)

LONGEST_GIVEN = 200
MOST_GIVEN_ITEMS = 6
DEPTH_GIVEN = 2


def called(run: Run, target: Target, function: ir.Function, invocation: Invocation) -> Value:
    """What a function of the project gives to this call, and does to its arguments."""
    values, places = bind(run, function.parameters, target.receiver, invocation)
    for index, parameter in enumerate(function.parameters):
        if values[index] is None and isinstance(parameter.default, ir.Constant):
            values[index] = constant(parameter.default.value)
    given = given_of(run, values)
    summary = run.world.summary(Target(target.kind, target.path, target.qualname), given)
    return Application(run, invocation, values, places, target).apply(summary)


def given_of(run: Run, values: list[Value | None]) -> Given:
    """What a summary is asked for: what is known of the arguments beside where they come from."""
    found = [UNKNOWN if value is None else _given(run, value) for value in values]
    while found and found[-1] == UNKNOWN:
        found.pop()
    return Given(tuple(found))


def _given(run: Run, value: Value) -> Value:
    known = value.constants
    if known is not None and any(isinstance(each, str | bytes | tuple) and len(each) > LONGEST_GIVEN for each in known):
        known = None
    plain = Value(NONE, known, value.names, value.types, value.targets, value.objects, value.form)
    if not value.objects and not value.targets:
        return plain
    whole = unsettle(run, plain, False, DEPTH_GIVEN)
    form = whole.form
    if form is not None and len(form.items) + len(form.attributes) > MOST_GIVEN_ITEMS:
        form = None
    if not run.settled.isdisjoint(value.objects):
        form = None  # it was not made here: others may know it, and change it meanwhile
    targets = frozenset(each for each in whole.targets if not any(own.closure for own in value.targets))
    return Value(
        NONE, whole.constants, whole.names, whole.types, targets, form=None if form is None else _telling(run, form)
    )


def _telling(run: Run, form: Form) -> Form | None:
    """What of an object may change what a function does with it: what ``parameters`` makes use of, and no more."""
    items = tuple([(key, each) for key, part in form.items if tells(each := _part(run, part))])
    attributes = tuple([(name, each) for name, part in form.attributes if tells(each := _part(run, part))])
    if form.kind == "object" and form.rest is None and not items and not attributes:
        return None
    return Form(form.kind, items, attributes, None if form.rest is None else UNKNOWN)


def _part(run: Run, part: Value) -> Value:
    """A part of an object. A name that no rule speaks of says nothing: those of parts of parts would go on without end."""
    names = part.names
    if names and not all(map(run.catalogue.speaks_of, names)):
        names = frozenset()
    return Value(NONE, part.constants, names, targets=part.targets, form=part.form)


class Application:
    """A summary that is put to use in one call."""

    __slots__ = ("_given", "_resolved", "invocation", "name", "node", "places", "run", "values")

    def __init__(
        self,
        run: Run,
        invocation: Invocation,
        values: list[Value | None],
        places: list[ir.Expression | None],
        target: Target,
    ) -> None:
        self.run = run
        self.invocation = invocation
        self.node = invocation.node
        self.values = values
        self.places = places
        self.name = target.qualname
        self._resolved: dict[Input, Value] = {}
        self._given: dict[tuple[Input, bool], list[Taint]] = {}

    def _changed(self) -> None:
        """What was found out of the arguments no longer holds: the heap has changed."""
        self._resolved.clear()
        self._given.clear()

    def apply(self, summary: Summary) -> Value:
        """Hits, effects and assurances, then the result."""
        run = self.run
        for hit in summary.hits:
            self._hit(hit)
        if run.explains:
            for stop in summary.stops:
                run.stops.setdefault(stop)
        if summary.raised is not None:
            run.throw(self.value(summary.raised, "raised"))
        if summary.returns is None:
            run.state = dead()
            return UNKNOWN
        result = self.value(summary.returns, "returned")
        if summary.exhausted:
            taints = run.on(
                run.deep_all([value for value in self.values if value is not None]), self.node, "may come back"
            )
            result = Value(join_taints(result.taints, taints), None, result.names, result.types)
        for effect in summary.effects:
            self._effect(effect)
        for assurance in summary.assurances:
            place = self._place(assurance.position, assurance.access)
            if place is None:
                continue
            what = f"`{self.name}` checks it"
            if assurance.when is None:
                clear_place(run, place, assurance.cleared, self.node, what)
            else:
                refinement = Refinement(place, assurance.cleared, assurance.when, what)
                run.guards.setdefault(id(self.node), []).append(refinement)
        return result

    def _place(self, position: int, access: tuple[str, ...]) -> ir.Expression | None:
        place = self.places[position] if 0 <= position < len(self.places) else None
        for part in access:
            if place is None:
                return None
            if part.startswith("."):
                place = ir.Attribute(place.line, place.start, place.end, place, part[1:])
            elif part == ANY:
                return None
            else:
                key = ir.Constant(place.line, place.start, place.end, _key(part))
                place = ir.Subscript(place.line, place.start, place.end, place, key)
        return place

    def resolved(self, origin: Input) -> Value:
        """What the caller gives there."""
        known = self._resolved.get(origin)
        if known is not None:
            return known
        if not 0 <= origin.position < len(self.values):
            return UNKNOWN
        found = self.values[origin.position]
        if origin.access and found is not None:
            owner = self.resolved(Input(origin.position, origin.access[:-1]))
            found = _accessed(self.run, self.node, owner, origin.access[-1])
        known = self._resolved[origin] = UNKNOWN if found is None else found
        return known

    def _instances(self, taint: Taint, back: Step | None, shallow: bool) -> list[Taint]:
        origin = taint.origin
        if isinstance(origin, Source):
            return [Taint(origin, taint.cleared, extended(taint.trail, None, back))]
        outer = self._outer(origin, shallow)
        inner = taint.trail
        return [
            Taint(
                each.origin,
                each.cleared if not taint.cleared else each.cleared | taint.cleared,
                extended(each.trail, inner, back),
            )
            for each in outer
        ]

    def _outer(self, origin: Input, shallow: bool) -> list[Taint]:
        """What the caller gives there, on its way into the function."""
        known = self._given.get((origin, shallow))
        if known is None:
            value = self.resolved(origin)
            outer = value.taints if shallow else self.run.deep(value)
            if outer:
                what = f"is given to `{self.name}`"
                into = self.run.step(self.node, f"{what} as `{origin.text}`" if origin.text else what)
                known = [Taint(each.origin, each.cleared, Trail(into, each.trail)) for each in ordered(outer)]
            else:
                known = []
            self._given[origin, shallow] = known
        return known

    def taints(self, taints: frozenset[Taint], back: Step | None, given: tuple[Input, ...] = ()) -> frozenset[Taint]:
        """The taints of a summary in the eyes of this call."""
        found: dict[Taint, Taint] = {}
        for taint in ordered(taints):
            for each in self._instances(taint, back, taint.origin in given):
                found.setdefault(each, each)
        return bounded(pruned(frozenset(found))) if found else NONE

    def value(self, value: Value, part: object) -> Value:
        """A value of a summary in the eyes of this call."""
        form = value.form
        given = () if form is None else form.given
        back = self.run.step(self.node, f"comes back from `{self.name}`")
        taints = self.taints(value.taints, back, given)
        targets = value.targets
        if targets and any(each.receiver is not None for each in targets):
            targets = frozenset(
                Target(
                    each.kind,
                    each.path,
                    each.qualname,
                    None if each.receiver is None else self.value(each.receiver, part),
                )
                for each in targets
            )
        types = value.types
        objects: frozenset[int] = frozenset()
        names = value.names
        constants = value.constants
        for origin in given:
            same = self.resolved(origin)
            objects |= same.objects
            types |= same.types
            names |= same.names
            targets |= same.targets
            if not same.objects and len(given) == 1 and value.constants is None and form is not None and not form.items:
                constants = same.constants if len(value.taints) == 1 else None
        if form is not None:
            form = (
                None
                if given and not (form.items or form.attributes or form.rest)
                else mapped(form, lambda inner: self._inner(inner, back))
            )
        whole = Value(taints, constants, names, types, targets, objects, form)
        if form is not None:
            self._changed()
        return settle(self.run, whole, ("call", self.node.start, self.node.end, part, self.run.unrolled))

    def _inner(self, value: Value, back: Step) -> Value:
        """A part of an object that comes back: it becomes an object of its own when its owner does."""
        form = value.form
        given = () if form is None else form.given
        taints = self.taints(value.taints, back, given)
        objects: frozenset[int] = frozenset()
        types = value.types
        for origin in given:
            same = self.resolved(origin)
            objects |= same.objects
            types |= same.types
        if form is not None:
            only_given = given and not (form.items or form.attributes or form.rest)
            form = None if only_given else mapped(form, lambda inner: self._inner(inner, back))
        return Value(taints, value.constants, value.names, types, value.targets, objects, form)

    def _hit(self, hit: Hit) -> None:
        run = self.run
        if hit.taint is None:
            run.hit(hit)
            return
        for taint in self._instances(hit.taint, None, False):
            if taint.reaches(hit.category):
                run.hit(Hit(hit.rule, hit.category, hit.path, hit.line, hit.start, hit.end, taint, hit.note))
            else:
                run.stop(self.node, hit.category, "what reaches the sink was made harmless before", taint.trail)

    def _effect(self, effect: Effect) -> None:
        run = self.run
        if not effect.access:
            return
        if effect.position == KEPT:
            self._kept(effect)
            return
        owner = self.resolved(Input(effect.position, effect.access[:-1]))
        if not owner.objects:
            return
        value = self.value(effect.value, ("effect", effect.access))
        last = effect.access[-1]

        def change(shape: Shape, weak: bool) -> Shape:
            weak = weak or effect.adds
            if last == ANY:
                return blurred(shape, value)
            if last.startswith("."):
                return attributed(shape, last[1:], value, weak, run.part)
            return stored(shape, constant(_key(last)), value, weak, run.part)

        self._changed()
        run.change(owner, change)

    def _kept(self, effect: Effect) -> None:
        """What the function keeps in a name of a file's own level."""
        run = self.run
        path, name = effect.access
        value = self.value(effect.value, ("kept", effect.access))
        if not run.deep(value):
            return
        run.write(path, name, value)
        if path == run.path and "." not in name:
            self._changed()
            run.state.names[name] = join(looked_up(run, name), value)


def _accessed(run: Run, node: ir.Expression, value: Value, part: str) -> Value:
    if part.startswith("."):
        found = member(run, value, part[1:], (node.start, part))
        if found is None:
            return Value(value.taints)
        return (
            found
            if not value.taints
            else Value(
                join_taints(found.taints, _own(run, value)),
                found.constants,
                found.names,
                found.types,
                found.targets,
                found.objects,
            )
        )
    return read_item(run, node, value, UNKNOWN if part == ANY else constant(_key(part)))


def _own(run: Run, value: Value) -> frozenset[Taint]:
    origins = {run.inputs.origin.get(number) for number in value.objects}
    return frozenset(taint for taint in value.taints if taint.origin not in origins)


@lru_cache(maxsize=4096)
def _key(part: str) -> object:
    """The constant key that an access names."""
    return ast.literal_eval(part[1:-1])
