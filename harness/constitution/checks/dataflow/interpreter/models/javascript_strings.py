"""Strings: methods are carried out on constants; of others the result is as harmful as what it is made of, or less."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from typing import Any

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.folding import STRINGS, fold
from harness.constitution.checks.dataflow.interpreter.invocation import Invocation, deep_arguments
from harness.constitution.checks.dataflow.interpreter.javascript_regexes import pythonic
from harness.constitution.checks.dataflow.interpreter.lattice import EITHER, JSON, NONE, constant, join_taints
from harness.constitution.checks.dataflow.interpreter.regexes import ASCII, characters, safe_for, safe_with
from harness.constitution.checks.dataflow.interpreter.relations import definition
from harness.constitution.checks.dataflow.interpreter.run import Run
from harness.constitution.checks.dataflow.interpreter.shapes import Shape
from harness.constitution.checks.dataflow.values import Taint, Value

_parser: Any = importlib.import_module("re._parser")
_CONTAINERS = frozenset({"list", "dict", "tuple", "set"})
_WITHOUT = "~without "
"""Begins the marks that say of a text which characters were taken out of it."""
_MARKUP = "<>\"'&"


def _substring(text: str, start: int = 0, end: int | None = None) -> str:
    low, high = max(start, 0), len(text) if end is None else max(end, 0)
    return text[min(low, high) : max(low, high)]


def _substr(text: str, start: int = 0, length: int | None = None) -> str:
    tail = text[start:]
    return tail if length is None else tail[: max(length, 0)]


def _split(text: str, separator: str | None = None) -> tuple[str, ...]:
    if separator is None:
        return (text,)
    return tuple(text.split(separator)) if separator else tuple(text)


FOLDED: dict[str, Callable[..., object]] = {
    "toLowerCase": lambda text: text.lower(),
    "toUpperCase": lambda text: text.upper(),
    "toLocaleLowerCase": lambda text: text.lower(),
    "toLocaleUpperCase": lambda text: text.upper(),
    "trim": lambda text: text.strip(),
    "trimStart": lambda text: text.lstrip(),
    "trimEnd": lambda text: text.rstrip(),
    "toString": lambda text: text,
    "valueOf": lambda text: text,
    "concat": lambda text, *more: text + "".join(map(str, more)),
    "slice": lambda text, *bounds: text[slice(*bounds) if len(bounds) > 1 else slice(bounds[0] if bounds else 0, None)],
    "substring": _substring,
    "substr": _substr,
    "replace": lambda text, old, new: text.replace(old, new, 1),
    "replaceAll": lambda text, old, new: text.replace(old, new),
    "charAt": lambda text, index=0: text[index] if 0 <= index < len(text) else "",
    "at": lambda text, index: text[index],
    "indexOf": lambda text, part: text.find(part),
    "lastIndexOf": lambda text, part: text.rfind(part),
    "includes": lambda text, part: part in text,
    "startsWith": lambda text, part: text.startswith(part),
    "endsWith": lambda text, part: text.endswith(part),
    "padStart": lambda text, count, fill=" ": (fill * count)[: max(0, count - len(text))] + text,
    "padEnd": lambda text, count, fill=" ": text + (fill * count)[: max(0, count - len(text))],
    "repeat": lambda text, count: text * count,
    "charCodeAt": lambda text, index=0: ord(text[index]),
    "split": _split,
}
_TESTS = frozenset({"includes", "startsWith", "endsWith", "test", "has"})
_NUMBERS = frozenset({"indexOf", "lastIndexOf", "charCodeAt", "codePointAt", "localeCompare", "search", "getTime"})
_UNCHANGED = frozenset(
    {
        "toLowerCase",
        "toUpperCase",
        "toLocaleLowerCase",
        "toLocaleUpperCase",
        "trim",
        "trimStart",
        "trimEnd",
        "normalize",
    }
)
_PARTS = frozenset({"slice", "substring", "substr", "charAt", "at"})
_MIXED = frozenset({"concat", "padStart", "padEnd", "repeat"})


def method(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """What a method of a string gives; None if it is none, or the receiver is no string."""
    name = invocation.method
    if receiver.types & _CONTAINERS or (receiver.names and not receiver.taints):
        return None
    if "RegExp" in receiver.types and name in ("exec", "test"):
        return _executed(run, invocation) if name == "exec" else EITHER
    known = _carried_out(run, invocation, receiver)
    if known is not None:
        return known
    if name in _TESTS:
        return EITHER
    if name in _NUMBERS:
        return Value(NONE)
    if name in ("replace", "replaceAll"):
        return _replaced(run, invocation, receiver)
    if name in _UNCHANGED or name in _PARTS or name in _MIXED:
        return _changed(run, invocation, receiver)
    if name == "split":
        taints = run.on(run.deep(receiver), invocation.node, "is taken apart")
        return run.new(invocation.node, Shape("list", rest=Value(taints, types=STRINGS)))
    if name in ("match", "matchAll"):
        return _found(run, invocation, receiver, invocation.nodes[:1])
    return None


def _carried_out(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    carry = FOLDED.get(invocation.method)
    if carry is None or receiver.constants is None or invocation.rest is not None:
        return None
    if not all(isinstance(each, str) for each in receiver.constants):
        return None
    if any("RegExp" in value.types or value.objects or value.targets for value in invocation.positional):
        return None
    found = fold(carry, receiver, *invocation.positional)
    if found is None:
        return None
    text = invocation.method not in _TESTS and invocation.method not in _NUMBERS
    taints = join_taints(receiver.taints, deep_arguments(run, invocation, False)) if text else NONE
    if invocation.method == "split" and len(found) == 1:
        (pieces,) = found
        if isinstance(pieces, tuple):
            return run.new(invocation.node, Shape("list", dict(enumerate(map(constant, pieces)))), taints)
    return Value(taints, found)


def _changed(run: Run, invocation: Invocation, receiver: Value) -> Value:
    taints = run.deep(receiver)
    if invocation.method in _MIXED:
        taints = join_taints(taints, deep_arguments(run, invocation, False))
    return Value(run.on(taints, invocation.node, f"stays the same in part by `{invocation.method}`"), types=STRINGS)


# --- replacing ----------------------------------------------------------------------------------------------------------


def _replaced(run: Run, invocation: Invocation, receiver: Value) -> Value | None:
    """``text.replace(what, by)``: what is replaced wherever it stands is no longer in the text."""
    taints = run.deep(receiver)
    new = invocation.argument(1)
    if new is not None and not new.targets:
        taints = join_taints(taints, run.deep(new))
    elif new is not None and taints:
        given = Value(run.on(run.deep(receiver), invocation.node, "is given on by `replace`"))
        run.call(new, (given,), invocation.node)
    taints = run.on(taints, invocation.node, "stays the same in part by `replace`")
    gone = _gone(run, invocation)
    if gone and taints:
        taints = frozenset(_without(run, invocation, taint, gone, new) for taint in taints)
    return Value(taints, types=STRINGS)


def _gone(run: Run, invocation: Invocation) -> frozenset[str]:
    """The characters that are replaced wherever they stand."""
    node = _regex(run, invocation.nodes[0]) if invocation.nodes else None
    if node is not None:
        return _single(node) if "g" in node.flags else frozenset()
    value = invocation.argument(0)
    known = None if value is None or invocation.method != "replaceAll" else value.constants
    if known is None or len(known) != 1:
        return frozenset()
    (text,) = known
    return frozenset(text) if isinstance(text, str) and len(text) == 1 else frozenset()


def _regex(run: Run, node: ir.Expression | None) -> ir.Regex | None:
    if isinstance(node, ir.Name):
        node = definition(run, node)
    return node if isinstance(node, ir.Regex) else None


def _single(node: ir.Regex) -> frozenset[str]:
    """The characters each of which a pattern matches by itself."""
    try:
        compiled = re.compile(pythonic(node.pattern), re.IGNORECASE if "i" in node.flags else 0)
    except (re.error, RecursionError, OverflowError):
        return frozenset()
    return frozenset(char for char in ASCII if compiled.fullmatch(char))


def _without(run: Run, invocation: Invocation, taint: Taint, gone: frozenset[str], new: Value | None) -> Taint:
    """A taint whose text has some characters no more: harmless where all that do harm are gone."""
    before = {mark[len(_WITHOUT) :] for mark in taint.cleared if mark.startswith(_WITHOUT)}
    gone = gone | before
    texts = [each for each in (new.constants or ()) if isinstance(each, str)] if new is not None else []
    encoded = bool(new is not None and new.targets) or any(text.startswith(("&", "\\")) for text in texts)
    put = frozenset(char for text in texts for char in text)
    found = {f"{_WITHOUT}{char}" for char in gone}
    if new is None or not new.targets:
        found |= safe_with((ASCII - gone) | (put if not encoded else frozenset()))
    if "<" in gone and (JSON in taint.cleared or len(gone & set(_MARKUP)) > 1):
        found |= {"html", "xml"}
    (clean,) = run.clear(frozenset((taint,)), frozenset(found), invocation.node, "loses characters by `replace`")
    return clean


# --- finding ------------------------------------------------------------------------------------------------------------


def _executed(run: Run, invocation: Invocation) -> Value | None:
    """``/pattern/.exec(text)``."""
    text = invocation.argument(0)
    return None if text is None else _found(run, invocation, text, [invocation.place])


def _found(run: Run, invocation: Invocation, text: Value, nodes: list[ir.Expression | None]) -> Value | None:
    """What a pattern finds: the whole and each group, as harmless as the pattern lets them be."""
    taints = run.on(run.deep(text), invocation.node, "is found in it")
    node = _regex(run, nodes[0]) if nodes else None
    if node is None or not taints:
        return run.new(invocation.node, Shape("list", rest=Value(taints, types=STRINGS)))
    whole, groups = _letting(node)
    parts = [whole, *groups]
    items: dict[object, Value] = {}
    for index, categories in enumerate(parts):
        clear = run.clear(taints, categories, invocation.node, "matches a harmless pattern") if categories else taints
        items[index] = Value(clear, types=STRINGS)
    if "g" in node.flags:
        return run.new(invocation.node, Shape("list", rest=items[0]))
    return run.new(invocation.node, Shape("list", items))


def _letting(node: ir.Regex) -> tuple[frozenset[str], list[frozenset[str]]]:
    """The categories for which what a pattern matches is harmless, and the same for each group."""
    try:
        parsed = _parser.parse(pythonic(node.pattern, node.flags))
    except (re.error, RecursionError, OverflowError, ValueError):
        return frozenset(), []
    there = characters(parsed, parsed.state.flags)
    whole = (safe_with(there) if there is not None else frozenset()) | safe_for(
        pythonic(node.pattern, node.flags), "search", 0
    )
    groups: dict[int, frozenset[str]] = {}
    _groups(list(parsed), parsed.state.flags, groups)
    return whole, [groups.get(number, frozenset()) for number in range(1, parsed.state.groups)]


def _groups(items: list[Any], flags: int, found: dict[int, frozenset[str]]) -> None:
    for operation, argument in items:
        name = str(operation)
        if name == "SUBPATTERN":
            there = characters(argument[3], flags)
            if argument[0] is not None:
                found[argument[0]] = frozenset() if there is None else safe_with(there)
            _groups(list(argument[3]), flags, found)
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            _groups(list(argument[2]), flags, found)
        elif name == "BRANCH":
            for branch in argument[1]:
                _groups(list(branch), flags, found)


def _expression(run: Run, invocation: Invocation) -> Value | None:
    """``new RegExp(text)``; by the flag ``m`` its anchors would mean something else."""
    text, flags = invocation.argument(0), invocation.argument(1)
    if text is None:
        return None
    plain = flags is None or (flags.constants is not None and not any("m" in str(each) for each in flags.constants))
    return Value(run.deep(text), text.constants if plain else None, types=frozenset(("RegExp",)))


MODELS: dict[str, Callable[[Run, Invocation], Value | None]] = {"RegExp": _expression}
