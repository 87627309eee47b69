"""Records (named tuples, data classes, models): what makes another one of them, or a dictionary."""

from __future__ import annotations

from dataclasses import replace

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.construction import TUPLES, fields_of
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.members import inherited, member
from harness.constitution.checks.dataflow.interpreter.models.model import Model
from harness.constitution.checks.dataflow.interpreter.naming import class_of
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape, attributed
from harness.constitution.checks.dataflow.values import UNKNOWN, Value


def _of_argument(run: Run, invocation: Invocation) -> Value | None:
    """``dataclasses.replace(record, field=value)``."""
    value = invocation.argument(0)
    return None if value is None else _changed(run, invocation, value, invocation.keywords)


def method(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """``record._replace(field=value)``, ``model.model_copy(update={"field": value})``, ``record._asdict()``."""
    if invocation.method == "_replace":
        return _changed(run, invocation, receiver, invocation.keywords)
    if invocation.method == "model_copy":
        return _updated(run, invocation, receiver)
    if invocation.method == "_asdict" and not invocation.every():
        return _dictionary(run, invocation, receiver)
    return None


def _updated(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    update = invocation.keywords.get("update")
    if update is None:
        return _changed(run, invocation, receiver, {})
    shape = run.only(update, "dict")
    if shape is None or not shape.exact or update.taints:
        return None
    return _changed(run, invocation, receiver, {str(name): value for name, value in shape.items.items()})


def _changed(run: Run, invocation: Invocation, record: Value, fields: dict[str, Value]) -> Value | None:
    """Another record with other values in some fields; None where it is not known what the record holds."""
    if invocation.rest is not None or not record.objects:
        return None
    order = _order(run, record)
    told = _is_tuple(run, record)
    numbers: frozenset[int] = frozenset()
    for index, number in enumerate(sorted(record.objects)):
        shape = _read(run, record, number, order) if told else run.shape(number)
        for name, value in fields.items():
            shape = _with(run, shape, order, name, value)
        numbers |= run.allocate(("replaced", invocation.node.start, index), shape)
    return Value(inherited(run, record) if told else record.taints, types=record.types, objects=numbers)


def _read(run: Run, record: Value, number: int, order: list[str]) -> Shape:
    """A named tuple with all that it has: one that was given, too, holds its fields and nothing else."""
    shape = run.shape(number)
    if shape.origin is None:
        return shape
    one = Value(types=record.types, objects=frozenset((number,)))
    values = [member(run, one, name, ("field", number, name)) or UNKNOWN for name in order]
    return Shape("object", dict(enumerate(values)), dict(zip(order, values, strict=True)))


def _with(run: Run, shape: Shape, order: list[str], name: str, value: Value) -> Shape:
    position = order.index(name) if name in order else -1
    if position in shape.items:
        shape = replace(shape, items={**shape.items, position: value})
    return attributed(shape, name, value, False, run.part)


def _order(run: Run, record: Value) -> list[str]:
    """The fields of a record of the project, as they stand in its class."""
    for type_name in sorted(each for each in record.types if "::" in each):
        definition = run.world.definition(class_of(type_name))
        if isinstance(definition, ir.Class):
            return [*fields_of(run, type_name, definition)]
    return []


def _is_tuple(run: Run, record: Value) -> bool:
    """Whether it is known to be a named tuple of the project."""
    return bool(record.types) and all("::" in each and run.world.bases(each) & TUPLES for each in record.types)


def _dictionary(run: Run, invocation: Invocation, record: Value) -> Value | None:
    """The attributes of a record by their names."""
    shape = run.only(record)
    if shape is None or shape.origin is not None or not _order(run, record):
        return None
    items: dict[object, Value] = dict(shape.attributes.items())
    return run.new(invocation.node, Shape("dict", items), inherited(run, record), part="fields")


REPLACING = ("dataclasses.replace", "copy.replace", "attrs.evolve", "attr.evolve")
MODELS: dict[str, Model] = dict.fromkeys(REPLACING, _of_argument)
