"""What the tests that people write to be sure of a value make it harmless for."""

from __future__ import annotations

import re

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.accessing import dotted
from harness.constitution.checks.dataflow.interpreter.folding import NUMERIC
from harness.constitution.checks.dataflow.interpreter.javascript_guards import no_prototype, of_kind, of_origin, outside
from harness.constitution.checks.dataflow.interpreter.javascript_regexes import pythonic
from harness.constitution.checks.dataflow.interpreter.lattice import RESOLVED, join_taints
from harness.constitution.checks.dataflow.interpreter.places import ANYTHING, assume, clear_place, peek, replace
from harness.constitution.checks.dataflow.interpreter.regexes import (
    ALPHANUMERIC,
    IDENTIFIER,
    fixes_host,
    safe_for,
    safe_with,
)
from harness.constitution.checks.dataflow.interpreter.relations import definition, walked
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.values import Source, Taint, Value

swap = replace
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
TESTS = {
    "isdigit": NUMERIC,
    "isdecimal": NUMERIC,
    "isnumeric": NUMERIC,
    "isalnum": ALPHANUMERIC,
    "isalpha": ALPHANUMERIC,
    "isidentifier": IDENTIFIER,
}
NUMBERS = frozenset(
    {
        "int",
        "float",
        "bool",
        "complex",
        "numbers.Number",
        "decimal.Decimal",
        "uuid.UUID",
        "datetime.date",
        "datetime.datetime",
    }
)
HOSTS = frozenset({"netloc", "hostname", "host", "origin"})
ENDINGS = frozenset({"suffix"})
PARSERS = frozenset({"urlparse", "urlsplit", "parse_url", "URL"})


FLAGS = {
    "I": re.I,
    "IGNORECASE": re.I,
    "A": re.A,
    "ASCII": re.A,
    "U": re.U,
    "UNICODE": re.U,
    "X": re.X,
    "VERBOSE": re.X,
}


def call_of(run: Run, node: ir.Expression) -> ir.Expression:
    """A name stands for what it was computed from."""
    return definition(run, node) or node


def contained(run: Run, place: ir.Expression, collection: ir.Expression, at: ir.Node) -> None:
    """``place in collection``."""
    if isinstance(collection, ir.Attribute) and collection.attr == "parents":
        _inside(run, collection.value, at, "its parents are checked")
        return
    known = constants_of(run, collection)
    source = call_of(run, place)
    if known is not None and not _is_text(run, collection):
        value = peek(run, place)
        kept = known if value is None or value.constants is None else known & value.constants
        if value is not None and len(kept) <= 8:
            assume(run, place, kept)
        accepted(run, place, at, "is one of a fixed list", source)
    elif _untainted(run, collection):
        accepted(run, place, at, "is one of a list that nobody else chooses", source)
    elif _own_host(run, collection):
        _host(run, place, source, at)
    else:
        value = peek(run, collection) or run.noted.get(id(collection))
        if value is not None:
            _one_of(run, place, run.deep(value), at)


def _one_of(run: Run, place: ir.Expression, others: frozenset[Taint], at: ir.Node) -> None:
    """A value is one of others: where it comes from matters less than where those do, if they come from elsewhere."""
    value = peek(run, place)
    if value is None or not value.taints or not others:
        return
    mine = {taint.origin.kind for taint in value.taints if isinstance(taint.origin, Source)}
    theirs = {taint.origin.kind for taint in others if isinstance(taint.origin, Source)}
    given = any(not isinstance(taint.origin, Source) for taint in value.taints)
    if not (mine & OUTER or given) or theirs & OUTER or any(not isinstance(taint.origin, Source) for taint in others):
        return
    if given:
        accepted(run, place, at, "is one of what comes from elsewhere")
        return
    taints = join_taints(run.clear(value.taints, ANYTHING, at, "is one of what comes from elsewhere"), others)
    replace(run, place, value, Value(taints, value.constants, value.names, value.types, value.targets, value.objects))


OUTER = frozenset({"request", "network", "stdin", "cli"})
OWN_HOSTS = frozenset({"host", "host_url", "url_root", "base_url", "get_host", "server_name", "hostname"})


def _own_host(run: Run, node: ir.Expression) -> bool:
    """Whether an expression is about the host that the request was sent to."""
    for each in walked(call_of(run, node)):
        if isinstance(each, ir.Attribute) and each.attr in OWN_HOSTS and not isinstance(each.value, ir.Call):
            return "request" in dotted(each) or "req." in dotted(each)
    return False


def _host(run: Run, place: ir.Expression, source: ir.Expression, at: ir.Node) -> None:
    if isinstance(source, ir.Attribute) and source.attr in HOSTS:
        _parsed(run, source.value, at, "has the host of the application itself")


def _is_text(run: Run, node: ir.Expression) -> bool:
    value = peek(run, node)
    return value is not None and value.constants is not None and any(isinstance(each, str) for each in value.constants)


def constants_of(run: Run, node: ir.Expression) -> frozenset[object] | None:
    """All that a collection holds, where it is constants alone."""
    if isinstance(node, ir.Collection):
        found: set[object] = set()
        for item in node.items:
            value = peek(run, item)
            if value is None or value.constants is None or value.taints:
                return None
            found |= value.constants
        return frozenset(found)
    value = peek(run, node)
    if value is None or value.taints:
        return None
    if value.constants is not None:
        every: set[object] = set()
        for each in value.constants:
            if not isinstance(each, tuple | str):
                return None
            every |= set(each)
        return frozenset(every)
    return _held(run, value)


def _held(run: Run, value: Value) -> frozenset[object] | None:
    shape = run.only(value, "list", "tuple", "set", "dict")
    if shape is None or not shape.exact:
        return None
    if shape.kind == "dict":
        return frozenset(shape.items)
    found: set[object] = set()
    for item in shape.items.values():
        if item.constants is None or item.taints:
            return None
        found |= item.constants
    return frozenset(found)


def _untainted(run: Run, node: ir.Expression) -> bool:
    """Whether nobody outside chooses what a collection holds."""
    if isinstance(node, ir.Collection):
        return all(_untainted(run, item) for item in node.items)
    if isinstance(node, ir.Dictionary):
        return all(key is not None and _untainted(run, key) for key, _ in node.entries)
    if isinstance(node, ir.Call):
        if isinstance(node.function, ir.Attribute) and node.function.attr in ("keys", "values", "items", "copy"):
            return _untainted(run, node.function.value)
        if isinstance(node.function, ir.Name) and node.function.id in (
            "set",
            "list",
            "tuple",
            "frozenset",
            "sorted",
            "dict",
            "range",
        ):
            return all(_untainted(run, each.value) for each in node.arguments)
        return _seen_untainted(run, node)
    value = peek(run, node)
    if value is None:
        return _seen_untainted(run, node)
    shape = run.only(value, "dict")
    if shape is not None:
        return not value.taints and (shape.keys is None or not shape.keys.taints)
    return not run.deep(value)


def _seen_untainted(run: Run, node: ir.Expression) -> bool:
    """Whether what was evaluated there just now comes from nowhere outside."""
    value = run.noted.get(id(node))
    return value is not None and not run.deep(value)


def equal(run: Run, place: ir.Expression, other: ir.Expression, at: ir.Node) -> None:
    """``place == other``."""
    if isinstance(place, ir.Constant) or _common_path(run, place, other, at):
        return
    known = peek(run, other)
    source = call_of(run, place)
    if known is None:
        if _untainted(run, other):
            accepted(run, place, at, "equals what nobody else chooses", source)
        elif _own_host(run, other):
            _host(run, place, source, at)
        return
    if known.constants is not None and not known.taints:
        if of_kind(run, place, known.constants, at):
            return
        _holding(run, place, known.constants)
        accepted(run, place, at, "equals a constant", source)
        return
    if not run.deep(known):
        accepted(run, place, at, "equals what nobody else chooses", source)
    elif _own_host(run, other):
        _host(run, place, source, at)
    else:
        _one_of(run, place, run.deep(known), at)


def _holding(run: Run, place: ir.Expression, known: frozenset[object]) -> None:
    value = peek(run, place)
    if value is not None and not isinstance(place, ir.Constant):
        kept = known if value.constants is None else value.constants & known
        if value.constants is None or kept != value.constants:
            assume(run, place, kept)


MATCHES = frozenset({"match", "fullmatch", "search"})


def differs(run: Run, test: ir.Compare) -> None:
    """``re.match(…) is not None``."""
    if not isinstance(test.right, ir.Constant) or test.right.value is not None:
        return
    source = call_of(run, test.left)
    if isinstance(source, ir.Assigned):
        source = source.value
    if isinstance(source, ir.Call) and isinstance(source.function, ir.Attribute) and source.function.attr in MATCHES:
        call_holds(run, source, True)


def _common_path(run: Run, place: ir.Expression, other: ir.Expression, at: ir.Node) -> bool:
    """``os.path.commonpath([base, path]) == base``."""
    call = call_of(run, place)
    if not isinstance(call, ir.Call) or dotted(call.function).rpartition(".")[2] not in ("commonpath", "commonprefix"):
        return False
    for argument in call.arguments:
        items = argument.value.items if isinstance(argument.value, ir.Collection) else (argument.value,)
        for item in items:
            _inside(run, item, at, "lies below a fixed folder")
    return True


def _inside(run: Run, place: ir.Expression, at: ir.Node, what: str) -> None:
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
    return node


def accepted(run: Run, node: ir.Expression, at: ir.Node, what: str, source: ir.Expression | None = None) -> None:
    """A value that was found to be one of those that are allowed: so is what it was computed from (``source``)."""
    _accepted(run, node, ANYTHING, at, what, 0, source)


def _accepted(
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
            _accepted(run, source, categories, at, what, depth + 1)
        case ir.Call(function=ir.Attribute(attr=attr)) if attr in SAME_TEXT:
            _accepted(run, source.function.value, categories, at, what, depth + 1)  # type: ignore[attr-defined]
        case ir.Call(function=ir.Name(id="str" | "String" | "int" | "Number" | "parseInt")) if (
            len(source.arguments) == 1
        ):
            _accepted(run, source.arguments[0].value, categories, at, what, depth + 1)
        case ir.Logical(operator="or"):
            for operand in source.operands:
                if not isinstance(operand, ir.Constant):
                    _accepted(run, operand, categories, at, what, depth + 1)
        case ir.Attribute(attr=attr) if attr in HOSTS:
            _parsed(run, source.value, at, what)
            of_origin(run, source, at, what)
        case ir.Attribute(attr=attr) if attr in ENDINGS:
            _accepted(run, _of_path(run, source.value), UPLOAD, at, what, depth + 1)
        case ir.Subscript():
            ending = _ending(run, source.value)
            if ending is not None:
                _accepted(run, ending, UPLOAD, at, what, depth + 1)
        case _:
            pass


def _parsed(run: Run, node: ir.Expression, at: ir.Node, what: str) -> None:
    """The host of an address was found to be allowed: so is the address."""
    call = call_of(run, node)
    if isinstance(call, ir.Call) and call.arguments and dotted(call.function).rpartition(".")[2] in PARSERS:
        clear_place(run, call.arguments[0].value, ADDRESS, at, what)
        clear_place(run, node, ADDRESS, at, what)


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


# --- calls as tests -----------------------------------------------------------------------------------------------------


def call_holds(run: Run, node: ir.Call, holds: bool) -> None:
    """A call returned something true (or false)."""
    for refinement in run.guards.get(id(node), ()):
        if refinement.when is holds:
            _accepted(run, refinement.place, refinement.categories, node, refinement.what, 4)
    function = node.function
    arguments = node.arguments
    if holds and dotted(function).rpartition(".")[2] == "compare_digest":
        for argument in arguments:
            _signed(run, argument.value, node)
    if isinstance(function, ir.Attribute):
        _method(run, node, function, holds)
    elif isinstance(function, ir.Name) and arguments and holds:
        if function.id == "isinstance" and len(arguments) == 2:
            instance(run, arguments[0].value, arguments[1].value, node)
        elif function.id in ("bool", "Boolean"):
            run.refine(arguments[0].value, True)
        elif function.id == "all":
            _all(run, arguments[0].value, node)
    if isinstance(function, ir.Name) and function.id == "bool" and arguments and not holds:
        run.refine(arguments[0].value, False)
    if isinstance(function, ir.Name) and function.id == "any" and arguments and not holds:
        _none(run, arguments[0].value, node)


def _signed(run: Run, node: ir.Expression, at: ir.Node) -> None:
    """A signature was found to be right: so is what it was computed over, since nobody else has the key."""
    for each in walked(call_of(run, node)):
        each = call_of(run, each) if isinstance(each, ir.Name) else each
        if (
            isinstance(each, ir.Call)
            and dotted(each.function) in ("hmac.new", "hmac.digest")
            and len(each.arguments) > 1
        ):
            _accepted(run, each.arguments[1].value, ANYTHING, at, "has a signature that is right", 3)


def instance(run: Run, place: ir.Expression, kind: ir.Expression, at: ir.Node) -> None:
    """``isinstance(place, kind)``: numbers are harmless."""
    kinds = kind.items if isinstance(kind, ir.Collection) else (kind,)
    names = [peek(run, each) for each in kinds]
    if names and all(value is not None and value.names and value.names <= NUMBERS for value in names):
        clear_place(run, place, NUMERIC, at, "is a number")


def _method(run: Run, node: ir.Call, function: ir.Attribute, holds: bool) -> None:
    name = function.attr
    place = function.value
    if name in TESTS and holds and not node.arguments:
        _accepted(run, place, TESTS[name], node, f"passes `{name}`", 3)
    elif name in ("startswith", "startsWith") and node.arguments:
        _starts(run, node, place, node.arguments[0].value, holds)
    elif name in ("endswith", "endsWith") and node.arguments and holds:
        _ends(run, node, place, node.arguments[0].value)
    elif name == "is_relative_to" and holds:
        _inside(run, place, node, "lies below a fixed folder")
    elif name == "match" and run.javascript and holds and node.arguments:
        _tested(run, node, node.arguments[0].value, place)
    elif name in ("match", "fullmatch", "search") and holds:
        _matched(run, node, function)
    elif name in ("test", "exec") and run.javascript and holds and node.arguments:
        _tested(run, node, place, node.arguments[0].value)
    elif (name in ("includes", "has") and run.javascript and holds and node.arguments) or (
        name == "__contains__" and holds and node.arguments
    ):
        contained(run, node.arguments[0].value, place, node)
    elif name == "includes" and run.javascript and not holds and node.arguments:
        no_prototype(run, node.arguments[0].value, constants_of(run, place) or (), node)
    elif name == "hasOwnProperty" and holds and node.arguments:
        contained(run, node.arguments[0].value, place, node)
    elif name == "hasOwn" and holds and len(node.arguments) == 2:
        contained(run, node.arguments[1].value, node.arguments[0].value, node)
    elif name in ("issubset",) and holds and node.arguments:
        _subset(run, node, place, node.arguments[0].value)


def texts_of(run: Run, node: ir.Expression) -> list[str]:
    """The strings that a prefix or suffix may be: itself, or those of a tuple; none if that is not known."""
    known = peek(run, node)
    every: frozenset[object] | None = None
    if known is not None and known.constants is not None and not known.taints:
        every = frozenset(inner for each in known.constants for inner in (each if isinstance(each, tuple) else (each,)))
    elif known is None or known.objects:
        every = constants_of(run, node)
    if every is None or not all(isinstance(each, str) for each in every):
        return []
    return sorted(str(each) for each in every)


def _starts(run: Run, node: ir.Call, place: ir.Expression, prefix: ir.Expression, holds: bool) -> None:
    texts = texts_of(run, prefix)
    if not holds:
        outside(run, place, texts, node)
    if holds:
        _inside(run, place, node, "begins with a fixed folder")
        if texts and all(fixes_host(text) for text in texts):
            clear_place(run, place, ADDRESS, node, "begins with a fixed host")
    rooted = holds and texts == ["/"]
    single = not holds and "//" in texts
    if rooted or single:
        mark = frozenset(("~rooted" if rooted else "~single",))
        clear_place(run, place, mark, node, "is a path of the same host" if single else "begins with a slash")
        value = peek(run, place)
        if (
            value is not None
            and value.taints
            and all({"~rooted", "~single"} <= taint.cleared for taint in value.taints)
        ):
            clear_place(run, place, frozenset(("redirect",)), node, "is a path of the same host")


def _ends(run: Run, node: ir.Call, place: ir.Expression, suffix: ir.Expression) -> None:
    """An extension that is checked; or a host below a fixed one."""
    texts = texts_of(run, suffix)
    if not texts or not all(text.startswith(".") for text in texts):
        return
    source = call_of(run, place)
    if isinstance(source, ir.Attribute) and source.attr in HOSTS:
        _parsed(run, source.value, node, "has a host below a fixed one")
    else:
        _accepted(run, place, UPLOAD, node, "has an extension that is allowed", 3)


def _matched(run: Run, node: ir.Call, function: ir.Attribute) -> None:
    """``re.match(pattern, place)`` and ``compiled.match(place)``."""
    owner = peek(run, function.value)
    if owner is not None and owner.names & {"re", "regex", "re2"}:
        if len(node.arguments) >= 2:
            given = _flags(run, node)
            for text in _patterns(run, node.arguments[0].value):
                _safe(run, node, node.arguments[1].value, text, function.attr, given)
        return
    pattern = None if owner is None else run.item(owner, "pattern")
    if pattern is None:
        made = run.noted.get(id(function.value))
        pattern = None if made is None else run.item(made, "pattern")
        owner = made
    if (
        pattern is not None
        and owner is not None
        and pattern.constants is not None
        and len(pattern.constants) == 1
        and node.arguments
    ):
        flags = run.item(owner, "flags")
        (expression,) = pattern.constants
        (bits,) = flags.constants if flags is not None and flags.constants else (0,)
        if isinstance(expression, str) and isinstance(bits, int):
            _safe(run, node, node.arguments[0].value, expression, function.attr, bits)


def _flags(run: Run, node: ir.Call) -> int:
    """The flags of a match; those that are not known may be any."""
    given = [each.value for index, each in enumerate(node.arguments) if index == 2 or each.name == "flags"]
    if not given:
        return 0
    value = peek(run, given[0])
    if value is not None and value.names:
        return flags_of(value.names)
    return re.MULTILINE | re.DOTALL


def flags_of(names: frozenset[str]) -> int:
    """The flags that names such as ``re.MULTILINE`` stand for; unknown ones are taken for the ones that let most through."""
    found = 0
    for name in names:
        word = name.rpartition(".")[2]
        found |= FLAGS.get(word, re.MULTILINE | re.DOTALL)
    return found


def _patterns(run: Run, node: ir.Expression) -> list[str]:
    value = peek(run, node)
    if value is None or value.constants is None or len(value.constants) != 1:
        return []
    return [each for each in value.constants if isinstance(each, str)]


def _safe(run: Run, node: ir.Call, place: ir.Expression, pattern: str, method: str, flags: int) -> None:
    categories = safe_for(pattern, method, flags)
    if categories:
        _accepted(run, place, categories, node, "matches a pattern that lets nothing harmful through", 3)


def _tested(run: Run, node: ir.Call, regex: ir.Expression, place: ir.Expression) -> None:
    """``/pattern/.test(place)``."""
    source = call_of(run, regex)
    if isinstance(source, ir.Regex):
        if "m" not in source.flags:
            _safe(run, node, place, pythonic(source.pattern), "search", 0)
        return
    for pattern in _patterns(run, regex):
        _safe(run, node, place, pythonic(pattern), "search", 0)


def _all(run: Run, node: ir.Expression, at: ir.Node) -> None:
    """``all(c in allowed for c in place)`` and ``all(c.isalnum() …)``."""
    if not isinstance(node, ir.Comprehension) or len(node.generators) != 1:
        return
    generator = node.generators[0]
    if not isinstance(generator.target, ir.Name) or generator.conditions:
        return
    allowed = _characters(run, node.element, generator.target.id)
    if allowed is not None:
        _accepted(run, generator.iterable, safe_with(allowed), at, "holds harmless characters alone", 3)


def _none(run: Run, node: ir.Expression, at: ir.Node) -> None:
    """``any(c not in allowed for c in place)`` is false."""
    if not isinstance(node, ir.Comprehension):
        return
    element = node.element
    if isinstance(element, ir.Compare) and element.operator == "not-in":
        turned: ir.Expression = ir.Compare(element.line, element.start, element.end, "in", element.left, element.right)
    elif isinstance(element, ir.Unary) and element.operator == "not":
        turned = element.operand
    else:
        return
    _all(run, ir.Comprehension(node.line, node.start, node.end, node.kind, turned, node.generators), at)


METHODS = {
    "isalnum": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "isalpha": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "isdigit": "0123456789",
}


def _characters(run: Run, test: ir.Expression, name: str) -> frozenset[str] | None:
    """The characters for which a test of one character holds."""
    match test:
        case ir.Logical(operator="or"):
            found: frozenset[str] = frozenset()
            for operand in test.operands:
                more = _characters(run, operand, name)
                if more is None:
                    return None
                found |= more
            return found
        case ir.Logical(operator="and"):
            each = [_characters(run, operand, name) for operand in test.operands]
            known = [one for one in each if one is not None]
            return frozenset.intersection(*known) if known else None
        case ir.Compare(operator="in" | "==", left=ir.Name(id=left)) if left == name:
            if test.operator == "==":
                value = peek(run, test.right)
                listed = None if value is None else value.constants
            else:
                listed = constants_of(run, test.right)
            return None if listed is None else frozenset(str(each) for each in listed)
        case ir.Call(function=ir.Attribute(value=ir.Name(id=left), attr=attr)) if left == name and attr in METHODS:
            return frozenset(METHODS[attr])
        case _:
            return None


def _subset(run: Run, node: ir.Call, place: ir.Expression, allowed: ir.Expression) -> None:
    """``set(text).issubset(allowed)``."""
    call = call_of(run, place)
    listed = constants_of(run, allowed)
    if (
        isinstance(call, ir.Call)
        and isinstance(call.function, ir.Name)
        and call.function.id == "set"
        and call.arguments
        and listed is not None
    ):
        _accepted(
            run,
            call.arguments[0].value,
            safe_with(str(each) for each in listed),
            node,
            "holds harmless characters alone",
            3,
        )
