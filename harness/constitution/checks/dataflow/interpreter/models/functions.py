"""Functions that are built into Python."""

from __future__ import annotations

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.accessing import read_attribute
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation
from harness.constitution.checks.dataflow.interpreter.lattice import (
    EITHER,
    NONE,
    NULL,
    join,
    join_maybe,
    join_taints,
    truth,
)
from harness.constitution.checks.dataflow.interpreter.members import method_of
from harness.constitution.checks.dataflow.interpreter.models.conversions import (
    bool_of,
    folded_by,
    harmless,
    length,
    number_by,
    ordinal,
    quoted_by,
    refuse,
    text_of,
    total,
)
from harness.constitution.checks.dataflow.interpreter.models.iterating import (
    chosen,
    enumerated,
    filtered,
    following,
    mapped,
    ranged,
    reordered,
    same,
    zipped,
)
from harness.constitution.checks.dataflow.interpreter.models.model import Model
from harness.constitution.checks.dataflow.interpreter.naming import class_of
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape, attributed
from harness.constitution.checks.dataflow.interpreter.statements import dead
from harness.constitution.checks.dataflow.values import UNKNOWN, Taint, Value


def _decided(run: Run, invocation: Invocation) -> Value | None:
    return EITHER


def _nothing(run: Run, invocation: Invocation) -> Value | None:
    return NULL


def container(kind: str) -> Model:
    """``list(x)`` and the like."""

    def model(run: Run, invocation: Invocation) -> Value | None:
        value = invocation.argument(0)
        if value is None:
            return run.new(invocation.node, Shape(kind))
        items = run.listed(value)
        if items is not None:
            return run.new(invocation.node, Shape(kind, dict(enumerate(items))))
        each = run.items(value)
        return run.new(invocation.node, Shape(kind, rest=UNKNOWN if each is None else each), value.taints)

    return model


def dictionary(run: Run, invocation: Invocation) -> Value | None:
    """``dict(pairs or mapping, key=value)``."""
    shape = Shape("dict")
    taints = NONE
    if invocation.positional:
        shape, taints = _copied(run, invocation.positional[0])
    items: dict[object, Value] = dict(shape.items)
    items.update(invocation.keywords)
    rest = join_maybe(shape.rest, invocation.rest)
    return run.new(invocation.node, Shape("dict", items, rest=rest, keys=shape.keys), taints)


def _copied(run: Run, value: Value) -> tuple[Shape, frozenset[Taint]]:
    shape = run.only(value)
    if shape is not None and shape.kind == "dict":
        return shape, value.taints
    pairs = run.listed(value)
    if pairs is None:
        return Shape("dict", rest=Value(run.deep(value))), value.taints
    items: dict[object, Value] = {}
    rest: Value | None = None
    for pair in pairs:
        two = run.listed(pair)
        if two is not None and len(two) == 2 and two[0].constants is not None and len(two[0].constants) == 1:
            (key,) = two[0].constants
            items[key] = two[1]
        else:
            rest = join_maybe(rest, Value(run.deep(pair)))
    return Shape("dict", items, rest=rest), value.taints


def _get_attribute(run: Run, invocation: Invocation) -> Value | None:
    owner, name = invocation.argument(0), invocation.argument(1)
    if owner is None or name is None:
        return None
    if name.constants is not None and len(name.constants) == 1:
        (only,) = name.constants
        if isinstance(only, str):
            found = read_attribute(run, invocation.node, owner, only, "")
            default = invocation.argument(2)
            return found if default is None else join(found, default)
    # as with a key: who says which attribute it is does not say what stands in it
    found = Value(run.on(run.deep(owner), invocation.node, "is looked up by name"))
    methods = _methods(run, owner, invocation.nodes[1])
    return found if methods is None else join(found, methods)


MOST_METHODS = 32


def _methods(run: Run, owner: Value, name: ir.Expression | None) -> Value | None:
    """``getattr(self, "do_" + name)``: any method whose name begins so."""
    prefix = _prefix(name)
    if not prefix:
        return None
    # the object alone: what it may stand for besides would grow with every round of a loop
    owner = Value(owner.taints, types=owner.types, objects=owner.objects)
    found: Value | None = None
    for each in sorted(owner.types):
        for base in sorted(run.world.bases(each)) if "::" in each else ():
            defined = run.world.definition(class_of(base)) if "::" in base else None
            for statement in defined.body if isinstance(defined, ir.Class) else ():
                if isinstance(statement, ir.Define) and statement.defined.name.startswith(prefix):
                    there = method_of(run, owner, statement.defined.name, ("any", prefix))
                    found = join_maybe(found, there)
    return None if found is None or len(found.targets) > MOST_METHODS else Value(targets=found.targets)


def _prefix(name: ir.Expression | None) -> str:
    """What a name that is put together surely begins with."""
    while isinstance(name, ir.Binary):
        name = name.left
    if isinstance(name, ir.Template) and name.parts:
        name = name.parts[0]
    return name.value if isinstance(name, ir.Constant) and isinstance(name.value, str) else ""


def _set_attribute(run: Run, invocation: Invocation) -> Value | None:
    owner, name, value = (invocation.argument(index) for index in range(3))
    if owner is None or name is None or value is None:
        return None
    if name.constants is not None and len(name.constants) == 1:
        (only,) = name.constants
        run.change(owner, lambda shape, weak: attributed(shape, str(only), value, weak, run.part))
    return NULL


def _never(run: Run, invocation: Invocation) -> Value | None:
    if run.tries:
        run.tries[-1].join(run.state, run.part)
    run.state = dead()
    return UNKNOWN


def _is_instance(run: Run, invocation: Invocation) -> Value | None:
    value, kind = invocation.argument(0), invocation.argument(1)
    if value is None or kind is None or value.constants is None or len(kind.names) != 1 or kind.objects:
        return EITHER
    (name,) = kind.names
    known = {"str": str, "int": int, "float": float, "bytes": bytes, "bool": bool, "list": list, "dict": dict}.get(name)
    if known is None:
        return EITHER
    answers = {isinstance(each, known) for each in value.constants}
    return truth(answers.pop()) if len(answers) == 1 else EITHER


def _variables(run: Run, invocation: Invocation) -> Value | None:
    taints = NONE
    for value in invocation.positional:
        taints = join_taints(taints, run.deep(value))
    return Value(taints)


MODELS: dict[str, Model] = {
    "int": number_by(int),
    "float": number_by(float),
    "complex": number_by(complex),
    "decimal.Decimal": number_by(lambda text: None if text is None else float(text)),
    "fractions.Fraction": number_by(lambda text: None if text is None else float(text)),
    "uuid.UUID": number_by(lambda text: refuse()),
    "ipaddress.ip_address": number_by(lambda text: refuse()),
    "len": length,
    "ord": ordinal,
    "hash": harmless,
    "id": harmless,
    "sum": total,
    "round": harmless,
    "abs": harmless,
    "bool": bool_of,
    "any": _decided,
    "all": _decided,
    "isinstance": _is_instance,
    "issubclass": _decided,
    "hasattr": _decided,
    "callable": _decided,
    "print": _nothing,
    "str": text_of,
    "repr": quoted_by(repr),
    "ascii": quoted_by(ascii),
    "format": folded_by(format, "becomes a string"),
    "chr": folded_by(chr, "becomes a character"),
    "bytes": folded_by(bytes, "becomes bytes"),
    "bytearray": folded_by(bytes, "becomes bytes"),
    "list": container("list"),
    "tuple": container("tuple"),
    "set": container("set"),
    "frozenset": container("set"),
    "collections.deque": container("list"),
    "dict": dictionary,
    "collections.OrderedDict": dictionary,
    "sorted": reordered,
    "reversed": reordered,
    "iter": same,
    "enumerate": enumerated,
    "zip": zipped,
    "map": mapped,
    "filter": filtered,
    "range": ranged,
    "next": following,
    "min": chosen,
    "max": chosen,
    "getattr": _get_attribute,
    "setattr": _set_attribute,
    "vars": _variables,
    "exit": _never,
    "quit": _never,
    "sys.exit": _never,
    "os._exit": _never,
    "os.abort": _never,
    "flask.abort": _never,
    "flask_restful.abort": _never,
    "flask_restx.abort": _never,
    "flask_smorest.abort": _never,
    "werkzeug.exceptions.abort": _never,
    "bottle.abort": _never,
    "sanic.exceptions.abort": _never,
}
