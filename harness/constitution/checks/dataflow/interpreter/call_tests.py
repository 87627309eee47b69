"""Calls as tests: methods of strings and paths, and functions over the characters of a string."""

from __future__ import annotations

import re

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.acceptance import (
    ADDRESS,
    HOSTS,
    UPLOAD,
    accepted_for,
    call_of,
    inside,
    parsed_from,
)
from harness.constitution.checks.dataflow.interpreter.folding import NUMERIC
from harness.constitution.checks.dataflow.interpreter.guards import contained
from harness.constitution.checks.dataflow.interpreter.javascript_guards import is_open, no_prototype, outside
from harness.constitution.checks.dataflow.interpreter.membership import constants_of, texts_of
from harness.constitution.checks.dataflow.interpreter.naming import bases_of, class_of, dotted
from harness.constitution.checks.dataflow.interpreter.pattern_tests import matched, tested
from harness.constitution.checks.dataflow.interpreter.places import ANYTHING, clear_place, peek
from harness.constitution.checks.dataflow.interpreter.regexes import ALPHANUMERIC, IDENTIFIER, fixes_host, safe_with
from harness.constitution.checks.dataflow.interpreter.relations import walked
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.schemas import asked
from harness.constitution.checks.dataflow.values import Value

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

TEXT_CLASSES = frozenset({"str", "builtins.str", "markupsafe.Markup"})

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


def call_holds(run: Run, node: ir.Call, holds: bool) -> None:
    """A call returned something true (or false)."""
    for refinement in run.guards.get(id(node), ()):
        if refinement.when is holds:
            accepted_for(run, refinement.place, refinement.categories, node, refinement.what, 4)
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
            accepted_for(run, each.arguments[1].value, ANYTHING, at, "has a signature that is right", 3)


def instance(run: Run, place: ir.Expression, kind: ir.Expression, at: ir.Node) -> None:
    """``isinstance(place, kind)``: numbers are harmless."""
    kinds = kind.items if isinstance(kind, ir.Collection) else (kind,)
    names = [peek(run, each) for each in kinds]
    if names and all(value is not None and value.names and value.names <= NUMBERS for value in names):
        clear_place(run, place, NUMERIC, at, "is a number")
    classes = {f"{target.path}::{target.qualname}" for value in names if value is not None for target in value.targets}
    if classes and all(value is not None and _tags_text(run, value) for value in names):
        value = peek(run, place)
        if value is not None and bases_of(run, value.types).isdisjoint(classes):
            clear_place(run, place, ANYTHING, at, "is of a class that the text from outside is not of")


def _tags_text(run: Run, value: Value) -> bool:
    """Whether a value is a class of the project whose objects are text of a kind that was made here."""
    return bool(value.targets) and all(
        target.kind == "class"
        and any(_is_text(run, base) for base in run.world.bases(f"{target.path}::{target.qualname}"))
        for target in value.targets
    )


def _is_text(run: Run, base: str) -> bool:
    """Whether a class is one of text, or says that it is derived from what is built in."""
    defined = run.world.definition(class_of(base)) if "::" in base else None
    if isinstance(defined, ir.Class):
        return any(isinstance(each, ir.Name) and each.id == "str" for each in defined.bases)
    return base in TEXT_CLASSES


def _method(run: Run, node: ir.Call, function: ir.Attribute, holds: bool) -> None:
    name = function.attr
    place = function.value
    if name in TESTS and holds and not node.arguments:
        accepted_for(run, place, TESTS[name], node, f"passes `{name}`", 3)
    elif name in ("startswith", "startsWith") and node.arguments:
        _starts(run, node, place, node.arguments[0].value, holds)
    elif name in ("endswith", "endsWith") and node.arguments and holds:
        _ends(run, node, place, node.arguments[0].value)
    elif name == "is_relative_to" and holds:
        inside(run, place, node, "lies below a fixed folder")
    elif name == "match" and run.javascript and holds and node.arguments:
        tested(run, node, node.arguments[0].value, place)
    elif name in ("match", "fullmatch", "search") and holds:
        matched(run, node, function)
    elif name in ("test", "exec") and run.javascript and holds and node.arguments:
        tested(run, node, place, node.arguments[0].value)
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
    elif name in ("validate", "validate_on_submit") and holds and not run.javascript:
        asked(run, peek(run, place))
    elif name in ("issubset",) and holds and node.arguments:
        _subset(run, node, place, node.arguments[0].value)


_SCHEME = re.compile(r"https?:|mailto:|tel:|[/#?]|\./")
"""How an address begins that is no `javascript:`."""


def _starts(run: Run, node: ir.Call, place: ir.Expression, prefix: ir.Expression, holds: bool) -> None:
    texts = texts_of(run, prefix)
    if not holds:
        outside(run, place, texts, node)
    if holds:
        if not is_open(run, prefix):
            inside(run, place, node, "begins with a fixed folder")
        if texts and all(fixes_host(text) for text in texts):
            clear_place(run, place, ADDRESS, node, "begins with a fixed host")
        if texts and all(_SCHEME.match(text) for text in texts):
            clear_place(run, place, frozenset(("html-address",)), node, "begins with a scheme that runs nothing")
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
        parsed_from(run, source.value, node, "has a host below a fixed one")
    else:
        accepted_for(run, place, UPLOAD, node, "has an extension that is allowed", 3)


def _all(run: Run, node: ir.Expression, at: ir.Node) -> None:
    """``all(c in allowed for c in place)`` and ``all(c.isalnum() …)``."""
    if not isinstance(node, ir.Comprehension) or len(node.generators) != 1:
        return
    generator = node.generators[0]
    if not isinstance(generator.target, ir.Name) or generator.conditions:
        return
    allowed = _characters(run, node.element, generator.target.id)
    if allowed is not None:
        accepted_for(run, generator.iterable, safe_with(allowed), at, "holds harmless characters alone", 3)


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
        accepted_for(
            run,
            call.arguments[0].value,
            safe_with(str(each) for each in listed),
            node,
            "holds harmless characters alone",
            3,
        )
