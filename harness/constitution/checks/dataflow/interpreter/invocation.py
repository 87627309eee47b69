"""A call that is being evaluated: its function, receiver and arguments, and how they meet parameters."""

from __future__ import annotations

from collections.abc import Sequence

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.chance import under_keyword
from harness.constitution.checks.dataflow.interpreter.lattice import NONE, join_all, join_maybe, join_taints
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape
from harness.constitution.checks.dataflow.values import Taint, Value


class Invocation:
    """``receiver`` is the value before the last dot, ``place`` how it is written.

    ``nodes`` are the expressions of the positional arguments, where there are any.
    """

    __slots__ = (
        "function",
        "keyword_nodes",
        "keywords",
        "method",
        "names",
        "node",
        "nodes",
        "place",
        "positional",
        "receiver",
        "rest",
    )

    def __init__(self, node: ir.Expression, function: Value) -> None:
        self.node = node
        self.function = function
        self.names = function.names
        self.method = ""
        self.receiver: Value | None = None
        self.place: ir.Expression | None = None
        self.positional: list[Value] = []
        self.nodes: list[ir.Expression | None] = []
        self.keywords: dict[str, Value] = {}
        self.keyword_nodes: dict[str, ir.Expression] = {}
        self.rest: Value | None = None

    def argument(self, position: int, keyword: str = "") -> Value | None:
        """An argument by its position or keyword."""
        if position < len(self.positional):
            return self.positional[position]
        found = self.keywords.get(keyword) if keyword else None
        return self.rest if found is None else found

    def node_of(self, value: Value) -> ir.Expression | None:
        """The expression whose value it is."""
        if value is self.receiver:
            return self.place
        for each, node in zip(self.positional, self.nodes, strict=True):
            if each is value:
                return node
        for name, each in self.keywords.items():
            if each is value:
                return self.keyword_nodes.get(name)
        return None

    def every(self) -> list[Value]:
        """All arguments."""
        found = [*self.positional, *self.keywords.values()]
        if self.rest is not None:
            found.append(self.rest)
        return found

    def written(self) -> str:
        """How the function is called, for people."""
        if self.method:
            return self.method
        function = self.node.function if isinstance(self.node, ir.Call) else self.node
        return function.id if isinstance(function, ir.Name) else "function"


def collect(run: Run, node: ir.Call, invocation: Invocation) -> None:
    """Evaluate the arguments."""
    for argument in node.arguments:
        value = run.evaluate(argument.value)
        if argument.spread == 1:
            _spread(run, invocation, value)
        elif argument.spread == 2:
            _spread_keywords(run, invocation, value)
        elif argument.name is not None:
            if value.taints and not run.javascript:
                under_keyword(run, argument.value, argument.name, value)
            invocation.keywords[argument.name] = value
            invocation.keyword_nodes[argument.name] = argument.value
        else:
            invocation.positional.append(value)
            invocation.nodes.append(argument.value)


def _spread(run: Run, invocation: Invocation, value: Value) -> None:
    values = run.listed(value)
    if values is not None:
        invocation.positional += values
        invocation.nodes += [None] * len(values)
        return
    items = run.items(value)
    invocation.rest = join_maybe(invocation.rest, Value(value.taints) if items is None else items)


def _spread_keywords(run: Run, invocation: Invocation, value: Value) -> None:
    for shape in run.shapes(value):
        for key, inner in shape.items.items():
            if isinstance(key, str):
                invocation.keywords[key] = inner
    only = run.only(value, "dict")
    if only is None or not only.exact or value.taints:
        rest = join_all([Value(value.taints), *(each.rest for each in run.shapes(value) if each.rest is not None)])
        if rest.taints or rest.objects or only is None:
            invocation.rest = join_maybe(invocation.rest, rest)


def deep_arguments(run: Run, invocation: Invocation, receiver: bool = True) -> frozenset[Taint]:
    """The taints of everything that is given to a call."""
    found = NONE
    if receiver and invocation.receiver is not None:
        found = run.deep(invocation.receiver)
    for value in invocation.every():
        if value.taints or value.objects:
            found = join_taints(found, run.deep(value))
    return found


def bind(
    run: Run, parameters: Sequence[ir.Parameter], receiver: Value | None, invocation: Invocation
) -> tuple[list[Value | None], list[ir.Expression | None]]:
    """The value of each parameter (None: it is not given) and the expression that it comes from."""
    positional = list(invocation.positional)
    nodes = list(invocation.nodes)
    if receiver is not None:
        positional.insert(0, receiver)
        nodes.insert(0, invocation.place)
    left = dict(invocation.keywords)
    values: list[Value | None] = []
    places: list[ir.Expression | None] = []
    for parameter in parameters:
        value: Value | None = None
        place: ir.Expression | None = None
        if parameter.kind is ir.Kind.PLAIN and positional:
            value, place = positional.pop(0), nodes.pop(0)
        elif parameter.kind is ir.Kind.REST:
            value = _rest(run, invocation, parameter, positional)
            positional = []
        elif parameter.kind is ir.Kind.REST_KEYWORDS:
            named: dict[object, Value] = dict(left.items())
            shape = Shape("dict", named, rest=invocation.rest)
            value = run.new(invocation.node, shape, part=parameter.name)
        elif parameter.name in left:
            value, place = left.pop(parameter.name), invocation.keyword_nodes.get(parameter.name)
        elif invocation.rest is not None:
            value = invocation.rest
        values.append(value)
        places.append(place)
    return values, places


def _rest(run: Run, invocation: Invocation, parameter: ir.Parameter, positional: list[Value]) -> Value:
    kind = "list" if run.javascript else "tuple"
    shape = Shape(kind, dict(enumerate(positional)), rest=invocation.rest)
    return run.new(invocation.node, shape, part=parameter.name)
