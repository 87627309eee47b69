"""What callers learn of a function that has been run: its result, what it left in what it was given, what it made sure of."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.forms import unsettle
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import ANY, Shape
from harness.constitution.checks.dataflow.interpreter.state import State
from harness.constitution.checks.dataflow.interpreter.truths import truth_of
from harness.constitution.checks.dataflow.values import KEPT, Assurance, Effect, Input, Value

DEEPEST_EFFECT = 2
MOST_EFFECTS = 48
"""How far inside of what it was given, and how much, a function is told to change."""
TESTS = (ir.Compare, ir.Logical, ir.Unary, ir.Call, ir.Name, ir.Conditional)


def returned(run: Run, value: Value | None) -> Value | None:
    """The result as it is told to others."""
    return None if value is None else unsettle(run, value)


def effects(run: Run, function: ir.Function) -> tuple[Effect, ...]:
    """What is kept in the objects that the function was given."""
    found = _kept(run)
    if run.state.dead:
        return tuple(found)
    for _number, shape in sorted(run.state.heap.items(), reverse=True):
        origin = shape.origin
        if origin is None or origin.position < 0:
            continue
        if len(origin.access) < DEEPEST_EFFECT:
            _effects(run, shape, origin, found)
    if len(found) > MOST_EFFECTS:
        found.sort(key=lambda effect: len(effect.access))  # what is changed farther away is told last
    return tuple(found[:MOST_EFFECTS])


def _kept(run: Run) -> list[Effect]:
    """What is kept in names of the file's own level: assigned, or put into what they hold."""
    for name in sorted(run.globals):
        # whatever was there before is told again: who keeps it is asked until nothing new is told
        value = run.state.names.get(name)
        number = run.numbers.get(("settled", ("global", name)))
        if value is None and number is not None:
            value = Value(objects=frozenset((number,)))
        if value is not None and run.deep(value):
            run.write(run.path, name, value)
    return [
        Effect(KEPT, key, unsettle(run, value, depth=2))
        for key, value in sorted(run.written.items(), key=lambda item: item[0])
        if run.deep(value)
    ]


def _effects(run: Run, shape: Shape, origin: Input, found: list[Effect]) -> None:
    for name, value in shape.attributes.items():
        access = f".{name}"
        if not _as_given(run, origin, access, value):
            found.append(Effect(origin.position, (*origin.access, access), unsettle(run, value, depth=2), False))
    for key, value in shape.items.items():
        access = f"[{key!r}]"
        if isinstance(key, str | int) and not _as_given(run, origin, access, value):
            found.append(Effect(origin.position, (*origin.access, access), unsettle(run, value, depth=2), False))
    if shape.rest is not None and (shape.rest.taints or shape.rest.objects):
        found.append(Effect(origin.position, (*origin.access, ANY), unsettle(run, shape.rest, depth=2), True))


def _as_given(run: Run, origin: Input, access: str, value: Value) -> bool:
    """Whether a part of an input is still what the caller gave, but perhaps made sure of."""
    part = run.read.get((run.inputs.of(origin), access)) or run.part(origin, access)
    if value is part or value == part:
        return True
    if value.objects != part.objects or value.types != part.types or value.targets != part.targets:
        return False
    return {taint.origin for taint in value.taints} == {taint.origin for taint in part.taints}


def assurances(run: Run, function: ir.Function) -> tuple[Assurance, ...]:
    """What a caller may rely on: whenever the function returns, or if it returns something true, or false."""
    exits = run.frame.exits
    if not exits or run.frame.yielded is not None:
        return ()
    always: dict[Input, frozenset[str]] | None = None
    if_true: dict[Input, frozenset[str]] | None = None
    if_false: dict[Input, frozenset[str]] | None = None
    for state, node, value in exits:
        always = _both(always, _facts(state))
        decided = _decided(run, state, value)
        if decided is not False:
            if_true = _both(if_true, _facts_if(run, state, node, True))
        if decided is not True:
            if_false = _both(if_false, _facts_if(run, state, node, False))
    found = [Assurance(origin.position, origin.access, made, None) for origin, made in _sorted(always)]
    for facts, when in ((if_true, True), (if_false, False)):
        for origin, made in _sorted(facts):
            if always is None or not made <= always.get(origin, NOTHING):
                found.append(Assurance(origin.position, origin.access, made, when))
    return tuple(found)


NOTHING: frozenset[str] = frozenset()


def _sorted(facts: dict[Input, frozenset[str]] | None) -> list[tuple[Input, frozenset[str]]]:
    if not facts:
        return []
    return sorted(facts.items(), key=lambda fact: (fact[0].position, fact[0].access))


def _decided(run: Run, state: State, value: Value) -> bool | None:
    before, run.state = run.state, state
    decided = truth_of(run, value)
    run.state = before
    return decided


def _facts(state: State) -> dict[Input, frozenset[str]]:
    if state.dead:
        return {}
    return {
        about: note
        for about, note in state.notes.items()
        if isinstance(about, Input) and isinstance(note, frozenset) and note
    }


def _facts_if(run: Run, state: State, node: ir.Expression | None, holds: bool) -> dict[Input, frozenset[str]] | None:
    """What is made sure of where the returned expression is true, or false; None: no way comes here."""
    if not isinstance(node, TESTS):
        return _facts(state)
    before, run.state = run.state, state.copy()
    run.refine(node, holds)
    found = None if run.state.dead else _facts(run.state)
    run.state = before
    return found


def _both(
    one: dict[Input, frozenset[str]] | None, other: dict[Input, frozenset[str]] | None
) -> dict[Input, frozenset[str]] | None:
    if one is None:
        return other
    if other is None:
        return one
    found = {origin: made & other[origin] for origin, made in one.items() if origin in other}
    return {origin: made for origin, made in found.items() if made}
