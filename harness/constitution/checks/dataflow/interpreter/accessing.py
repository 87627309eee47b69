"""Attributes and items: of objects of the heap, of classes and modules of the project, and of what lies outside."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.asking import of_read, of_subscript, read_types
from harness.constitution.checks.dataflow.interpreter.classes import decorated, special
from harness.constitution.checks.dataflow.interpreter.lattice import NONE, constant, join_taints, tells_nothing
from harness.constitution.checks.dataflow.interpreter.members import inherited, member
from harness.constitution.checks.dataflow.interpreter.naming import dotted, names_of
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.schemas import narrowed
from harness.constitution.checks.dataflow.interpreter.scopes import found_key
from harness.constitution.checks.dataflow.interpreter.wording import written
from harness.constitution.checks.dataflow.rules import Role, Site
from harness.constitution.checks.dataflow.values import UNKNOWN, Source, Taint, Value


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
    if name == "__dict__" and owner.objects and not run.javascript:
        return Value(owner.taints, objects=owner.objects)
    found = member(run, owner, name, node.start)
    if found is None and owner.types and not run.javascript:
        found = special(run, owner, "__getattr__", (constant(name),), node)
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
    return narrowed(run, node, owner, name, value) if value.taints and not run.javascript else value


NONE_TYPES: frozenset[str] = frozenset()

PROPERTIES = frozenset({"property", "cached_property"})


def _property(run: Run, node: ir.Expression, value: Value, owner: Value) -> Value:
    """The result of a property that is read; anything else is itself."""
    for target in value.targets:
        if target.kind == "function" and target.receiver is not None:
            definition = run.world.definition(target)
            if isinstance(definition, ir.Function) and not PROPERTIES.isdisjoint(decorated(definition)):
                return run.call(value, (), node)
    if value.types and not run.javascript and value.objects:
        described = special(run, value, "__get__", (owner, UNKNOWN), node)
        if described is not None:
            return described
    return value


def ruled(run: Run, node: ir.Expression, value: Value, site: Site, question: str) -> Value:
    """A value that is read, as the rules say: it may be a source, or made harmless by being read so."""
    for rule in (of_read if question == "reads" else of_subscript)(run.catalogue, run.answers, site):
        if rule.role is Role.SOURCE:
            if rule.kind == "secret" and tells_nothing(value):
                continue
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
