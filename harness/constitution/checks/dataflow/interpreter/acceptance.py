"""A value that was found to be harmless: so is what it was computed from."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.javascript_guards import of_origin
from harness.constitution.checks.dataflow.interpreter.lattice import RESOLVED
from harness.constitution.checks.dataflow.interpreter.naming import dotted
from harness.constitution.checks.dataflow.interpreter.places import ANYTHING, clear_place, peek
from harness.constitution.checks.dataflow.interpreter.relations import definition
from harness.constitution.checks.dataflow.interpreter.run import Run

SAME_TEXT = frozenset(
    {
        "lower",
        "upper",
        "strip",
        "casefold",
        "lstrip",
        "rstrip",
        "title",
        "capitalize",
        "decode",
        "encode",
        "toLowerCase",
        "toUpperCase",
    }
    | {"trim", "toString", "swapcase"}
)

PATH = frozenset(("path",))

ADDRESS = frozenset(("url", "redirect", "cors"))

UPLOAD = frozenset(("upload",))

HOSTS = frozenset({"netloc", "hostname", "host", "origin"})

ENDINGS = frozenset({"suffix"})

PARSERS = frozenset({"urlparse", "urlsplit", "parse_url", "URL"})


def call_of(run: Run, node: ir.Expression) -> ir.Expression:
    """A name stands for what it was computed from."""
    return definition(run, node) or node


def inside(run: Run, place: ir.Expression, at: ir.Node, what: str) -> None:
    """A path that was found to begin with a folder: that counts only if it has no ``..`` and no links any more."""
    place = _unwrapped(place)
    value = peek(run, place)
    if value is None:
        inner = definition(run, place)
        value = None if inner is None else peek(run, inner)
    if value is not None and value.taints and all(RESOLVED in taint.cleared for taint in value.taints):
        clear_place(run, place, PATH, at, what)


def _unwrapped(node: ir.Expression) -> ir.Expression:
    while (
        isinstance(node, ir.Call)
        and isinstance(node.function, ir.Name)
        and node.function.id == "str"
        and node.arguments
    ):
        node = node.arguments[0].value
    match node:
        case ir.Call(function=ir.Attribute(attr="resolve" | "normalize"), arguments=(only,)):
            # `path.resolve(target)` of a path that was joined is that path
            return only.value
    return node


def accepted(run: Run, node: ir.Expression, at: ir.Node, what: str, source: ir.Expression | None = None) -> None:
    """A value that was found to be one of those that are allowed: so is what it was computed from (``source``)."""
    accepted_for(run, node, ANYTHING, at, what, 0, source)


def accepted_for(
    run: Run,
    node: ir.Expression,
    categories: frozenset[str],
    at: ir.Node,
    what: str,
    depth: int,
    source: ir.Expression | None = None,
) -> None:
    if depth > 6:
        return
    source = source or call_of(run, node)
    clear_place(run, node, categories, at, what)
    if isinstance(source, ir.Assigned):
        source = source.value
    match source:
        case ir.Name() if source is not node:
            accepted_for(run, source, categories, at, what, depth + 1)
        case ir.Call(function=ir.Attribute(attr=attr)) if attr in SAME_TEXT:
            accepted_for(run, source.function.value, categories, at, what, depth + 1)  # type: ignore[attr-defined]
        case ir.Call(function=ir.Name(id="str" | "String" | "int" | "Number" | "parseInt")) if (
            len(source.arguments) == 1
        ):
            accepted_for(run, source.arguments[0].value, categories, at, what, depth + 1)
        case ir.Logical(operator="or"):
            for operand in source.operands:
                if not isinstance(operand, ir.Constant):
                    accepted_for(run, operand, categories, at, what, depth + 1)
        case ir.Attribute(attr=attr) if attr in HOSTS:
            parsed_from(run, source.value, at, what)
            of_origin(run, source, at, what)
        case ir.Attribute(attr=attr) if attr in ENDINGS:
            accepted_for(run, _of_path(run, source.value), UPLOAD, at, what, depth + 1)
        case ir.Subscript():
            ending = _ending(run, source.value)
            if ending is not None:
                accepted_for(run, ending, UPLOAD, at, what, depth + 1)
        case _:
            pass


def parsed_from(run: Run, node: ir.Expression, at: ir.Node, what: str) -> None:
    """The host of an address was found to be allowed: so is the address."""
    call = call_of(run, node)
    if isinstance(call, ir.Call) and call.arguments and dotted(call.function).rpartition(".")[2] in PARSERS:
        clear_place(run, call.arguments[0].value, ADDRESS, at, what)
        clear_place(run, node, ADDRESS, at, what)
        joined = call_of(run, call.arguments[0].value)
        if isinstance(joined, ir.Call) and len(joined.arguments) == 2 and _last(joined.function) == "urljoin":
            clear_place(run, joined.arguments[1].value, ADDRESS, at, what)


def _last(function: ir.Expression) -> str:
    return dotted(function).rpartition(".")[2]


def _of_path(run: Run, node: ir.Expression) -> ir.Expression:
    call = call_of(run, node)
    if (
        isinstance(call, ir.Call)
        and call.arguments
        and dotted(call.function).rpartition(".")[2] in ("Path", "PurePath")
    ):
        return call.arguments[0].value
    return node


def _ending(run: Run, node: ir.Expression) -> ir.Expression | None:
    """What a file's extension was taken from."""
    call = call_of(run, node)
    if not isinstance(call, ir.Call):
        return None
    name = dotted(call.function).rpartition(".")[2] or (
        call.function.attr if isinstance(call.function, ir.Attribute) else ""
    )
    if name == "splitext" and call.arguments:
        return call.arguments[0].value
    if name in ("split", "rsplit", "rpartition", "partition") and isinstance(call.function, ir.Attribute):
        first = call.arguments[0].value if call.arguments else None
        if isinstance(first, ir.Constant) and first.value == ".":
            return call.function.value
    return None
