"""Matches against regular expressions as tests."""

from __future__ import annotations

import re

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.interpreter.acceptance import accepted_for, call_of
from harness.constitution.checks.dataflow.interpreter.javascript_regexes import pythonic
from harness.constitution.checks.dataflow.interpreter.places import peek
from harness.constitution.checks.dataflow.interpreter.regexes import safe_for
from harness.constitution.checks.dataflow.interpreter.run import Run

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


def matched(run: Run, node: ir.Call, function: ir.Attribute) -> None:
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
        accepted_for(run, place, categories, node, "matches a pattern that lets nothing harmful through", 3)


def tested(run: Run, node: ir.Call, regex: ir.Expression, place: ir.Expression) -> None:
    """``/pattern/.test(place)``."""
    source = call_of(run, regex)
    if isinstance(source, ir.Regex):
        if "m" not in source.flags:
            _safe(run, node, place, pythonic(source.pattern), "search", 0)
        return
    for pattern in _patterns(run, regex):
        _safe(run, node, place, pythonic(pattern), "search", 0)
