"""What the project's classes say of the attributes of their objects."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.forms import settle
from harness.constitution.checks.dataflow.interpreter.lattice import join_maybe
from harness.constitution.checks.dataflow.interpreter.naming import class_of, dotted
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Target, Value


def is_field(run: Run, type_name: str, name: str) -> bool:
    """Whether a class declares an attribute with a type, as records do: its objects have values of their own."""
    for each in run.world.bases(type_name):
        defined = run.world.definition(class_of(each)) if "::" in each else None
        if isinstance(defined, ir.Class) and any(_declares(statement, name) for statement in defined.body):
            return True
    return False


def _declares(statement: ir.Statement, name: str) -> bool:
    if not isinstance(statement, ir.Assign) or statement.annotation is None:
        return False
    return any(isinstance(target, ir.Name) and target.id == name for target in statement.targets)


def special(run: Run, value: Value, name: str, arguments: tuple[Value, ...], node: ir.Expression) -> Value | None:
    """What a special method of the project's own class gives (``__getitem__``, ``__str__``); None if there is none."""
    found: Value | None = None
    for each in sorted(value.types):
        if "::" in each:
            there = run.world.member(class_of(each), name)
            if there is not None and there.targets:
                found = join_maybe(found, run.call(bound(run, there, value), arguments, node))
    return found


def of_classes(run: Run, owner: Value, name: str, key: object) -> Value | None:
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


def of_class(run: Run, owner: Value, value: Value, target: Target, key: object, name: str) -> Value:
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
