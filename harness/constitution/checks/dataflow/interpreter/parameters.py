"""What is known of a function's parameters before it runs, and what becomes of what it returns."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.classes import decorated
from harness.constitution.checks.dataflow.interpreter.fields import of_annotation
from harness.constitution.checks.dataflow.interpreter.lattice import join, tells
from harness.constitution.checks.dataflow.interpreter.naming import bases_of, dotted
from harness.constitution.checks.dataflow.interpreter.relations import walked
from harness.constitution.checks.dataflow.interpreter.reporting import reached
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.schemas import handed
from harness.constitution.checks.dataflow.interpreter.shapes import Shape
from harness.constitution.checks.dataflow.rules import ParameterRule, Rule, Site
from harness.constitution.checks.dataflow.values import UNKNOWN, Given, Input, Target, Value

PLAIN_TYPES = frozenset({"str", "int", "float", "bool", "bytes"})


def bound_inputs(run: Run, function: ir.Function, given: Given) -> None:
    """Bind each parameter to what its callers give, and to what is known of that."""
    known: dict[int, list[ParameterRule]] = {}
    for rule in parameter_rules(run, function):
        known.setdefault(rule.position, []).append(rule)
    for position, parameter in enumerate(function.parameters):
        value = run.inputs.value(Input(position, (), parameter.name))
        if position < len(given.values):
            value = _given(run, value, given.values[position], position)
        if position == 0 and function.owner is not None:
            value = _itself(run, function, value)
        value = _defaulted(run, parameter, value)
        value = _typed(value, annotated(run, parameter) or handed(run, function, parameter))
        value = _shaped(run, parameter, value)
        for rule in known.get(position, ()):
            value = by_rule(run, function, parameter, value, rule)
        if parameter.pattern is not None:
            run.store(parameter.pattern, value)
        else:
            run.state.names[parameter.name] = value
    run.last = run.state.copy()


def _given(run: Run, value: Value, known: Value, position: int) -> Value:
    """An input of which the caller knows something: its constants, or what an object holds beside where that comes from."""
    _known_parts(run, value, known)
    return Value(value.taints, known.constants, known.names, known.types, known.targets, value.objects)


def _known_parts(run: Run, value: Value, known: Value) -> None:
    """What a caller's object surely holds: the parts of the input that are constants, names, or code of the project."""
    form = known.form
    if form is None or form.given or run.javascript:
        return
    for number in value.objects:
        origin = run.inputs.origin.get(number)
        if origin is not None:
            items = {key: _part(run, number, origin, f"[{key!r}]", part) for key, part in form.items if tells(part)}
            more = {name: _part(run, number, origin, f".{name}", part) for name, part in form.attributes if tells(part)}
            run.state.heap[number] = Shape(form.kind, items, more, origin=origin)


def _part(run: Run, number: int, origin: Input, access: str, known: Value) -> Value:
    part = run.part(origin, access)
    value = Value(part.taints, known.constants, known.names, known.types, known.targets, part.objects)
    run.read[number, access] = value
    return value


def _defaulted(run: Run, parameter: ir.Parameter, value: Value) -> Value:
    """A parameter that may be its default: a function of the project or one from outside."""
    if run.javascript or not isinstance(parameter.default, ir.Name | ir.Attribute) or value.names or value.targets:
        return value
    default = run.evaluate(parameter.default)
    return Value(value.taints, value.constants, default.names, value.types, default.targets, value.objects)


def _shaped(run: Run, parameter: ir.Parameter, value: Value) -> Value:
    """``*args`` is a tuple and ``**kwargs`` a dictionary of which nothing is known."""
    if parameter.kind is ir.Kind.REST_KEYWORDS or parameter.kind is ir.Kind.REST:
        kind = "dict" if parameter.kind is ir.Kind.REST_KEYWORDS else "list" if run.javascript else "tuple"
        for number in value.objects:
            origin = run.inputs.origin.get(number)
            run.state.heap[number] = Shape(kind, origin=origin)
        return Value(value.taints, None, value.names, frozenset((kind,)), value.targets, value.objects)
    return value


def _itself(run: Run, function: ir.Function, value: Value) -> Value:
    """``self`` is an object of the class, ``cls`` the class."""
    words = decorated(function)
    if "staticmethod" in words or (run.javascript and function.parameters[0].name != "this"):
        return value
    own = f"{run.path}::{function.owner}"
    if "classmethod" in words or function.name in ("__new__", "__init_subclass__", "__class_getitem__"):
        target = Target("class", run.path, function.owner or "")
        return Value(value.taints, None, value.names, NONE_TYPES, value.targets or frozenset((target,)), value.objects)
    types = frozenset(each for each in value.types if "::" in each) or frozenset((own,))
    return Value(value.taints, None, value.names, types, value.targets, value.objects)


NONE_TYPES: frozenset[str] = frozenset()


def _typed(value: Value, types: frozenset[str]) -> Value:
    if not types or types <= value.types:
        return value
    return Value(value.taints, value.constants, value.names, value.types | types, value.targets, value.objects)


def names_in(run: Run, annotation: ir.Expression) -> frozenset[str]:
    """The dotted names of everything that an annotation is made of."""
    found: set[str] = set()
    skip: set[int] = set()
    for node in walked(annotation):
        if id(node) in skip or not isinstance(node, ir.Name | ir.Attribute):
            continue
        value = run.evaluate(node)
        found |= value.names
        for target in value.targets:
            if target.kind == "class":
                own = f"{target.path}::{target.qualname}"
                found |= {own} | run.world.bases(own)
        inner: ir.Expression = node
        while isinstance(inner, ir.Attribute):
            inner = inner.value
            skip.add(id(inner))
    return frozenset(found)


def annotated(run: Run, parameter: ir.Parameter) -> frozenset[str]:
    """The types that an annotation itself says, not those of what is inside its brackets."""
    if parameter.annotation is None:
        return NONE_TYPES
    return _types(run, parameter.annotation)


def _types(run: Run, node: ir.Expression) -> frozenset[str]:
    if isinstance(node, ir.Binary):
        return _types(run, node.left) | _types(run, node.right)
    if isinstance(node, ir.Subscript):
        outer = dotted(node.value).rpartition(".")[2]
        if outer in ("Optional", "Annotated", "Union", "ClassVar", "Final"):
            inner = node.index
            if isinstance(inner, ir.Collection):
                parts = inner.items[:1] if outer == "Annotated" else inner.items
                return frozenset(name for part in parts for name in _types(run, part))
            return _types(run, inner)
        return _types(run, node.value)
    if isinstance(node, ir.Name | ir.Attribute):
        value = run.evaluate(node)
        classes = {f"{target.path}::{target.qualname}" for target in value.targets if target.kind == "class"}
        return frozenset(classes) or value.names
    return NONE_TYPES


def parameter_rules(run: Run, function: ir.Function) -> tuple[ParameterRule, ...]:
    """What the catalogue knows of a function's parameters."""
    if not function.parameters:
        return ()
    names = [parameter.name for parameter in function.parameters]
    annotations = [_names_of(run, parameter) for parameter in function.parameters]
    return tuple(
        run.catalogue.parameters(
            names, annotations, decorator_sites(run, function), owner_bases(run, function), function.name
        )
    )


def _names_of(run: Run, parameter: ir.Parameter) -> frozenset[str]:
    found = NONE_TYPES if parameter.annotation is None else names_in(run, parameter.annotation)
    if isinstance(parameter.default, ir.Call):
        found |= run.evaluate(parameter.default.function).names
    return found


def owner_bases(run: Run, function: ir.Function) -> frozenset[str]:
    """The bases of the class that a method is of."""
    return NONE_TYPES if function.owner is None else run.world.bases(f"{run.path}::{function.owner}")


def decorator_sites(run: Run, function: ir.Function) -> list[Site]:
    """The decorators of a function as the rules look at them."""
    return [site_of_decorator(run, node) for node in function.decorators]


def site_of_decorator(run: Run, node: ir.Expression) -> Site:
    """``@a.b(arguments)`` or ``@a.b``."""
    call = node if isinstance(node, ir.Call) else None
    function = node if call is None else call.function
    owner = run.evaluate(function.value) if isinstance(function, ir.Attribute) else None
    value = run.evaluate(function)
    names = value.names
    method = ""
    text = ""
    if isinstance(function, ir.Attribute) and owner is not None:
        method, text = function.attr, dotted(function.value)
        names = names | frozenset(f"{each}.{method}" for each in bases_of(run, owner.types) if "::" not in each)
    positional: list[Value] = []
    keywords: dict[str, Value] = {}
    for argument in () if call is None else call.arguments:
        given = run.evaluate(argument.value)
        if argument.name is not None:
            keywords[argument.name] = given
        elif not argument.spread:
            positional.append(given)
    return Site(names, method, owner, text, tuple(positional), keywords, item=run.item, lacks=run.lacks)


def by_rule(run: Run, function: ir.Function, parameter: ir.Parameter, value: Value, rule: ParameterRule) -> Value:
    """A parameter as a rule says: a source in place of the input, or of a type."""
    types = value.types | rule.types
    if rule.rule is None:
        return Value(value.taints, value.constants, value.names, types, value.targets, value.objects)
    where = parameter.annotation or parameter.default or function
    line = where.line if where is not function else function.line
    node = (
        ir.Node(line, where.start, where.end)
        if where is not function
        else ir.Node(function.line, function.start, function.start)
    )
    taint = run.source(rule.rule.id, rule.rule.kind, node, parameter.name, rule.rule.categories)
    checked = of_annotation(run, run.path, parameter.annotation, parameter.default)
    narrow = (
        run.clear(frozenset((taint,)), checked, node, "its annotation lets nothing harmful through")
        if checked
        else {taint}
    )
    taints = frozenset(each for each in value.taints if not isinstance(each.origin, Input)) | narrow
    return Value(taints, value.constants, value.names, types, value.targets)


def nested(run: Run, function: ir.Function) -> list[Value | None]:
    """The parameters of a function inside that nobody called: unknown, but for what rules say."""
    values: list[Value | None] = [None if each.default is not None else UNKNOWN for each in function.parameters]
    for index, parameter in enumerate(function.parameters):
        types = annotated(run, parameter)
        if types:
            values[index] = Value(types=types)
    for rule in parameter_rules(run, function):
        if rule.position < len(values):
            parameter = function.parameters[rule.position]
            values[rule.position] = by_rule(run, function, parameter, values[rule.position] or UNKNOWN, rule)
    return values


def ruled_returns(run: Run, function: ir.Function) -> None:
    """What a function returns may run into a sink, as the body of a response does."""
    rules = return_rules(run, function)
    if not rules:
        return
    state = run.state
    for exit_state, node, value in run.frame.exits:
        if node is None:
            continue
        run.state = exit_state
        reached_by_return(run, node, rules, value)
    run.state = state


def reached_by_return(run: Run, node: ir.Expression, rules: tuple[Rule, ...], value: Value) -> None:
    """What is returned by a handler: its body, and where it sends the browser."""
    for rule in rules:
        if "redirect" in rule.categories:
            reached(run, node, rule, {"": (_location(run, value),)}, "the header `Location`")
        elif not ("html" in rule.categories and _other_content(run, value)):
            reached(run, node, rule, {"": (_body(run, value),)}, "the response")


def _location(run: Run, value: Value) -> Value:
    """Of a tuple that is an answer the header that leads elsewhere."""
    found = UNKNOWN
    for shape in run.shapes(value):
        for item in shape.items.values() if shape.kind == "tuple" else ():
            for name in ("Location", "location"):
                given = run.item(item, name)
                found = found if given is None else join(found, Value(given.taints))
    return found


def return_rules(run: Run, function: ir.Function) -> tuple[Rule, ...]:
    """The sinks behind a function's ``return``."""
    if not function.decorators and function.owner is None and not run.marked(function.name):
        return ()
    return tuple(run.catalogue.returns(decorator_sites(run, function), owner_bases(run, function), function.name))


def _other_content(run: Run, value: Value) -> bool:
    """Whether a response says in its headers that it is no HTML."""
    for shape in run.shapes(value):
        for item in shape.items.values() if shape.kind == "tuple" else ():
            for name in ("Content-Type", "content-type"):
                given = run.item(item, name)
                if given is not None and given.constants and not any("html" in str(each) for each in given.constants):
                    return True
    return False


def _body(run: Run, value: Value) -> Value:
    """Of a tuple the first item is the body; a list or dictionary is written as JSON."""
    found = Value(value.taints)
    for shape in run.shapes(value):
        if shape.kind == "tuple" and 0 in shape.items:
            first = shape.items[0]
            found = join(found, Value(first.taints))
    return found
