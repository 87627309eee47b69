"""Calls: what the rules say of them, else what the project's own code does, else what is built in, else what is likely."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.accessing import bound, class_of, dotted, method_of, names_of
from harness.constitution.checks.dataflow.interpreter.construction import constructed
from harness.constitution.checks.dataflow.interpreter.folding import NUMERIC
from harness.constitution.checks.dataflow.interpreter.functions import inline
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, collect, deep_arguments
from harness.constitution.checks.dataflow.interpreter.lattice import NONE, join_maybe, join_taints
from harness.constitution.checks.dataflow.interpreter.models import built_in
from harness.constitution.checks.dataflow.interpreter.parameters import nested
from harness.constitution.checks.dataflow.interpreter.places import clear_place
from harness.constitution.checks.dataflow.interpreter.reporting import found_at
from harness.constitution.checks.dataflow.interpreter.run import Closure, Refinement, Run
from harness.constitution.checks.dataflow.interpreter.shapes import blurred
from harness.constitution.checks.dataflow.interpreter.summaries import called
from harness.constitution.checks.dataflow.interpreter.wording import written
from harness.constitution.checks.dataflow.rules import RECEIVER, RETURN, Bound, ParameterRule, Role, Site, Sure
from harness.constitution.checks.dataflow.values import UNKNOWN, Taint, Target, Value

ANSWERED = frozenset({"sql", "nosql", "command", "path", "url", "xpath", "ldap", "code", "email"})
"""Categories of sinks whose calls give what a database, a program or another machine says."""
MUTATORS = frozenset(
    {
        "append",
        "add",
        "update",
        "set",
        "put",
        "extend",
        "insert",
        "setdefault",
        "write",
        "push",
        "appendleft",
        "extendleft",
    }
    | {"unshift", "writelines", "add_header", "append_child", "put_nowait", "send", "feed", "setItem"}
)


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


def site_of(run: Run, invocation: Invocation) -> Site:
    """A call as the rules look at it."""
    node = invocation.node
    constructed = isinstance(node, ir.Call) and node.new
    return Site(
        invocation.names,
        invocation.method,
        invocation.receiver,
        dotted(invocation.place) if invocation.place is not None else "",
        tuple(invocation.positional),
        invocation.keywords,
        invocation.rest,
        constructed,
        run.item,
        run.lacks,
    )


def result_of(run: Run, invocation: Invocation) -> Value:
    """What a call gives, with all that it does."""
    bounds: tuple[Bound, ...] = ()
    if invocation.names or invocation.method:
        bounds = tuple(run.catalogue.calls(site_of(run, invocation)))
    if "functools.partial" in invocation.function.types:
        return _partial(run, invocation)
    value = _by_rules(run, invocation, bounds) if bounds else None
    own = _of_project(run, invocation, value is not None)
    if value is None:
        value = own
    elif own is not None and not value.types and not value.objects:
        value = Value(
            value.taints, None, value.names, own.types, value.targets, own.objects if not own.taints else frozenset()
        )
    if value is None:
        value = built_in(run, invocation)
        value = likely(run, invocation, _answered(run, bounds)) if value is None else _typed(run, invocation, value)
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


def _by_rules(run: Run, invocation: Invocation, bounds: tuple[Bound, ...]) -> Value | None:
    """What rules say of a call; None if they leave open what it gives."""
    node = invocation.node
    shown = f"`{invocation.written()}`"
    found_at(run, node, bounds, shown)
    result: Value | None = None
    ruled = propagated = False
    taints: frozenset[Taint] = NONE
    for bound in bounds:
        rule = bound.rule
        if rule.role is Role.SOURCE:
            ruled = True
            if bound.sure is not Sure.YES:
                # it may as well be a method of something else, which passes on what it holds
                owner = NONE if invocation.receiver is None else run.deep(invocation.receiver)
                taints = join_taints(taints, run.on(owner, node, f"passes through {shown}"))
            taints = join_taints(taints, source_taints(run, invocation, bound))
        elif rule.role is Role.SANITIZER:
            ruled = True
            values = [value for name in rule.arguments or tuple(bound.values) for value in bound.values.get(name, ())]
            inner = run.deep_all(values) if values else deep_arguments(run, invocation)
            taints = join_taints(taints, run.clear(inner, rule.categories, node, f"{shown} makes it harmless"))
        elif rule.role is Role.PROPAGATOR:
            propagated = True
            taints = join_taints(taints, _propagated(run, invocation, bound))
        elif rule.role is Role.GUARD:
            _guarded(run, invocation, bound)
    if propagated and not ruled:
        # what is built in is known more closely than that it passes something on
        own = built_in(run, invocation)
        if own is not None:
            return _typed(run, invocation, own)
    if ruled or propagated:
        result = Value(taints, types=_known_types(run, invocation))
    return result


def source_taints(run: Run, invocation: Invocation, bound: Bound) -> frozenset[Taint]:
    """The taint that a call brings in, made harmless where the very same call was checked before."""
    node = invocation.node
    rule = bound.rule
    text = written(node) or (
        f"{dotted(invocation.place)}.{invocation.method}" if invocation.place is not None else invocation.written()
    )
    return frozenset((run.checked(run.source(rule.id, rule.kind, node, text, rule.categories), node),))


def _propagated(run: Run, invocation: Invocation, bound: Bound) -> frozenset[Taint]:
    rule = bound.rule
    values = [value for name in rule.sources for value in bound.values.get(name, ())]
    if RECEIVER in rule.sources and invocation.receiver is not None:
        values.append(invocation.receiver)
    if not rule.sources:
        values = [value for each in bound.values.values() for value in each]
    taints = run.on(run.deep_all(values), invocation.node, f"passes through `{invocation.written()}`")
    if rule.categories:
        taints = run.clear(taints, rule.categories, invocation.node, f"`{invocation.written()}` makes it harmless")
    for target in rule.targets:
        if target == RECEIVER and invocation.receiver is not None:
            absorb(run, invocation, invocation.receiver, invocation.place, Value(taints))
        elif target != RETURN:
            for value in bound.values.get(target, ()):
                absorb(run, invocation, value, invocation.node_of(value), Value(taints))
    return taints if not rule.targets or RETURN in rule.targets else NONE


def absorb(run: Run, invocation: Invocation, owner: Value, place: ir.Expression | None, more: Value) -> None:
    """Something is put into an object."""
    if not more.taints and not more.objects:
        return
    if owner.objects:
        run.change(owner, lambda shape, weak: blurred(shape, more))
    elif isinstance(place, ir.Name | ir.Attribute | ir.Subscript):
        whole = Value(
            join_taints(owner.taints, run.deep(more)), None, owner.names, owner.types, owner.targets, owner.objects
        )
        run.store(place, whole)


def _guarded(run: Run, invocation: Invocation, bound: Bound) -> None:
    rule = bound.rule
    what = f"`{invocation.written()}` checks it"
    for name in rule.arguments or tuple(bound.values):
        for value in bound.values.get(name, ()):
            place = invocation.node_of(value)
            if place is None:
                continue
            if rule.when_true is None:
                clear_place(run, place, rule.categories, invocation.node, what)
            else:
                refinement = Refinement(place, rule.categories, rule.when_true, what)
                run.guards.setdefault(id(invocation.node), []).append(refinement)


def _known_types(run: Run, invocation: Invocation) -> frozenset[str]:
    if not invocation.names:
        return NONE_TYPES
    return run.catalogue.types(invocation.names, lambda: site_of(run, invocation))


NONE_TYPES: frozenset[str] = frozenset()


def _typed(run: Run, invocation: Invocation, value: Value) -> Value:
    types = _known_types(run, invocation)
    if not types or types <= value.types:
        return value
    return Value(value.taints, value.constants, value.names, value.types | types, value.targets, value.objects)


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
        if closures and target.path == run.path:
            return inline(run, _opened(run, target, definition), invocation)
        value = called(run, target, definition, invocation)
        if closures:
            # a function that is known here alone means nothing to the one that is called: what it does with it is likely
            _call_back(run, invocation)
        return value
    if isinstance(definition, ir.Class):
        return constructed(run, target, definition, invocation)
    nameless = run.lambda_of(target)
    if nameless is not None:
        return inline(run, _opened(run, target, nameless), invocation)
    return likely(run, invocation, False)


def _opened(run: Run, target: Target, definition: ir.Function) -> Target:
    """A function of the same file, to be run right here: it is given functions that mean something here alone."""
    where = ("opened", definition.start)
    number = run.closures_at.get(where)
    if number is None:
        run.closures.append(Closure(definition, ()))
        number = run.closures_at[where] = len(run.closures)
    return Target(target.kind, target.path, target.qualname, target.receiver, number)


def _answered(run: Run, bounds: tuple[Bound, ...]) -> bool:
    """Whether a call gives what something else answers, and not what it was given."""
    return run.javascript and any(
        bound.rule.role is Role.SINK and not bound.rule.categories.isdisjoint(ANSWERED) for bound in bounds
    )


def likely(run: Run, invocation: Invocation, answered: bool) -> Value:
    """What a call gives of which nothing is known: what was put in may come out, unless something else ``answered``."""
    node = invocation.node
    types = _known_types(run, invocation)
    _call_back(run, invocation, answered)
    if types or answered:
        return Value(types=types)
    taints = deep_arguments(run, invocation)
    function = invocation.function
    if function.taints and invocation.receiver is None:
        taints = join_taints(taints, function.taints)
    receiver = invocation.receiver
    if invocation.method in MUTATORS and receiver is not None and not any("::" in each for each in receiver.types):
        for value in (*invocation.positional, *invocation.keywords.values()):
            absorb(run, invocation, invocation.receiver, invocation.place, value)
    made = (
        frozenset(name for name in invocation.names if _is_class(name))
        if not invocation.function.targets
        else frozenset()
    )
    if isinstance(node, ir.Call) and node.new:
        made = invocation.names
    if not taints:
        return Value(types=made) if made else UNKNOWN
    return Value(run.on(taints, node, f"passes through `{invocation.written()}`"), types=made)


def _is_class(name: str) -> bool:
    last = name.rpartition(".")[2]
    return last[:1].isupper() and not last.isupper()


def _call_back(run: Run, invocation: Invocation, answered: bool = False) -> None:
    """Functions that are given to a call are called by it, with what else it is given unless something else answers."""
    for index, value in enumerate(invocation.positional):
        if any(target.kind == "function" for target in value.targets):
            _call_one(run, invocation, index, value, answered)
    for value in invocation.keywords.values():
        if any(target.kind == "function" for target in value.targets):
            _call_one(run, invocation, -1, value, answered)


def _call_one(run: Run, invocation: Invocation, index: int, function: Value, answered: bool) -> None:
    others = [] if answered else [value for value in invocation.every() if value is not function]
    taints = run.deep_all(others)
    if invocation.receiver is not None and not answered:
        taints = join_taints(taints, run.deep(invocation.receiver))
    parameters = _parameters(run, function)
    rules: tuple[ParameterRule, ...] = ()
    if index >= 0 and (invocation.names or invocation.method):
        rules = tuple(run.catalogue.callback(site_of(run, invocation), index, [each.name for each in parameters]))
    given = Value(run.on(taints, invocation.node, f"is given on by `{invocation.written()}`")) if taints else UNKNOWN
    values = [_by_signature(run, function, place, given) for place in range(len(parameters))]
    for rule in rules:
        if rule.position >= len(values):
            continue
        value = Value(values[rule.position].taints if rule.rule is None else NONE, types=rule.types)
        if rule.rule is not None:
            name = parameters[rule.position].name
            taint = run.source(rule.rule.id, rule.rule.kind, invocation.node, name, rule.rule.categories)
            value = Value(frozenset((taint,)), types=rule.types)
        values[rule.position] = value
    # it may be called, or not
    before = run.state.copy()
    run.call(function, tuple(values), invocation.node)
    before.join(run.state, run.part)
    run.state = before


def _by_signature(run: Run, function: Value, place: int, given: Value) -> Value:
    """What a parameter gets of which its own function's head says what it is; else what is given."""
    for target in function.targets:
        if target.closure:
            known = nested(run, run.closures[target.closure - 1].function)
            value = known[place] if place < len(known) else None
            if value is not None and (value.types or value.taints):
                return value
    return given


def _parameters(run: Run, function: Value) -> tuple[ir.Parameter, ...]:
    for target in sorted(function.targets, key=lambda each: (each.path, each.qualname, each.closure)):
        if target.closure:
            found = run.closures[target.closure - 1].function.parameters
        else:
            definition = run.world.definition(target)
            if not isinstance(definition, ir.Function):
                continue
            found = definition.parameters
        return found[1:] if target.receiver is not None else found
    return ()
