"""Calls: what the rules say of them, else what the project's own code does, else what is built in, else what is likely."""

from __future__ import annotations

import re

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.classes import bound
from harness.constitution.checks.dataflow.interpreter.construction import constructed
from harness.constitution.checks.dataflow.interpreter.folding import NUMERIC
from harness.constitution.checks.dataflow.interpreter.frames import Closure
from harness.constitution.checks.dataflow.interpreter.functions import inline
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, collect
from harness.constitution.checks.dataflow.interpreter.lattice import join_maybe
from harness.constitution.checks.dataflow.interpreter.likely import answered_by, call_back, likely
from harness.constitution.checks.dataflow.interpreter.members import method_of
from harness.constitution.checks.dataflow.interpreter.models import built_in
from harness.constitution.checks.dataflow.interpreter.naming import bases_of, class_of, names_of
from harness.constitution.checks.dataflow.interpreter.ruling import by_rules, site_of, typed
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.summaries import called
from harness.constitution.checks.dataflow.rules import Bound
from harness.constitution.checks.dataflow.values import UNKNOWN, Target, Value


def call(run: Run, node: ir.Call) -> Value:
    """A call that is evaluated."""
    function = node.function
    if isinstance(function, ir.Attribute):
        owner = run.evaluate(function.value)
        invocation = Invocation(node, _method(run, owner, function))
        invocation.receiver, invocation.place, invocation.method = owner, function.value, function.attr
        invocation.names = names_of(run, owner, function.attr) | invocation.function.names
    else:
        invocation = Invocation(node, run.evaluate(function))
        if isinstance(function, ir.Name) and function.id == "super":
            return _super(run)
        _taken_off(invocation)
        if invocation.function.types and not run.javascript:
            invocation.names |= names_of(run, invocation.function, "__call__")
    run.guards.pop(id(node), None)
    collect(run, node, invocation)
    if run.state.dead:
        return UNKNOWN
    value = result_of(run, invocation)
    run.noted[id(node)] = value
    return value


def _method(run: Run, owner: Value, node: ir.Attribute) -> Value:
    """The function that an attribute is; that it was read is of no interest in itself."""
    found = method_of(run, owner, node.attr, node.start)
    return UNKNOWN if found is None else found


def _taken_off(invocation: Invocation) -> None:
    """``execute = cursor.execute``: a method that was taken off its object is still one."""
    for name in sorted(invocation.names):
        owner, _, method = name.rpartition(".")
        if owner.rpartition(".")[2][:1].isupper() and method[:1].islower():
            invocation.method = method
            invocation.receiver = Value(types=frozenset((owner,)))
            return


def _super(run: Run) -> Value:
    """``super()``: the object, seen as one of its class's bases."""
    frame = run.frames[0] if run.frames else run.frame
    function = frame.function
    if function is None or function.owner is None or not function.parameters:
        return UNKNOWN
    own = f"{run.path}::{function.owner}"
    me = run.state.names.get(function.parameters[0].name, UNKNOWN)
    bases = run.world.bases(own) - {own}
    return Value(me.taints, None, me.names, frozenset(bases), frozenset(), me.objects)


def invoke(run: Run, function: Value, arguments: tuple[Value, ...], node: ir.Expression) -> Value:
    """A call that some other code makes of a function, with values."""
    invocation = Invocation(node, function)
    invocation.positional = list(arguments)
    invocation.nodes = [None] * len(arguments)
    return result_of(run, invocation)


def result_of(run: Run, invocation: Invocation) -> Value:
    """What a call gives, with all that it does."""
    bounds: tuple[Bound, ...] = ()
    if run.javascript and not invocation.names and not invocation.method and invocation.function.types:
        # an instance that is called as a function is one, as what `axios.create()` gives
        invocation.names = frozenset(each for each in bases_of(run, invocation.function.types) if "::" not in each)
    if invocation.names or invocation.method:
        bounds = tuple(run.catalogue.calls(site_of(run, invocation)))
    if "functools.partial" in invocation.function.types:
        return _partial(run, invocation)
    value = by_rules(run, invocation, bounds) if bounds else None
    own = _of_project(run, invocation, value is not None)
    if value is None:
        value = own
    elif own is not None and not value.types and not value.objects:
        value = Value(
            value.taints, None, value.names, own.types, value.targets, own.objects if not own.taints else frozenset()
        )
    if value is None:
        value = built_in(run, invocation)
        value = likely(run, invocation, answered_by(run, bounds)) if value is None else typed(run, invocation, value)
    return _converted(run, invocation, value)


CONVERSIONS = frozenset({"int", "float", "bool", "decimal.Decimal", "uuid.UUID"})


def _converted(run: Run, invocation: Invocation, value: Value) -> Value:
    """``get("id", type=int)``: what comes is a number."""
    given = invocation.keywords.get("type")
    if given is None or not value.taints or not given.names or not given.names <= CONVERSIONS:
        return value
    taints = run.clear(value.taints, NUMERIC, invocation.node, "becomes a number by `type`")
    return Value(taints, value.constants, types=value.types)


def _partial(run: Run, invocation: Invocation) -> Value:
    """A call of ``functools.partial(function, …)``: of the function with all arguments."""
    function = run.item(invocation.function, "function") or UNKNOWN
    whole = Invocation(invocation.node, function)
    arguments = run.item(invocation.function, "arguments")
    keywords = run.item(invocation.function, "keywords")
    given = [] if arguments is None else run.listed(arguments) or []
    whole.positional = [*given, *invocation.positional]
    whole.nodes = [*([None] * len(given)), *invocation.nodes]
    shape = None if keywords is None else run.only(keywords, "dict")
    more = {} if shape is None else {str(name): value for name, value in shape.items.items()}
    whole.keywords = {**more, **invocation.keywords}
    whole.rest = invocation.rest
    return result_of(run, whole)


def _of_project(run: Run, invocation: Invocation, ruled: bool) -> Value | None:
    """What functions and classes of the project give."""
    found: Value | None = None
    targets = invocation.function.targets
    if not targets:
        return _by_special(run, invocation)
    before = run.state
    after = None
    for target in sorted(targets, key=lambda each: (each.path, each.qualname, each.closure)):
        if len(targets) > 1:
            run.state = before.copy()
        found = join_maybe(found, _call_target(run, target, invocation))
        if len(targets) > 1:
            if after is None:
                after = run.state
            else:
                after.join(run.state, run.part)
    if after is not None:
        run.state = after
    return found


def _by_special(run: Run, invocation: Invocation) -> Value | None:
    """The call of an object whose class has ``__call__``."""
    function = invocation.function
    for each in sorted(function.types):
        found = run.world.member(class_of(each), "__call__") if "::" in each else None
        if found is not None and found.targets:
            inner = Invocation(invocation.node, bound(run, found, function))
            inner.positional, inner.nodes = invocation.positional, invocation.nodes
            inner.keywords, inner.keyword_nodes, inner.rest = (
                invocation.keywords,
                invocation.keyword_nodes,
                invocation.rest,
            )
            return result_of(run, inner)
    return None


def _call_target(run: Run, target: Target, invocation: Invocation) -> Value:
    if target.closure:
        return inline(run, target, invocation)
    definition = run.world.definition(target)
    if isinstance(definition, ir.Function):
        closures = any(each.closure for argument in invocation.every() for each in argument.targets)
        if target.path == run.path and closures:
            return inline(run, _opened(run, target, definition), invocation)
        value = called(run, target, definition, invocation)
        if closures:
            # a function that is known here alone means nothing to the one that is called: what it does with it is likely
            call_back(run, invocation)
        if target.path == run.path and any(_is_inside(each, target) for each in value.targets):
            # the function inside that comes back knows the variables of this call
            return inline(run, _opened(run, target, definition, invocation.node.start), invocation)
        return value
    if isinstance(definition, ir.Class):
        _sent_as_data(run, definition, invocation)
        return constructed(run, target, definition, invocation)
    nameless = run.lambda_of(target)
    if nameless is not None:
        return inline(run, _opened(run, target, nameless), invocation)
    return likely(run, invocation, False)


DATA = re.compile(
    r"(?:application/(?:json|[a-z.]+\+json|octet-stream|pdf)|text/(?:plain|csv)|image/(?:png|jpeg|gif))(?:;.*)?"
)
"""Types of content that no browser reads as a page."""
_TYPE = re.compile(r"(?i)content_?type|mime|media_?type")
"""What a field is called that says of which type the content is."""


def _sent_as_data(run: Run, definition: ir.Class, invocation: Invocation) -> None:
    """An object of the project that is made of a body with the type of its content: what is no page does no harm as one."""
    given = [*zip(_fields(definition), invocation.positional, strict=False), *invocation.keywords.items()]
    types = [value for name, value in given if _TYPE.search(name) and value.constants and not value.taints]
    if any(all(isinstance(each, str) and DATA.fullmatch(each) for each in one.constants or ()) for one in types):
        invocation.positional = [_as_data(run, invocation, value) for value in invocation.positional]
        invocation.keywords = {name: _as_data(run, invocation, value) for name, value in invocation.keywords.items()}


def _fields(definition: ir.Class) -> list[str]:
    """The names under which a class takes what it is made of: those of its ``__init__``, or else its declared fields."""
    for each in definition.body:
        if isinstance(each, ir.Define) and isinstance(each.defined, ir.Function) and each.defined.name == "__init__":
            return [parameter.name for parameter in each.defined.parameters[1:]]
    return [
        target.id
        for each in definition.body
        if isinstance(each, ir.Assign) and each.annotation is not None
        for target in each.targets
        if isinstance(target, ir.Name)
    ]


def _as_data(run: Run, invocation: Invocation, value: Value) -> Value:
    taints = run.clear(value.taints, HTML, invocation.node, "is sent with a type that is no page")
    return Value(taints, value.constants, value.names, value.types, value.targets, value.objects)


HTML = frozenset(("html",))


def _is_inside(inner: Target, outer: Target) -> bool:
    return inner.kind == "function" and inner.path == outer.path and inner.qualname.startswith(f"{outer.qualname}.")


def _opened(run: Run, target: Target, definition: ir.Function, call: int = -1) -> Target:
    """A function of the same file, to be run right here: it is given functions that mean something here alone, or makes one."""
    where = (f"opened:{call}", definition.start)
    number = run.closures_at.get(where)
    if number is None:
        run.closures.append(Closure(definition, ()))
        number = run.closures_at[where] = len(run.closures)
    return Target(target.kind, target.path, target.qualname, target.receiver, number)
