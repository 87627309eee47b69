"""Finds what answers requests in JavaScript: routes of Express, Koa and Fastify, controllers of NestJS, handlers of Next.js."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.handlers.code import Code, calls, dotted, last, methods, text, walk

VERBS = frozenset({"get", "post", "put", "patch", "delete", "del", "all"})
MARKS = re.compile(
    rb"\.(?:post|put|patch|delete|del|get|all)\s*(?:<[^()]*>)?\(\s*[\"'`/\[]|\.route\(|@(?:Post|Put|Patch|Delete|Get)\(|"
    rb"export\s+(?:async\s+)?(?:function|const)\s+(?:GET|POST|PUT|PATCH|DELETE)\b"
)
"""What stands in every file that has a handler."""
ROUTER = re.compile(r"(?i)(?:^|[._])(?:\w*app|\w*router|\w*routes?|server|fastify|api|instance|hono|r)$")
_NEXT = re.compile(r"(?:^|/)route\.[jt]sx?$")
_DECORATED = {"Post": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE", "Get": "GET"}


@dataclass(frozen=True)
class Route:
    """What answers requests of a method at a path.

    ``router`` is how it is written what the route is registered with; ``around`` are middleware, options, wrappers and
    decorators before the handler, ``parameters`` and ``body`` what it is given and does.
    """

    file: str
    node: ir.Node
    method: str
    path: str
    router: str
    around: tuple[ir.Expression, ...]
    functions: tuple[ir.Function, ...]
    named: str = ""


def routes(code: Code, path: str) -> Iterator[Route]:
    """Those of a file, in order."""
    loaded = code.loaded(path)
    if loaded is None:
        return
    for call in calls(loaded.module.body):
        yield from _of_call(code, path, call)
    for defined in loaded.module.classes.values():
        yield from _of_class(path, defined)
    if _NEXT.search(path):
        for name, function in loaded.module.functions.items():
            if name in _DECORATED.values():
                yield Route(path, function, name, path, "", (), (function,), name)


def _of_call(code: Code, path: str, call: ir.Call) -> Iterator[Route]:
    function = call.function
    if not isinstance(function, ir.Attribute) or function.attr not in VERBS:
        return
    given = [argument.value for argument in call.arguments]
    where, router = _route_of(function.value)
    if where is None:
        where, given = (text(given[0]) or _pattern(given[0]) if given else ""), given[1:]
        router = dotted(function.value)
    if not where or not given or not ROUTER.search(router):
        return
    *around, handler = _flat(given)
    wrappers, functions = _unwrapped(code, path, handler)
    if not functions and not isinstance(handler, ir.Name | ir.Attribute | ir.Call):
        return
    method = {"DEL": "DELETE"}.get(function.attr.upper(), function.attr.upper())
    yield Route(path, call, method, where, router, (*around, *wrappers), tuple(functions), last(handler))


def _route_of(node: ir.Expression) -> tuple[str | None, str]:
    """``router.route("/a").get(…)``: its path, and the router."""
    while isinstance(node, ir.Call) and isinstance(node.function, ir.Attribute):
        if node.function.attr == "route" and node.arguments:
            return text(node.arguments[0].value) or "/", dotted(node.function.value)
        node = node.function.value
    return None, ""


def _pattern(node: ir.Expression) -> str:
    """The path of a route that is no plain text."""
    return "/" if isinstance(node, ir.Regex | ir.Template | ir.Collection | ir.Binary) else ""


def _flat(given: list[ir.Expression]) -> list[ir.Expression]:
    found: list[ir.Expression] = []
    for one in given:
        found.extend(_flat(list(one.items)) if isinstance(one, ir.Collection) else [one])
    return found or given


def _unwrapped(code: Code, path: str, handler: ir.Expression) -> tuple[list[ir.Expression], list[ir.Function]]:
    """The functions that a handler is, and the calls around them, as ``asyncHandler(async (req, res) => …)``."""
    around: list[ir.Expression] = []
    while isinstance(handler, ir.Call) and handler.arguments:
        if last(handler.function) == "bind" and isinstance(handler.function, ir.Attribute):
            handler = handler.function.value
            continue
        around.append(handler.function)
        handler = handler.arguments[-1].value
    if isinstance(handler, ir.Lambda):
        return around, [handler.function]
    found = resolved(code, path, handler)
    return around, [found] if found else []


def resolved(code: Code, path: str, node: ir.Expression) -> ir.Function | None:
    """The function of the project that a name, or a method of something, most likely is."""
    found = code.function(path, node)
    if found is not None:
        return found[1]
    loaded = code.loaded(path)
    if loaded is None:
        return None
    if isinstance(node, ir.Name | ir.Attribute):
        own = loaded.module.functions.get(dotted(node)) or loaded.module.functions.get(last(node))
        if own is not None:
            return own
        ending = [one for name, one in loaded.module.functions.items() if name.endswith(f".{last(node)}")]
        return ending[0] if len(ending) == 1 else None
    return None


def _of_class(path: str, defined: ir.Class) -> Iterator[Route]:
    """The methods of a controller of NestJS that answer requests."""
    if not any(last(one) in ("Controller", "JsonController", "Resolver") for one in defined.decorators):
        return
    prefix = "/".join(
        text(a.value) for one in defined.decorators if isinstance(one, ir.Call) for a in one.arguments[:1]
    )
    for method in methods(defined):
        for decorator in method.decorators:
            verb = _DECORATED.get(last(decorator))
            if verb is not None:
                below = (
                    text(decorator.arguments[0].value) if isinstance(decorator, ir.Call) and decorator.arguments else ""
                )
                around = (*defined.decorators, *(one for one in method.decorators if one is not decorator))
                yield Route(path, method, verb, f"/{prefix}/{below}", "", around, (method,), method.name)


def spoken(*parts: object) -> Iterator[str]:
    """Every dotted name in some code."""
    for node in walk(*parts):
        if isinstance(node, ir.Name | ir.Attribute):
            yield dotted(node)
