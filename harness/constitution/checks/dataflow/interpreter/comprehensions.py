"""Comprehensions: carried out over few known items, else run through once."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.lattice import join_maybe
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape, blurred
from harness.constitution.checks.dataflow.interpreter.truths import truth_of
from harness.constitution.checks.dataflow.values import UNKNOWN, Value


def comprehension(run: Run, node: ir.Comprehension) -> Value:
    """Its names are its own; over few known items it is carried out."""
    names = run.state.names
    scope = run.frame.scopes[0]
    shadowed = {scope + name: names.get(scope + name) for each in node.generators for name in _targets(each.target)}
    found: list[tuple[Value, bool]] = []
    sure = _rounds(run, node, 0, found, True)
    names = run.state.names
    for name, before in shadowed.items():
        if before is None:
            names.pop(name, None)
        else:
            names[name] = before
    made = run.noted[id(node)] = _collected(run, node, found, sure)
    return made


MOST_UNROLLED = 16


def _rounds(run: Run, node: ir.Comprehension, depth: int, found: list[tuple[Value, bool]], sure: bool) -> bool:
    """Run through the generators from ``depth`` on; whether every element was met with certainty."""
    if depth == len(node.generators):
        found.append((run.evaluate(node.element), sure))
        return sure
    generator = node.generators[depth]
    iterable = run.evaluate(generator.iterable)
    values = run.listed(iterable)
    if values is None or len(values) > MOST_UNROLLED or len(found) > MOST_UNROLLED:
        each = run.items(iterable)
        values, sure = ([] if each is None else [each]), False
    certain = sure
    outer = run.unrolled
    for index, value in enumerate(values):
        run.unrolled = (*outer, index)
        after = run.state.copy()
        run.store(generator.target, value)
        decided: bool | None = True
        for condition in generator.conditions:
            test = truth_of(run, run.evaluate(condition))
            if test is False:
                decided = False
                break
            if test is None:
                decided = None
                run.refine(condition, True)
        if decided is not False and not run.state.dead:
            certain = _rounds(run, node, depth + 1, found, sure and decided is True) and certain
            certain = certain and decided is True
        after.join(run.state, run.part)
        run.state = after
    run.unrolled = outer
    return certain


def _collected(run: Run, node: ir.Comprehension, found: list[tuple[Value, bool]], sure: bool) -> Value:
    kind = "list" if node.kind == "generator" else node.kind
    if kind == "dict":
        return _pairs(run, node, [value for value, _ in found], sure)
    values = [value for value, _ in found]
    if sure:
        return run.new(node, Shape(kind, dict(enumerate(values))))
    return run.new(node, blurred(Shape(kind, dict(enumerate(values)))))


def _pairs(run: Run, node: ir.Comprehension, values: list[Value], sure: bool) -> Value:
    items: dict[object, Value] = {}
    rest: Value | None = None
    keys: Value | None = None
    for pair in values:
        shape = run.only(pair, "tuple")
        if shape is None or len(shape.items) != 2:
            rest = join_maybe(rest, UNKNOWN)
            continue
        key, value = shape.items[0], shape.items[1]
        if sure and key.constants is not None and len(key.constants) == 1:
            (only,) = key.constants
            items[only] = value
        else:
            rest, keys = join_maybe(rest, value), join_maybe(keys, key)
    if not sure and rest is None:
        rest = UNKNOWN
    return run.new(node, Shape("dict", items, rest=rest, keys=keys))


def _targets(node: ir.Expression) -> list[str]:
    if isinstance(node, ir.Name):
        return [node.id]
    if isinstance(node, ir.Collection):
        return [name for item in node.items for name in _targets(item)]
    if isinstance(node, ir.Spread):
        return _targets(node.value)
    return []
