"""Calls of which nothing is known: what is put in may come out, and functions that are given are called."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.absorbing import absorb
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, deep_arguments
from harness.constitution.checks.dataflow.interpreter.lattice import NONE, join_taints
from harness.constitution.checks.dataflow.interpreter.parameters import nested
from harness.constitution.checks.dataflow.interpreter.registering import answered as answer
from harness.constitution.checks.dataflow.interpreter.registering import as_decorated, parameters_of
from harness.constitution.checks.dataflow.interpreter.ruling import known_types, site_of
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.schemas import made as of_schema
from harness.constitution.checks.dataflow.interpreter.shapes import Shape
from harness.constitution.checks.dataflow.rules import Bound, ParameterRule, Role
from harness.constitution.checks.dataflow.values import UNKNOWN, Taint, Value

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

STORING = frozenset({"add", "update", "set", "put", "put_nowait", "write", "send", "insert"})
"""Mutators that hand over to something outside as often, as to a database, a cache or a socket."""


CONTAINERS = frozenset(
    {"list", "dict", "set", "str", "bytes", "bytearray", "array", "collections", "io", "queue", "asyncio", "email"}
    | {"multiprocessing", "tempfile", "http", "xml", "lxml", "werkzeug", "smtplib", "socket", "configparser"}
)
"""Built-in types and packages whose objects hold what they are given."""


def answered_by(run: Run, bounds: tuple[Bound, ...]) -> bool:
    """Whether a call gives what something else answers, and not what it was given."""
    return run.javascript and any(
        bound.rule.role is Role.SINK and not bound.rule.categories.isdisjoint(ANSWERED) for bound in bounds
    )


def likely(run: Run, invocation: Invocation, answered: bool) -> Value:
    """What a call gives of which nothing is known: what was put in may come out, unless something else ``answered``."""
    node = invocation.node
    types = known_types(run, invocation)
    call_back(run, invocation, answered)
    checked = None if run.javascript else of_schema(run, invocation)
    if checked is not None:
        return checked
    if types or answered:
        return Value(types=types)
    taints = NONE if _hands_on(run, invocation) else deep_arguments(run, invocation)
    function = invocation.function
    if function.taints and invocation.receiver is None:
        taints = join_taints(taints, function.taints)
    receiver = invocation.receiver
    if receiver is not None and _takes_in(run, invocation, receiver):
        for value in (*invocation.positional, *invocation.keywords.values()):
            absorb(run, invocation, receiver, invocation.place, value)
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


def _takes_in(run: Run, invocation: Invocation, receiver: Value) -> bool:
    """Whether what a method is given is likely to be in its receiver afterwards."""
    if invocation.method not in MUTATORS or any("::" in each for each in receiver.types):
        return False
    if run.javascript or invocation.method not in STORING or not isinstance(invocation.place, ir.Attribute):
        return True
    # `self.model.add(item)`: of an attribute that holds nothing known, everything else that it does would count as the item
    kinds = {each.partition(".")[0] for each in receiver.types}
    return bool(receiver.objects or receiver.constants is not None or not kinds.isdisjoint(CONTAINERS))


def _hands_on(run: Run, invocation: Invocation) -> bool:
    """``function(*args, **kwargs)`` of a wrapper of which nobody knows what it wraps: what that gives is its own."""
    return not (
        run.javascript
        or invocation.rest is None
        or invocation.positional
        or invocation.keywords
        or invocation.receiver is not None
        or invocation.names
    )


def _is_class(name: str) -> bool:
    last = name.rpartition(".")[2]
    return last[:1].isupper() and not last.isupper()


def call_back(run: Run, invocation: Invocation, answered: bool = False) -> None:
    """Functions that are given to a call are called by it, with what else it is given unless something else answers."""
    for index, value in enumerate(invocation.positional):
        if any(target.kind == "function" for target in value.targets):
            _call_one(run, invocation, index, value, answered)
    for value in invocation.keywords.values():
        if any(target.kind == "function" for target in value.targets):
            _call_one(run, invocation, -1, value, answered)
    if not run.javascript:
        _hand_over(run, invocation)


ERRORS = frozenset({"er", "err", "error"})
"""Names of the first parameter of a function that Node.js calls back: what went wrong, if anything did."""

WALKING = frozenset({"map", "imap", "imap_unordered", "starmap", "map_async", "starmap_async"})


def _hand_over(run: Run, invocation: Invocation) -> None:
    """A function from outside that is given to a call, with its arguments behind it or in ``args``, is called by it:
    ``executor.submit(os.system, text)``, ``Thread(target=os.system, args=(text,))``."""
    if len(invocation.positional) > 1:
        for index, value in enumerate(invocation.positional[:-1]):
            if _does_harm(run, invocation, value):
                _called_with(run, invocation, value, invocation.positional[index + 1 :])
    target = invocation.keywords.get("target") or invocation.keywords.get("func") or invocation.keywords.get("function")
    if target is not None and _does_harm(run, invocation, target):
        _called_with(run, invocation, target, [])


def _does_harm(run: Run, invocation: Invocation, function: Value) -> bool:
    """Whether rules know a function as a sink; it is nothing that is made, or comes from outside, itself."""
    if not function.names or function.taints or function.types or function.objects or function.constants is not None:
        return False
    inner = Invocation(invocation.node, function)
    inner.method = min(function.names).rpartition(".")[2]
    inner.rest = UNKNOWN
    return any(bound.rule.role is Role.SINK for bound in run.catalogue.calls(site_of(run, inner)))


def _called_with(run: Run, invocation: Invocation, function: Value, behind: list[Value]) -> None:
    inner = Invocation(invocation.node, function)
    inner.method = min(function.names).rpartition(".")[2]
    args, keywords = invocation.keywords.get("args"), invocation.keywords.get("kwargs")
    if len(behind) == 1 and (behind[0].objects or invocation.method in WALKING):
        args, behind = behind[0], []
    if args is not None:
        values = run.listed(args)
        behind = [Value(run.deep(args))] if values is None or invocation.method in WALKING else values
    inner.positional, inner.nodes = list(behind), [None] * len(behind)
    for shape in () if keywords is None else run.shapes(keywords):
        inner.keywords.update({key: value for key, value in shape.items.items() if isinstance(key, str)})
    run.apply(inner)


def _call_one(run: Run, invocation: Invocation, index: int, function: Value, answered: bool) -> None:
    others = [] if answered else [value for value in invocation.every() if value is not function]
    taints = run.deep_all(others)
    if invocation.receiver is not None and not answered:
        taints = join_taints(taints, run.deep(invocation.receiver))
    parameters = _parameters(run, function)
    rules: tuple[ParameterRule, ...] = ()
    if index >= 0 and (invocation.names or invocation.method):
        rules = tuple(run.catalogue.callback(site_of(run, invocation), index, [each.name for each in parameters]))
    decorated = as_decorated(run, invocation)
    if decorated is not None:
        rules = (*rules, *parameters_of(run, decorated, parameters))
    given = Value(run.on(taints, invocation.node, f"is given on by `{invocation.written()}`")) if taints else UNKNOWN
    values = [_by_signature(run, function, place, given) for place in range(len(parameters))]
    if run.javascript and values and parameters[0].name in ERRORS:
        values[0] = _error(run, invocation, run.deep_all(others))
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
    result = run.call(function, tuple(values), invocation.node)
    if decorated is not None:
        answer(run, decorated, invocation.node, result)
    before.join(run.state, run.part)
    run.state = before


def _error(run: Run, invocation: Invocation, taints: frozenset[Taint]) -> Value:
    """What went wrong: an object whose message may tell what was given, and nothing of what the call was made on."""
    if not taints:
        return UNKNOWN
    told = Value(run.on(taints, invocation.node, f"may stand in the error of `{invocation.written()}`"))
    return run.new(invocation.node, Shape("dict", {"message": told, "stack": told}))


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
