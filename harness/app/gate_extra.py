"""Facts that a file brings along, such as what another tool measured: believed only of this very tree, and only if numbers."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.adapters import files
from harness.domain.gate import Fact, Number, Policy
from harness.errors import HarnessError
from harness.gate.expressions import ExpressionError, parse
from harness.gate.names import EXTRA, is_fact

_MOST_SAID = 40
_FORM = '{"tree": "<id of the tree>", "facts": {"name": 1}}'


@dataclass(frozen=True)
class Extra:
    """The facts of a file by their full names; ``unknown`` says why nothing of it is believed."""

    source: str = ""
    known: Mapping[str, Number] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    unknown: str = ""

    def facts(self, asked: Iterable[str]) -> Iterator[Fact]:
        """All of the file, and why those that a policy asks for are not known where they are not."""
        for name in sorted({*self.known, *self.wrong, *asked}):
            if self.unknown:
                yield Fact(name=name, unknown=self.unknown, source=self.source)
            elif name in self.known:
                yield Fact(name=name, value=self.known[name], source=self.source)
            else:
                why = self.wrong.get(name, f"{self.source} does not tell it")
                yield Fact(name=name, unknown=why, source=self.source)


def asked_extras(policy: Policy) -> tuple[str, ...]:
    """The facts of files that a policy names."""
    texts = (text for one in policy.criteria for text in (one.when, one.first) if text)
    return tuple(sorted({name for text in texts for name in _named(text) if name.startswith(EXTRA)}))


def read_extra(path: Path | None, tree: str) -> Extra:
    """The facts in a file about a tree of this id. Nothing is raised: what is wrong with it makes them unknown."""
    if path is None:
        return Extra(unknown="no file of facts is given: name it with `--facts FILE`")
    source = files.typed(path.resolve())
    try:
        found = _parsed(files.read_bytes(path))
    except HarnessError as error:
        return Extra(source, unknown=error.what)
    except (ValueError, RecursionError) as error:
        return Extra(source, unknown=f"'{source}' is not JSON: {error}")
    if not isinstance(found, _Object) or not isinstance(facts := found.get("facts"), _Object):
        return Extra(source, unknown=f"'{source}' holds no facts: write {_FORM}")
    wrong, known = _sorted_out(facts)
    return Extra(source, known, wrong, _why_not(found, tree, source))


def _why_not(found: _Object, tree: str, source: str) -> str:
    of = found.get("tree")
    if not isinstance(of, str) or not of:
        return f"'{source}' does not say of which tree it tells: write {_FORM}"
    if of != tree:
        return f"'{source}' tells of the tree {of[:_MOST_SAID]}, and this is {tree}: measure again"
    if found.twice:
        return f"'{source}' says '{found.twice}' twice"
    return ""


def _sorted_out(facts: _Object) -> tuple[dict[str, str], dict[str, Number]]:
    """Why facts are none, and the numbers that are, by their full names."""
    wrong: dict[str, str] = {}
    known: dict[str, Number] = {}
    for name, value in facts.items():
        full = f"{EXTRA}{name}"
        if why := _no_number(value):
            wrong[full] = why
        elif facts.twice == name:
            wrong[full] = "it is given twice"
        elif is_fact(full) and isinstance(value, (int, float)):
            known[full] = value
    return wrong, known


def _no_number(value: object) -> str:
    """Why a value is no number to reckon with; empty where it is one."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return f"it is no number: {json.dumps(value, default=str)[:_MOST_SAID]}"
    return "" if math.isfinite(value) else f"it is no finite number: {value}"


class _Object(dict[str, object]):
    """An object of JSON; ``twice`` is a name that it has twice, of which nobody knows which is meant."""

    twice: str = ""


def _parsed(data: bytes) -> object:
    found: object = json.loads(data, object_pairs_hook=_object)
    return found


def _object(pairs: Sequence[tuple[str, object]]) -> _Object:
    found = _Object()
    for name, value in pairs:
        if name in found:
            found.twice = name
        found[name] = value
    return found


def _named(text: str) -> tuple[str, ...]:
    try:
        return parse(text).facts
    except ExpressionError:  # told with the policy
        return ()
