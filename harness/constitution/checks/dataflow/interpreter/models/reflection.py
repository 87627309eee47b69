"""What of Python names things by text (modules, variables, attributes), undoes an encoding, or puts into its first argument."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.absorbing import absorb
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, deep_arguments
from harness.constitution.checks.dataflow.interpreter.lattice import NULL, join_maybe
from harness.constitution.checks.dataflow.interpreter.models.model import Model
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape
from harness.constitution.checks.dataflow.values import EVERYTHING, Taint, Value


def _module(run: Run, invocation: Invocation) -> Value | None:
    """``importlib.import_module("os")``."""
    name = invocation.argument(0, "name")
    if name is None or name.constants is None:
        return None
    found: Value | None = None
    node = invocation.node
    for each in sorted(str(known) for known in name.constants):
        if each and not each.startswith("."):
            bound = each if invocation.written() == "import_module" else each.partition(".")[0]
            statement = ir.Import(node.line, node.start, node.end, each, None, bound)
            found = join_maybe(found, run.world.imported(run.path, statement))
    return found


def _variables(run: Run, invocation: Invocation) -> Value | None:
    """``vars(x)``: the object itself, its attributes by name; without an argument as ``locals()``."""
    if invocation.every():
        value = invocation.argument(0)
        return None if value is None else Value(value.taints, objects=value.objects)
    return _locals(run, invocation)


def _locals(run: Run, invocation: Invocation) -> Value | None:
    scope = run.frame.scopes[0]
    inner = {name[len(scope) :]: value for name, value in run.state.names.items() if name.startswith(scope)}
    items: dict[object, Value] = {name: value for name, value in inner.items() if ":" not in name}
    return run.new(invocation.node, Shape("dict", items), part="locals")


def _decoded(run: Run, invocation: Invocation) -> Value | None:
    """What undoes an encoding undoes what that made sure of as well."""
    taints = run.on(deep_arguments(run, invocation), invocation.node, f"is decoded by `{invocation.written()}`")
    return Value(frozenset(Taint(each.origin, each.cleared & ALWAYS, each.trail) for each in taints))


ALWAYS = frozenset((EVERYTHING,))


def _put_first(run: Run, invocation: Invocation) -> Value | None:
    """``heapq.heappush(heap, item)``."""
    if len(invocation.positional) < 2:
        return None
    owner, *more = invocation.positional
    for value in more:
        absorb(run, invocation, owner, invocation.nodes[0], value)
    return NULL


def _printed(run: Run, invocation: Invocation) -> Value | None:
    """``print(text, file=stream)`` writes into the stream."""
    stream = invocation.keywords.get("file")
    for value in invocation.positional if stream is not None else ():
        absorb(run, invocation, stream or Value(), invocation.keyword_nodes.get("file"), Value(run.deep(value)))
    return NULL


def _itself(run: Run, invocation: Invocation) -> Value | None:
    """``staticmethod(function)`` is called as the function."""
    return invocation.argument(0)


MODELS: dict[str, Model] = {
    "staticmethod": _itself,
    "enum.member": _itself,
    "enum.nonmember": _itself,
    "weakref.proxy": _itself,
    "typing.cast": lambda run, invocation: invocation.argument(1, "val"),
    "__import__": _module,
    "importlib.import_module": _module,
    "importlib.__import__": _module,
    "vars": _variables,
    "locals": _locals,
    "html.unescape": _decoded,
    "urllib.parse.unquote": _decoded,
    "urllib.parse.unquote_plus": _decoded,
    "urllib.parse.unquote_to_bytes": _decoded,
    "base64.b64decode": _decoded,
    "base64.urlsafe_b64decode": _decoded,
    "base64.standard_b64decode": _decoded,
    "base64.b32decode": _decoded,
    "base64.b16decode": _decoded,
    "base64.decodebytes": _decoded,
    "binascii.unhexlify": _decoded,
    "binascii.a2b_hex": _decoded,
    "binascii.a2b_base64": _decoded,
    "bytes.fromhex": _decoded,
    "shlex.split": _decoded,
    "chr": _decoded,
    "heapq.heappush": _put_first,
    "bisect.insort": _put_first,
    "bisect.insort_left": _put_first,
    "bisect.insort_right": _put_first,
    "print": _printed,
}
