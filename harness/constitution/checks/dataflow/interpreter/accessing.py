"""Attributes and items: of objects of the heap, of classes and modules of the project, and of what lies outside."""

from __future__ import annotations

from typing import Any

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.asking import of_read, of_subscript, read_types
from harness.constitution.checks.dataflow.interpreter.folding import FAILURES, fold, simple
from harness.constitution.checks.dataflow.interpreter.forms import settle
from harness.constitution.checks.dataflow.interpreter.lattice import (
    NONE,
    constants,
    join_maybe,
    join_taints,
)
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.scopes import found_key
from harness.constitution.checks.dataflow.interpreter.shapes import SEQUENCES, Shape, any_item, item, renumbered
from harness.constitution.checks.dataflow.interpreter.wording import written
from harness.constitution.checks.dataflow.rules import Role, Site
from harness.constitution.checks.dataflow.values import EVERYTHING, UNKNOWN, Source, Taint, Target, Value

ANYTHING = frozenset((EVERYTHING,))
CHOSEN = frozenset(("Object.Chosen",))
"""Of a property of JavaScript whose name came from outside: it may be ``__proto__``."""


def dotted(node: ir.Expression) -> str:
    """How an expression is written, if it is names and dots; else nothing."""
    parts: list[str] = []
    while isinstance(node, ir.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ir.Name):
        return ""
    parts.append(node.id)
    return ".".join(reversed(parts))


def class_of(type_name: str) -> Target:
    """The class of the project that a type names."""
    path, _, qualname = type_name.partition("::")
    return Target("class", path, qualname)


def bases_of(run: Run, types: frozenset[str]) -> frozenset[str]:
    """Types with all their bases."""
    found = run.expanded.get(types)
    if found is None:
        every: set[str] = set(types)
        for each in types:
            every |= run.world.bases(each) if "::" in each else run.catalogue.bases(each)
        found = run.expanded[types] = frozenset(every)
    return found


def names_of(run: Run, owner: Value, name: str) -> frozenset[str]:
    """The dotted names that an attribute of a value may have."""
    if not owner.names and not owner.types:
        return owner.names
    found = [f"{each}.{name}" for each in owner.names]
    if owner.types:
        found += [f"{each}.{name}" for each in bases_of(run, owner.types) if "::" not in each]
    return frozenset(found)


def inherited(run: Run, owner: Value) -> frozenset[Taint]:
    """The taints that every part of a value has: not those that only say that the value itself was given."""
    if not owner.taints or not owner.objects:
        return owner.taints
    origins = {run.inputs.origin.get(number) for number in owner.objects}
    return frozenset(taint for taint in owner.taints if taint.origin not in origins)


def method_of(run: Run, owner: Value, name: str, key: object) -> Value | None:
    """An attribute that is called: what is known of it, but an input's is no input of its own."""
    if any(number < 0 for number in owner.objects):
        found: Value | None = None
        for shape in run.shapes(owner):
            found = join_maybe(found, shape.attributes.get(name))
        if found is None:
            found = _of_classes(run, owner, name, key)
        if found is None and not owner.targets:
            return None
        if found is not None:
            return found
    return member(run, owner, name, key)


def member(run: Run, owner: Value, name: str, key: object) -> Value | None:
    """An attribute of a value without asking any rule; None if nothing is known of it."""
    found: Value | None = None
    lacking = False
    for number in sorted(owner.objects):
        shape = run.shape(number)
        there = shape.attributes.get(name)
        if there is None and run.javascript and shape.kind not in SEQUENCES:
            there = item(shape, name, run.part)
        if there is None:
            lacking = True
            if shape.origin is not None:
                there = _read_once(run, number, shape, name, owner)
        found = join_maybe(found, there)
    if found is None or lacking:
        found = join_maybe(found, _of_classes(run, owner, name, key)) if found is None else found
    for target in owner.targets:
        if target.kind != "function":
            there = run.world.member(target, name)
            if there is not None:
                found = join_maybe(found, _of_class(run, owner, there, target, key, name))
    return found


def _read_once(run: Run, number: int, shape: Shape, name: str, owner: Value) -> Value:
    """An attribute of an input, from now on the same one."""
    assert shape.origin is not None
    known = _of_classes(run, owner, name, ("input", number, name))
    if (
        known is not None
        and (known.constants is not None or known.objects or known.targets)
        and _is_fixed(run, owner, name)
    ):
        return known
    value = run.part(shape.origin, f".{name}")
    if known is not None:
        value = Value(
            join_taints(value.taints, known.taints),
            None,
            known.names,
            known.types,
            known.targets,
            value.objects | known.objects,
        )
        if known.constants is not None or not (known.taints or known.objects or known.names or known.types):
            value = Value(value.taints, known.constants, value.names, value.types, value.targets, value.objects)
    run.state.heap[number] = Shape(
        shape.kind, shape.items, {**shape.attributes, name: value}, shape.rest, shape.keys, shape.origin
    )
    run.read[number, f".{name}"] = value
    return value


def _is_fixed(run: Run, owner: Value, name: str) -> bool:
    """Whether only the classes of an object say what an attribute is: a method, or a constant that no method replaces."""
    classes = [each for each in owner.types if "::" in each]
    return bool(classes) and all(
        run.world.member(class_of(each), name) is not None
        and run.world.stored(each, name) is None
        and not _is_field(run, each, name)
        for each in classes
    )


def _is_field(run: Run, type_name: str, name: str) -> bool:
    """Whether a class declares an attribute with a type, as records do: its objects have values of their own."""
    for each in run.world.bases(type_name):
        defined = run.world.definition(class_of(each)) if "::" in each else None
        if isinstance(defined, ir.Class):
            for statement in defined.body:
                if isinstance(statement, ir.Assign) and statement.annotation is not None:
                    if any(isinstance(target, ir.Name) and target.id == name for target in statement.targets):
                        return True
    return False


def special(run: Run, value: Value, name: str, arguments: tuple[Value, ...], node: ir.Expression) -> Value | None:
    """What a special method of the project's own class gives (``__getitem__``, ``__str__``); None if there is none."""
    found: Value | None = None
    for each in sorted(value.types):
        if "::" in each:
            there = run.world.member(class_of(each), name)
            if there is not None and there.targets:
                found = join_maybe(found, run.call(bound(run, there, value), arguments, node))
    return found


def _of_classes(run: Run, owner: Value, name: str, key: object) -> Value | None:
    """What the classes of an object say of its attribute, and what their methods store in it."""
    found: Value | None = None
    for each in sorted(owner.types):
        if "::" not in each:
            continue
        target = class_of(each)
        there = run.world.member(target, name)
        if there is not None:
            found = join_maybe(found, bound(run, there, owner, (each, name)))
        kept = run.world.stored(each, name)
        if kept is not None:
            found = join_maybe(found, settle(run, kept, ("stored", each, name, key), fresh=False))
    return found


def bound(run: Run, value: Value, receiver: Value, key: object = "") -> Value:
    """A class's attribute as one of its objects has it: functions are bound to the object."""
    if not value.targets:
        return settle(run, value, ("member", key), fresh=False)
    targets = frozenset(
        Target(each.kind, each.path, each.qualname, receiver, each.closure) if binds(run, each) else each
        for each in value.targets
    )
    return Value(value.taints, value.constants, value.names, value.types, targets, value.objects)


def binds(run: Run, target: Target) -> bool:
    """Whether a function of a class takes the object that it is called on."""
    if target.kind != "function" or target.receiver is not None:
        return False
    definition = run.world.definition(target)
    return (
        isinstance(definition, ir.Function)
        and definition.owner is not None
        and "staticmethod" not in decorated(definition)
    )


def decorated(function: ir.Function) -> frozenset[str]:
    """The last words of a function's decorators."""
    return _words(function.decorators)


def decorated_class(definition: ir.Class) -> frozenset[str]:
    """The last words of a class's decorators."""
    return _words(definition.decorators)


def _words(decorators: tuple[ir.Expression, ...]) -> frozenset[str]:
    found = set()
    for decorator in decorators:
        written = decorator.function if isinstance(decorator, ir.Call) else decorator
        found.add(dotted(written).rpartition(".")[2])
    return frozenset(found)


def _of_class(run: Run, owner: Value, value: Value, target: Target, key: object, name: str) -> Value:
    """An attribute of a class or module itself: a class method is bound to the class."""
    if target.kind == "class" and value.targets:
        here = Value(targets=frozenset((target,)))
        targets = frozenset(
            Target(each.kind, each.path, each.qualname, here, each.closure) if is_class_method(run, each) else each
            for each in value.targets
        )
        return Value(value.taints, value.constants, value.names, value.types, targets, value.objects)
    return settle(run, value, ("member", target.path, target.qualname, name), fresh=False)


def is_class_method(run: Run, target: Target) -> bool:
    """Whether a function takes its class."""
    definition = run.world.definition(target) if target.kind == "function" else None
    return isinstance(definition, ir.Function) and "classmethod" in decorated(definition)


def attribute(run: Run, node: ir.Attribute) -> Value:
    """``value.attr`` that is read."""
    owner = run.evaluate(node.value)
    value = read_attribute(run, node, owner, node.attr, dotted(node.value))
    return _checked(run, node, value) if run.javascript and value.taints and run.state.notes else value


def _checked(run: Run, node: ir.Attribute, value: Value) -> Value:
    """A part of what a parameter brings, such as ``req.query.next``, which was checked before under the very same words."""
    note = run.state.notes.get(("text", written(node)))
    first: ir.Expression = node
    while isinstance(first, ir.Attribute):
        first = first.value
    whole = run.state.names.get(found_key(run, first.id) or "") if isinstance(first, ir.Name) else None
    if not isinstance(note, frozenset) or whole is None or any(isinstance(one.origin, Source) for one in whole.taints):
        return value
    taints = run.clear(value.taints, note, node, "was checked before")
    return Value(taints, value.constants, value.names, value.types, value.targets, value.objects)


def read_attribute(run: Run, node: ir.Expression, owner: Value, name: str, text: str) -> Value:
    """An attribute of a value, with what the rules say of it."""
    found = member(run, owner, name, node.start)
    names = names_of(run, owner, name)
    taints = inherited(run, owner)
    if found is None:
        value = Value(taints, None, names, read_types(run.catalogue, run.answers, names) if names else NONE_TYPES)
    else:
        value = _property(run, node, found, owner)
        if taints or names:
            types = value.types | read_types(run.catalogue, run.answers, names) if names else value.types
            value = Value(
                join_taints(value.taints, taints),
                value.constants,
                value.names | names,
                types,
                value.targets,
                value.objects,
            )
    if names or run.marked(name):
        value = ruled(run, node, value, Site(names, name, owner, text), "reads")
    return value


NONE_TYPES: frozenset[str] = frozenset()
PROPERTIES = frozenset({"property", "cached_property"})


def _property(run: Run, node: ir.Expression, value: Value, owner: Value) -> Value:
    """The result of a property that is read; anything else is itself."""
    for target in value.targets:
        if target.kind == "function" and target.receiver is not None:
            definition = run.world.definition(target)
            if isinstance(definition, ir.Function) and not PROPERTIES.isdisjoint(decorated(definition)):
                return run.call(value, (), node)
    return value


def ruled(run: Run, node: ir.Expression, value: Value, site: Site, question: str) -> Value:
    """A value that is read, as the rules say: it may be a source, or made harmless by being read so."""
    for rule in (of_read if question == "reads" else of_subscript)(run.catalogue, run.answers, site):
        if rule.role is Role.SOURCE:
            text = f"{site.text}.{site.method}" if question == "reads" else f"{site.text}[…]"
            taint = run.checked(run.source(rule.id, rule.kind, node, text, rule.categories), node)
            value = Value(
                without(value.taints, rule.kind) | {taint}, None, value.names, value.types, value.targets, value.objects
            )
        elif rule.role is Role.SANITIZER:
            taints = run.clear(run.deep(value), rule.categories, node, f"`{site.method}` makes it harmless")
            value = Value(taints, value.constants, value.names, value.types)
    return value


def without(taints: frozenset[Taint], kind: str) -> frozenset[Taint]:
    """Without sources of a kind: a part of a request that is a source itself is told instead of the request."""
    if not taints:
        return NONE
    return frozenset(each for each in taints if not (isinstance(each.origin, Source) and each.origin.kind == kind))


def subscript(run: Run, node: ir.Subscript) -> Value:
    """``value[index]``."""
    owner = run.evaluate(node.value)
    if isinstance(node.index, ir.Slice):
        return sliced(run, node.index, owner)
    key = run.evaluate(node.index)
    value = special(run, owner, "__getitem__", (key,), node) if owner.types else None
    if value is None:
        value = read_item(run, node, owner, key)
    if owner.names or owner.types or run.javascript:
        names = owner.names | bases_of(run, owner.types) if owner.types else owner.names
        site = Site(names, "", owner, dotted(node.value), (key,))
        value = ruled(run, node, value, site, "subscripts")
    if run.javascript and key.constants is None and any(taint.reaches("prototype") for taint in key.taints):
        # what is stored in it may change what all objects have in common
        value = _typed(value, CHOSEN)
    return value


def _typed(value: Value, types: frozenset[str]) -> Value:
    return Value(value.taints, value.constants, value.names, value.types | types, value.targets, value.objects)


def read_item(run: Run, node: ir.Expression, owner: Value, key: Value) -> Value:
    """What stands under a key."""
    found: Value | None = None
    for shape in run.shapes(owner):
        if key.constants is None:
            there = any_item(shape, run.part)
        else:
            there = None
            for each in key.constants:
                there = join_maybe(there, item(shape, each, run.part))
            if there is None and run.javascript and all(isinstance(each, str) for each in key.constants):
                there = _named(shape, key)
        found = join_maybe(found, there)
    taints = inherited(run, owner)
    if owner.constants is not None:
        folded = fold(lambda whole, index: whole[index], owner, key)
        part = Value(NONE, folded) if folded is not None else _some_of(owner)
        found = join_maybe(found, part)
    if owner.targets:
        found = join_maybe(found, _by_class(run, owner, key, node))
    if found is None:
        return Value(taints, types=frozenset(("str",)) if owner.types == {"str"} else NONE_TYPES)
    if taints:
        return Value(
            join_taints(found.taints, taints), found.constants, found.names, found.types, found.targets, found.objects
        )
    return found


def _named(shape: Shape, key: Value) -> Value | None:
    found: Value | None = None
    for each in key.constants or ():
        found = join_maybe(found, shape.attributes.get(str(each)))
    return found


def _some_of(owner: Value) -> Value:
    """Any item of constants."""
    every: list[object] = []
    for whole in owner.constants or ():
        if not isinstance(whole, tuple):
            return UNKNOWN
        every += whole
    return constants(every)


def _by_class(run: Run, owner: Value, key: Value, node: ir.Expression) -> Value | None:
    """``Color[name]`` of an enumeration: one of its members, whatever the name."""
    for target in owner.targets:
        if target.kind == "class" and "enum.Enum" in run.world.bases(f"{target.path}::{target.qualname}"):
            return Value(
                run.clear(run.deep(key), ANYTHING, node, "chooses a member of an enumeration"),
                types=frozenset((f"{target.path}::{target.qualname}",)),
            )
    return None


def sliced(run: Run, node: ir.Slice, owner: Value) -> Value:
    """``value[low:high:step]``: a part of it, of the same kind."""
    bounds = [UNKNOWN if each is None else run.evaluate(each) for each in (node.low, node.high, node.step)]
    known: list[Any] = [
        None if each is None else next(iter(bound.constants)) if bound.constants and len(bound.constants) == 1 else ...
        for each, bound in zip((node.low, node.high, node.step), bounds, strict=True)
    ]
    certain = all(each is None or type(each) is int for each in known)
    shape = run.only(owner, "list", "tuple")
    if shape is not None and certain and shape.exact:
        values = list(shape.items.values())[slice(*known)]
        return run.new(node, renumbered(Shape(shape.kind), values), owner.taints)
    if owner.objects:
        found = run.items(owner)
        kind = shape.kind if shape is not None else "list"
        if shape is not None and shape.kind == "object":
            return Value(run.deep(owner), objects=owner.objects)
        return run.new(node, Shape(kind, rest=UNKNOWN if found is None else found), owner.taints)
    if owner.constants is not None and certain:
        found_parts: set[object] = set()
        for each in owner.constants:
            try:
                part = each[slice(*known)]  # type: ignore[index]
            except FAILURES:
                continue
            if simple(part):
                found_parts.add(part)
        if found_parts:
            return Value(owner.taints, constants(found_parts).constants)
    return Value(owner.taints, types=owner.types)
