"""What of Python's library matters for containers, paths, patterns and objects; what is dangerous there the rules say."""

from __future__ import annotations

from collections.abc import Callable

from harness.constitution.checks.dataflow.interpreter.characters import left_by
from harness.constitution.checks.dataflow.interpreter.folding import fold
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, deep_arguments
from harness.constitution.checks.dataflow.interpreter.lattice import NONE, RESOLVED, constant, join_taints
from harness.constitution.checks.dataflow.interpreter.pattern_tests import flags_of
from harness.constitution.checks.dataflow.interpreter.places import clear_place
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape, blurred, stored
from harness.constitution.checks.dataflow.values import UNKNOWN, Taint, Value

Model = Callable[[Run, Invocation], Value | None]
MARKED = frozenset((RESOLVED,))
PATH = frozenset(("path",))
PATTERN = frozenset(("re.Pattern",))


def _resolved(run: Run, invocation: Invocation) -> Value | None:
    """``os.path.realpath`` and the like: what the path begins with is where it lies."""
    taints = deep_arguments(run, invocation)
    return Value(run.clear(taints, MARKED, invocation.node, "becomes a path without `..`"), types=frozenset(("str",)))


def _compiled(run: Run, invocation: Invocation) -> Value | None:
    pattern = invocation.argument(0, "pattern")
    if pattern is None:
        return None
    flags = invocation.argument(1, "flags")
    bits = 0 if flags is None else flags_of(flags.names)
    shape = Shape("object", attributes={"pattern": pattern, "flags": constant(bits)})
    numbers = run.allocate(("compiled", invocation.node.start), shape)
    return Value(NONE, types=frozenset(("re.Pattern",)), objects=numbers)


def _substituted(run: Run, invocation: Invocation) -> Value | None:
    """``re.sub``: where one kind of character is taken out, what is left may be harmless."""
    pattern, replacement, text = (
        invocation.argument(index, name) for index, name in enumerate(("pattern", "repl", "string"))
    )
    if pattern is None or replacement is None or text is None:
        return None
    return _replaced(run, invocation, pattern, replacement, text)


def _by_pattern(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """Methods of a compiled pattern: what they give comes from the text, and is not the pattern."""
    name = invocation.method
    if name == "sub":
        replacement, text = invocation.argument(0, "repl"), invocation.argument(1, "string")
        if replacement is not None and text is not None:
            pattern = run.item(receiver, "pattern") or UNKNOWN
            return _replaced(run, invocation, pattern, replacement, text)
    if name in ("sub", "subn", "split", "findall", "finditer", "match", "fullmatch", "search"):
        taints = deep_arguments(run, invocation, False)
        return Value(run.on(taints, invocation.node, f"passes through `{name}`"))
    return None


def _replaced(run: Run, invocation: Invocation, pattern: Value, replacement: Value, text: Value) -> Value:
    taints = run.on(join_taints(run.deep(text), run.deep(replacement)), invocation.node, "passes through `sub`")
    if replacement.targets:
        made = run.call(replacement, (Value(run.deep(text)),), invocation.node)
        taints = join_taints(taints, run.deep(made))
    return Value(_left(run, invocation, pattern, replacement, taints), types=frozenset(("str",)))


def _left(
    run: Run, invocation: Invocation, pattern: Value, replacement: Value, taints: frozenset[Taint]
) -> frozenset[Taint]:
    known, by = pattern.constants, replacement.constants
    if known is None or by is None or len(known) != 1 or len(by) != 1:
        return taints
    (expression,), (put,) = known, by
    if not isinstance(expression, str) or not isinstance(put, str):
        return taints
    categories = left_by(expression, put)
    return run.clear(taints, categories, invocation.node, "loses what is harmful") if categories else taints


def _namespace(run: Run, invocation: Invocation) -> Value | None:
    numbers = run.allocate(("namespace", invocation.node.start), Shape("object", attributes=dict(invocation.keywords)))
    more = NONE if invocation.rest is None else run.deep(invocation.rest)
    return Value(more, types=frozenset(("types.SimpleNamespace",)), objects=numbers)


def _default_dictionary(run: Run, invocation: Invocation) -> Value | None:
    return run.new(invocation.node, Shape("dict", rest=UNKNOWN))


def _configuration(run: Run, invocation: Invocation) -> Value | None:
    numbers = run.allocate(("configuration", invocation.node.start), Shape("dict"))
    return Value(NONE, types=frozenset(("configparser.ConfigParser",)), objects=numbers)


def _copied(run: Run, invocation: Invocation) -> Value | None:
    value = invocation.argument(0)
    if value is None:
        return None
    shape = run.only(value)
    if shape is None:
        return value
    numbers = run.allocate(("copy", invocation.node.start), shape)
    return Value(value.taints, None, types=value.types, objects=numbers)


def _named(invocation: Invocation) -> dict[object, Value]:
    return dict(invocation.keywords.items())


def _partial(run: Run, invocation: Invocation) -> Value | None:
    if not invocation.positional:
        return None
    function, *given = invocation.positional
    attributes = {
        "function": function,
        "keywords": run.new(invocation.node, Shape("dict", _named(invocation)), part="keywords"),
    }
    attributes["arguments"] = run.new(invocation.node, Shape("tuple", dict(enumerate(given))), part="arguments")
    numbers = run.allocate(("partial", invocation.node.start), Shape("object", attributes=attributes))
    return Value(NONE, types=frozenset(("functools.partial",)), objects=numbers)


def _path_join(run: Run, invocation: Invocation) -> Value | None:
    if all(value.constants is not None for value in invocation.every()):
        found = fold(lambda *parts: "/".join(str(part).rstrip("/") for part in parts), *invocation.every())
        if found is not None:
            return Value(run.deep_all(invocation.every()), found)
    taints = deep_arguments(run, invocation, False)
    return Value(run.on(taints, invocation.node, "becomes part of a path"), types=frozenset(("str",)))


MODELS: dict[str, Model] = {
    "os.path.realpath": _resolved,
    "os.path.abspath": _resolved,
    "os.path.normpath": _resolved,
    "os.path.join": _path_join,
    "re.compile": _compiled,
    "re.sub": _substituted,
    "types.SimpleNamespace": _namespace,
    "argparse.Namespace": _namespace,
    "collections.defaultdict": _default_dictionary,
    "configparser.ConfigParser": _configuration,
    "configparser.RawConfigParser": _configuration,
    "configparser.SafeConfigParser": _configuration,
    "copy.copy": _copied,
    "copy.deepcopy": _copied,
    "functools.partial": _partial,
}


def method(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """Methods of paths and configurations."""
    name = invocation.method
    if "configparser.ConfigParser" in receiver.types:
        return _configured(run, invocation, receiver)
    if receiver.types == PATTERN:
        return _by_pattern(run, invocation, receiver)
    if name in ("resolve", "absolute") and not invocation.positional:
        taints = run.clear(run.deep(receiver), MARKED, invocation.node, "becomes a path without `..`")
        return Value(taints, types=receiver.types)
    if name == "relative_to" and invocation.place is not None:
        if receiver.taints and all(RESOLVED in taint.cleared for taint in receiver.taints):
            clear_place(
                run, invocation.place, PATH, invocation.node, "lies below a fixed folder, since `relative_to` took it"
            )
            taints = run.clear(run.deep(receiver), PATH, invocation.node, "lies below a fixed folder")
            return Value(taints, types=receiver.types)
        return None
    return None


READING = frozenset({"read_string", "read_file", "readfp", "read_dict"})
"""Methods of a ConfigParser that put many options into it at once."""


def _configured(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """``set``, ``get`` and ``add_section`` of a ConfigParser: kept by section and option."""
    name = invocation.method
    section, option = invocation.argument(0), invocation.argument(1)
    if section is None:
        return None
    if name in READING:
        whole = Value(run.on(run.deep(section), invocation.node, f"is read by `{name}`"))
        run.change(receiver, lambda shape, weak: blurred(shape, whole))
        return UNKNOWN
    if name == "add_section":
        inner = run.new(invocation.node, Shape("dict"))
        _keep(run, receiver, section, inner)
        return UNKNOWN
    if option is None:
        return None
    inner = _section(run, invocation, receiver, section)
    if name == "set":
        value = invocation.argument(2)
        if value is not None:
            _keep(run, inner, option, value)
        return UNKNOWN
    if name in ("get", "getint", "getboolean", "getfloat"):
        from_section = (
            run.item(inner, next(iter(option.constants))) if option.constants and len(option.constants) == 1 else None
        )
        if from_section is not None:
            return from_section if name == "get" else UNKNOWN
        return Value(run.deep(receiver)) if name == "get" else UNKNOWN
    return None


def _section(run: Run, invocation: Invocation, receiver: Value, section: Value) -> Value:
    if section.constants is not None and len(section.constants) == 1:
        (only,) = section.constants
        found = run.item(receiver, only)
        if found is not None and found.objects:
            return found
    inner = run.new(invocation.node, Shape("dict"), part="section")
    _keep(run, receiver, section, inner)
    return inner


def _keep(run: Run, owner: Value, key: Value, value: Value) -> None:
    run.change(owner, lambda shape, weak: stored(shape, key, value, weak, run.part))
