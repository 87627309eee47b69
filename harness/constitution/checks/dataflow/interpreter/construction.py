"""Objects of the project's classes: made by their constructors, or field by field where none is written."""

from __future__ import annotations

from dataclasses import replace

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.classes import bound, decorated_class, special
from harness.constitution.checks.dataflow.interpreter.fields import ENUMERATIONS
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, deep_arguments
from harness.constitution.checks.dataflow.interpreter.items import ANYTHING
from harness.constitution.checks.dataflow.interpreter.lattice import NONE
from harness.constitution.checks.dataflow.interpreter.naming import class_of
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.schemas import filled
from harness.constitution.checks.dataflow.interpreter.shapes import Shape, attributed
from harness.constitution.checks.dataflow.values import UNKNOWN, Target, Value

RECORDS = frozenset({"dataclass", "define", "frozen", "attrs", "s", "dataclasses"})
RECORD_BASES = frozenset(
    {"typing.NamedTuple", "pydantic.BaseModel", "typing.TypedDict", "NamedTuple", "BaseModel", "TypedDict"}
)
TUPLES = frozenset({"typing.NamedTuple", "NamedTuple"})


def constructed(run: Run, target: Target, definition: ir.Class, invocation: Invocation) -> Value:
    """A new object of a class."""
    type_name = f"{target.path}::{target.qualname}"
    bases = run.world.bases(type_name)
    if bases & ENUMERATIONS:
        taints = run.clear(
            deep_arguments(run, invocation), ANYTHING, invocation.node, "becomes a member of an enumeration"
        )
        return Value(taints, types=frozenset((type_name,)))
    place = ("new", invocation.node.start, invocation.node.end, type_name)
    numbers = run.allocate(place, Shape("object"))
    made = Value(NONE, None, types=frozenset((type_name,)), objects=numbers)
    for name in ("__init__", "__new__") if not run.javascript else ("constructor",):
        found = run.world.member(target, name)
        if found is not None and any(each.kind == "function" for each in found.targets):
            return _initialised(run, found, made, invocation)
    if _is_record(definition, bases):
        fields = fields_of(run, type_name, definition)
        _fill(run, fields, made, invocation)
        if not run.javascript:
            special(run, made, "__post_init__", (), invocation.node)
        return _unpackable(run, made, fields) if bases & TUPLES else made
    # what a base outside does with its arguments is not known: the object may hold them
    taints = run.on(deep_arguments(run, invocation, False), invocation.node, f"is kept in the new `{definition.name}`")
    for name, value in invocation.keywords.items():
        run.change(made, lambda shape, weak, name=name, value=value: attributed(shape, name, value, weak, run.part))  # type: ignore[misc]
    return Value(taints, None, types=made.types, objects=made.objects)


def _initialised(run: Run, found: Value, made: Value, invocation: Invocation) -> Value:
    inner = Invocation(invocation.node, bound(run, Value(targets=found.targets), made))
    inner.positional, inner.nodes = invocation.positional, invocation.nodes
    inner.keywords, inner.keyword_nodes, inner.rest = invocation.keywords, invocation.keyword_nodes, invocation.rest
    run.apply(inner)
    return made


def _unpackable(run: Run, made: Value, fields: dict[str, ir.Expression | None]) -> Value:
    """A named tuple: its fields by position too."""

    def change(shape: Shape, weak: bool) -> Shape:
        return replace(shape, items={index: shape.attributes[name] for index, name in enumerate(fields)})

    run.change(made, change)
    return made


def _is_record(definition: ir.Class, bases: frozenset[str]) -> bool:
    return bool(decorated_class(definition) & RECORDS or bases & RECORD_BASES)


def fields_of(run: Run, type_name: str, definition: ir.Class) -> dict[str, ir.Expression | None]:
    """The fields of a record in order, those of its bases first, with their defaults."""
    found: dict[str, ir.Expression | None] = {}
    for base in sorted(run.world.bases(type_name) - {type_name}):
        inherited = run.world.definition(class_of(base)) if "::" in base else None
        if isinstance(inherited, ir.Class):
            found.update(_own_fields(inherited))
    found.update(_own_fields(definition))
    return found


def _own_fields(definition: ir.Class) -> dict[str, ir.Expression | None]:
    return {
        target.id: statement.value
        for statement in definition.body
        if isinstance(statement, ir.Assign) and statement.annotation is not None
        for target in statement.targets
        if isinstance(target, ir.Name)
    }


FACTORIES = frozenset({"list", "dict", "set", "tuple"})


def _default(run: Run, default: ir.Expression | None, name: str, invocation: Invocation) -> Value:
    """What a field holds that is not given: a constant, or what its factory makes."""
    if isinstance(default, ir.Constant):
        return run.evaluate(default)
    for argument in default.arguments if isinstance(default, ir.Call) else ():
        made = argument.value
        if argument.name == "default" and isinstance(made, ir.Constant):
            return run.evaluate(made)
        if argument.name == "default_factory" and isinstance(made, ir.Name) and made.id in FACTORIES:
            return run.new(invocation.node, Shape(made.id), part=("field", name))
    return UNKNOWN


def _fill(run: Run, fields: dict[str, ir.Expression | None], made: Value, invocation: Invocation) -> None:
    positional = iter(invocation.positional)
    for name, default in fields.items():
        value = invocation.keywords.get(name)
        if value is None:
            value = next(positional, None)
        if value is None:
            value = invocation.rest
        if value is None:
            value = _default(run, default, name, invocation)
        value = filled(run, invocation.node, made, name, value)
        run.change(made, lambda shape, weak, name=name, value=value: attributed(shape, name, value, weak, run.part))  # type: ignore[misc]
