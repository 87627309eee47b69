"""Names: those of the function, of the functions around it, of the file, of the imports, and of the language itself."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.asking import of_name, read_types
from harness.constitution.checks.dataflow.interpreter.forms import settle
from harness.constitution.checks.dataflow.interpreter.lattice import tells_nothing
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.rules import Role
from harness.constitution.checks.dataflow.values import Input, Source, Value


def key_of(run: Run, name: str) -> str:
    """Under which key of the state a name is stored that is assigned here."""
    scopes = run.frame.scopes
    if len(scopes) == 1:
        return name
    if run.javascript or name in run.frame.outer:
        names = run.state.names
        for scope in scopes:
            if scope + name in names:
                return scope + name
    return scopes[0] + name


def found_key(run: Run, name: str) -> str | None:
    """Under which key a name is found, if a function at hand binds it."""
    names = run.state.names
    for scope in run.frame.scopes:
        if scope + name in names:
            return scope + name
    return None


def looked_up(run: Run, name: str) -> Value:
    """The value of a name."""
    names = run.state.names
    for scope in run.frame.scopes:
        found = names.get(scope + name)
        if found is not None:
            return found
    if run.frames and run.frames[0].function is None and name in names:
        return names[name]  # a function that the file's own level calls
    found = run.globals.get(name)
    if found is None:
        found = run.globals[name] = _beyond(run, name)
    return settle(run, found, ("global", name), fresh=False)


def _beyond(run: Run, name: str) -> Value:
    if run.frame.function is not None or run.frames or run.inside_class:
        found = run.world.global_name(run.path, name)
        if found is not None:
            return found
        if name in run.enclosing:
            return run.inputs.value(Input(-1, (), name))
    return Value(names=frozenset((name,)))


def name(run: Run, node: ir.Name) -> Value:
    """A name that is read; some are sources by themselves."""
    value = run.state.names.get(node.id) if len(run.frame.scopes) == 1 else None
    if value is None:
        value = looked_up(run, node.id)
    if value.names or run.marked(node.id):
        return _ruled(run, node, value)
    return value


def _ruled(run: Run, node: ir.Name, value: Value) -> Value:
    for rule in of_name(run.catalogue, run.answers, value.names, node.id):
        if rule.role is Role.SOURCE and not (rule.kind == "secret" and tells_nothing(value)):
            if any(isinstance(each.origin, Source) and each.origin.rule == rule.id for each in value.taints):
                continue  # it is that source already, and may have been checked since
            taint = run.source(rule.id, rule.kind, node, node.id, rule.categories)
            value = Value(value.taints | {taint}, None, value.names, value.types, value.targets, value.objects)
    types = read_types(run.catalogue, run.answers, value.names) if value.names else frozenset()
    if types and not types <= value.types:
        value = Value(value.taints, value.constants, value.names, value.types | types, value.targets, value.objects)
    return value
