"""Expressions other than names, attributes, items and calls."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.addresses import behind, behind_left, shown
from harness.constitution.checks.dataflow.interpreter.chance import under_key
from harness.constitution.checks.dataflow.interpreter.characters import between
from harness.constitution.checks.dataflow.interpreter.classes import special
from harness.constitution.checks.dataflow.interpreter.comparing import compared
from harness.constitution.checks.dataflow.interpreter.folding import NUMERIC, STRINGS, fold, negated, operated, written
from harness.constitution.checks.dataflow.interpreter.lattice import BY_LINES, NONE, constant, join_maybe, join_taints
from harness.constitution.checks.dataflow.interpreter.reporting import found_at
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape, blurred
from harness.constitution.checks.dataflow.interpreter.state import State
from harness.constitution.checks.dataflow.interpreter.statements import closure
from harness.constitution.checks.dataflow.interpreter.truths import truth_of
from harness.constitution.checks.dataflow.rules import Site
from harness.constitution.checks.dataflow.values import UNKNOWN, Taint, Value

NUMBER_FORMATS = frozenset("dbcoxXeEfFgGn%")


def literal(run: Run, node: ir.Constant) -> Value:
    return Value(NONE, frozenset((node.value,)))


def regex(run: Run, node: ir.Regex) -> Value:
    return Value(NONE, frozenset((node.pattern,)), types=frozenset(("RegExp",)))


def binary(run: Run, node: ir.Binary) -> Value:
    left = run.evaluate(node.left)
    right = run.evaluate(node.right)
    if node.operator == "+" and right.taints:
        right = behind_left(run, node, right)
    return operated(run, node, node.operator, left, right)


def unary(run: Run, node: ir.Unary) -> Value:
    value = run.evaluate(node.operand)
    return negated(run, node, value, truth_of(run, value) if node.operator == "not" else None)


def compare(run: Run, node: ir.Compare) -> Value:
    left = run.evaluate(node.left)
    right = run.evaluate(node.right)
    return compared(run, node.operator, left, right)


def logical(run: Run, node: ir.Logical) -> Value:
    """Each operand is evaluated only where those before it let it be."""
    going_on = node.operator == "and"
    result: Value | None = None
    skipped: list[State] = []
    last = len(node.operands) - 1
    for index, operand in enumerate(node.operands):
        value = run.evaluate(operand)
        decided = truth_of(run, value)
        if index == last or run.state.dead:
            result = join_maybe(result, value)
            break
        if decided is not None and decided is not going_on:
            result = join_maybe(result, value)
            break
        if decided is None:
            result = join_maybe(result, _when(run, value, not going_on))
            skipped.append(run.state.copy())
            run.refine(operand, going_on)
            if run.state.dead:
                break
    for state in skipped:
        run.state.join(state, run.part)
    return UNKNOWN if result is None else result


def _when(run: Run, value: Value, true: bool) -> Value | None:
    """What a value is if it is known to be true, or false: a false one harms nobody."""
    if value.constants is not None:
        kept = frozenset(each for each in value.constants if bool(each) is true)
        return Value(value.taints if true else NONE, kept) if kept else None
    if not true:
        return Value(NONE, None, types=value.types)
    return value


def conditional(run: Run, node: ir.Conditional) -> Value:
    test = run.evaluate(node.test)
    decided = truth_of(run, test)
    if decided is not None:
        return run.evaluate(node.then if decided else node.otherwise)
    otherwise = run.state.copy()
    run.refine(node.test, True)
    one = None if run.state.dead else run.evaluate(node.then)
    then, run.state = run.state, otherwise
    run.refine(node.test, False)
    other = None if run.state.dead else run.evaluate(node.otherwise)
    then.join(run.state, run.part)
    run.state = then
    found = join_maybe(one, other)
    return UNKNOWN if found is None else found


def template(run: Run, node: ir.Template) -> Value:
    """An f-string or template literal: one string of its parts."""
    conversions = node.conversions
    taints: frozenset[Taint] = NONE
    values: list[Value] = []
    formats: list[str] = []
    for index, part in enumerate(node.parts):
        value = run.evaluate(part)
        if value.types and value.objects:
            value = special(run, value, "__str__", (), part) or value
        conversion = conversions[index] if index < len(conversions) else ""
        if value.taints or value.objects:
            inner = run.deep(value)
            if conversion[-1:] in NUMBER_FORMATS and conversion.startswith(":") and inner:
                inner = run.clear(inner, NUMERIC, part, "is written as a number")
            elif conversion == "r":
                inner = run.clear(inner, BY_LINES, part, "is written with escapes")
            if inner:
                inner = between(inner, *_around(node.parts, index), run.step(part, "cannot end its quotes"))
            taints = join_taints(taints, behind(run, inner, "".join(map(shown, values)), part) if values else inner)
        values.append(value)
        formats.append(conversion)
    if all(value.constants is not None for value in values):
        found = fold(lambda *parts: _joined(run, parts, formats), *values)
        if found is not None:
            return Value(taints, found)
    return Value(run.on(taints, node, "becomes part of a string"), types=STRINGS)


def _around(parts: tuple[ir.Expression, ...], index: int) -> tuple[str, str]:
    """The constant text before and after a part of a template."""
    before = parts[index - 1] if index else None
    after = parts[index + 1] if index + 1 < len(parts) else None
    return (
        before.value if isinstance(before, ir.Constant) and isinstance(before.value, str) else "",
        after.value if isinstance(after, ir.Constant) and isinstance(after.value, str) else "",
    )


def _joined(run: Run, parts: tuple[object, ...], formats: list[str]) -> str:
    found = []
    for part, conversion in zip(parts, formats, strict=True):
        if run.javascript:
            found.append(written(part))
        elif conversion == "r":
            found.append(repr(part))
        elif conversion.startswith(":"):
            found.append(format(part, conversion[1:]))
        else:
            found.append(str(part))
    return "".join(found)


def collection(run: Run, node: ir.Collection) -> Value:
    """A list, tuple or set."""
    values: list[Value] = []
    taints: frozenset[Taint] = NONE
    rest: Value | None = None
    for item in node.items:
        if not isinstance(item, ir.Spread):
            values.append(run.evaluate(item))
            continue
        whole = run.evaluate(item.value)
        more = run.listed(whole)
        if more is None:
            rest = join_maybe(rest, run.items(whole))
            taints = join_taints(taints, whole.taints)
        else:
            values += more
    if rest is not None:
        return run.new(node, blurred(Shape(node.kind, dict(enumerate(values)), rest=rest)), taints)
    return run.new(node, Shape(node.kind, dict(enumerate(values))))


def dictionary(run: Run, node: ir.Dictionary) -> Value:
    items: dict[object, Value] = {}
    rest: Value | None = None
    keys: Value | None = None
    taints: frozenset[Taint] = NONE
    for key, inner in node.entries:
        if key is None:
            whole = run.evaluate(inner)
            shape = run.only(whole, "dict") or (run.only(whole, "object") if run.javascript else None)
            if shape is not None and shape.exact and not whole.taints:
                items.update(shape.items)
            else:
                taints = join_taints(taints, whole.taints)
                for each in run.shapes(whole):
                    items.update(
                        {name: join_maybe(items.get(name), value) or value for name, value in each.items.items()}
                    )
                    rest = join_maybe(rest, each.rest)
                rest = UNKNOWN if rest is None else rest
            continue
        name = run.evaluate(key)
        value = run.evaluate(inner)
        if value.taints and name.constants is not None and not run.javascript:
            under_key(run, inner, name, value)
        if name.constants is not None and len(name.constants) == 1:
            (only,) = name.constants
            items[only] = value
        else:
            rest, keys = join_maybe(rest, value), join_maybe(keys, name)
    return run.new(node, Shape("dict", items, rest=rest, keys=keys), taints)


def bare_slice(run: Run, node: ir.Slice) -> Value:
    """A slice outside a subscript's own place, as in ``x[1:2, 3]``."""
    for each in (node.low, node.high, node.step):
        if each is not None:
            run.evaluate(each)
    return UNKNOWN


def spread(run: Run, node: ir.Spread) -> Value:
    return run.evaluate(node.value)


def lambda_(run: Run, node: ir.Lambda) -> Value:
    return closure(run, node.function)


def assigned(run: Run, node: ir.Assigned) -> Value:
    value = run.evaluate(node.value)
    run.store(node.target, value, node.value)
    return value


def await_(run: Run, node: ir.Await) -> Value:
    if node.kind == "await":
        return UNKNOWN if node.value is None else run.evaluate(node.value)
    value = UNKNOWN if node.value is None else run.evaluate(node.value)
    if node.kind == "yield-from":
        items = run.items(value)
        value = UNKNOWN if items is None else items
    frame = run.frame
    frame.yielded = join_maybe(frame.yielded, value)
    return UNKNOWN


def markup(run: Run, node: ir.Markup) -> Value:
    """An element: for the rules it is a call of ``jsx.element`` with its name and its attributes."""
    taints: frozenset[Taint] = NONE
    given: dict[str, Value] = {}
    for name, inner in node.attributes:
        value = run.evaluate(inner)
        taints = join_taints(taints, run.deep(value))
        given[name or ""] = value
    site = Site(
        frozenset(("jsx.element",)), positional=(constant(node.tag),), keywords=given, item=run.item, lacks=run.lacks
    )
    found_at(run, node, tuple(run.catalogue.calls(site)), f"<{node.tag}>")
    for child in node.children:
        taints = join_taints(taints, run.deep(run.evaluate(child)))
    return Value(run.on(taints, node, f"is written into <{node.tag}>"))


def unknown(run: Run, node: ir.Unknown) -> Value:
    found: Value | None = None
    for part in node.parts:
        found = join_maybe(found, run.evaluate(part))
    if found is None:
        return UNKNOWN
    return Value(found.taints, None, found.names, found.types, found.targets, found.objects)
