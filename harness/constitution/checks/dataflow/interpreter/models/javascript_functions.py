"""Functions as values: ``bind``, ``call``, ``apply``, what makes another function of one, and what never returns."""

from __future__ import annotations

from collections.abc import Callable
from posixpath import isabs, normpath

from harness.constitution.checks.dataflow.interpreter.folding import STRINGS, fold
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, deep_arguments
from harness.constitution.checks.dataflow.interpreter.javascript_guards import FOLDER
from harness.constitution.checks.dataflow.interpreter.lattice import RESOLVED
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape
from harness.constitution.checks.dataflow.interpreter.statements import dead
from harness.constitution.checks.dataflow.values import UNKNOWN, Value

Model = Callable[[Run, Invocation], Value | None]
_ENDS = (
    "process.exit",
    "process.abort",
    "koa.Context.throw",
    "next.navigation.redirect",
    "next.navigation.permanentRedirect",
    "next.navigation.notFound",
    "@sveltejs.kit.redirect",
    "@sveltejs.kit.error",
)
"""What never returns: it ends the program, or throws."""
PARTIAL = "functools.partial"
"""The type of a function that has some of its arguments already; calls know it by this name, whatever the language."""
_MARKED = frozenset((RESOLVED,))


def method(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """``f.bind(this)``, ``f.call(this, a)`` and ``f.apply(this, [a])``."""
    if not (receiver.targets or receiver.names) or invocation.method not in ("bind", "call", "apply"):
        return None
    if invocation.method == "bind":
        return _bound(run, invocation, receiver)
    given = invocation.positional[1:]
    if invocation.method == "apply":
        listed = run.listed(given[0]) if given else []
        given = [Value(run.deep_all(given))] if listed is None else listed
    return run.call(receiver, tuple(given), invocation.node)


def _bound(run: Run, invocation: Invocation, receiver: Value) -> Value:
    """``f.bind(this, a)``: called with ``b`` it does what ``f(a, b)`` does; as a callback it is ``f``."""
    given = invocation.positional[1:]
    if not given or not receiver.targets:
        return receiver
    listed = run.new(invocation.node, Shape("list", dict(enumerate(given))), part="arguments")
    shape = Shape("object", attributes={"function": receiver, "arguments": listed})
    numbers = run.allocate(("partial", invocation.node.start), shape)
    return Value(receiver.taints, None, receiver.names, frozenset((PARTIAL,)), receiver.targets, numbers)


def _same(run: Run, invocation: Invocation) -> Value | None:
    """What is made of a function is that function, for all that matters here."""
    value = invocation.argument(0)
    return value if value is not None and (value.targets or value.names) else None


def _never(run: Run, invocation: Invocation) -> Value | None:
    if run.tries:
        run.tries[-1].join(run.state, run.part)
    run.state = dead()
    return UNKNOWN


def _joined_path(run: Run, invocation: Invocation) -> Value | None:
    """``path.join`` and ``path.resolve`` leave no ``..`` behind, so that the beginning of the result says where it lies."""
    values = invocation.every()
    resolved = invocation.written() not in ("join", "normalize")
    found = fold(_without_dots if resolved else _kept_open, *values) if values else None
    if found is not None and (not resolved or all(isabs(str(each)) for each in found)):
        return Value(run.deep_all(values), found)
    taints = deep_arguments(run, invocation, False)
    types = STRINGS | {FOLDER} if resolved else STRINGS
    return Value(run.clear(taints, _MARKED, invocation.node, "becomes a path without `..`"), types=types)


def _without_dots(*parts: object) -> str:
    path = ""
    for part in map(str, parts):
        path = part if isabs(part) else f"{path}/{part}" if path else part
    return normpath(path)


def _kept_open(*parts: object) -> str:
    """``path.join`` keeps a separator at the end."""
    joined = "/".join(map(str, parts))
    return normpath(joined) + ("/" if joined.endswith("/") and joined.strip("/") else "")


def _relative(run: Run, invocation: Invocation) -> Value | None:
    return Value(run.on(deep_arguments(run, invocation, False), invocation.node, "becomes a path"), types=STRINGS)


MODELS: dict[str, Model] = {
    "util.promisify": _same,
    "util.callbackify": _same,
    "util.deprecate": _same,
    **dict.fromkeys(_ENDS, _never),
    **{
        f"{module}.{name}": _joined_path
        for module in ("path", "path.posix", "path.win32")
        for name in ("join", "resolve", "normalize")
    },
    "fs.realpathSync": _joined_path,
    "fs.promises.realpath": _joined_path,
    "path.relative": _relative,
}
