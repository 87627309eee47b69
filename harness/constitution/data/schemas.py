"""The one door to ``jsonschema``, imported late because it is an extra: no network, and linear-time patterns only."""

from __future__ import annotations

import functools
import importlib
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from harness.constitution.data.filters import searchable
from harness.constitution.data.tree import Plain
from harness.errors import MachineError
from harness.phrasebook import regex

Step = str | int
_MOST_CHARACTERS = 200


def check(schema: Mapping[str, Any]) -> None:
    """Raise ValueError for a schema that cannot be used; one of an uninstalled package's own rules is not seen."""
    used = dict(_keywords(schema))
    for pattern in (value for name, value in _keywords(schema) if name == "pattern" and isinstance(value, str)):
        regex.compile(pattern)
    for patterns in (value for name, value in _keywords(schema) if name == "patternProperties"):
        for pattern in patterns if isinstance(patterns, dict) else ():
            regex.compile(pattern)
    if {"patternProperties", "unevaluatedProperties"} <= used.keys():
        raise ValueError("`unevaluatedProperties` beside `patternProperties` is not supported")
    for name, value in _keywords(schema):
        if name in ("$ref", "$dynamicRef") and not str(value).startswith("#"):
            raise ValueError(f"`{name}: {value}` leads out of the schema, and nothing is fetched")
    try:
        _validator(json.dumps(schema))
    except MachineError:
        return


def faults(schema: Mapping[str, Any], value: Plain, most: int) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Where a value does not keep to a schema: the steps that lead there, and why.

    Raises:
        MachineError: if ``jsonschema`` is not installed.
        ValueError: if the schema refers to what it does not have, or to itself without end.
    """
    unresolvable = importlib.import_module("referencing.exceptions").Unresolvable if _installed() else ()
    validator = _validator(json.dumps(schema))
    try:
        for error in islice(validator.iter_errors(value), most):
            reason = searchable(error.message)
            cut = reason if len(reason) <= _MOST_CHARACTERS else f"{reason[:_MOST_CHARACTERS]}…"
            yield tuple(error.absolute_path), cut
    except unresolvable as error:
        raise ValueError(f"the schema refers to what it does not have: {error}") from None
    except RecursionError:
        raise ValueError("the schema refers to itself without end") from None


def _installed() -> bool:
    try:
        importlib.import_module("jsonschema")
    except ImportError:
        return False
    return True


@functools.lru_cache(maxsize=64)
def _validator(schema: str) -> Any:
    if not _installed():
        raise MachineError("a JSON Schema needs `jsonschema`", "pip install 'spec-harness[schema]'")
    jsonschema = importlib.import_module("jsonschema")
    document = json.loads(schema)
    base = jsonschema.validators.validator_for(document, default=jsonschema.Draft202012Validator)
    try:
        base.check_schema(document)
    except jsonschema.SchemaError as error:
        raise ValueError(f"it is not a JSON Schema: {error.message[:_MOST_CHARACTERS]}") from None
    keywords = {
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
        "additionalProperties": _additional_properties,
    }
    registry = importlib.import_module("referencing.jsonschema").EMPTY_REGISTRY
    return jsonschema.validators.extend(base, keywords)(document, registry=registry)


def _keywords(schema: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value anywhere in a schema."""
    pending = [schema]
    while pending:
        one = pending.pop()
        if isinstance(one, Mapping):
            yield from one.items()
            pending.extend(one.values())
        elif isinstance(one, list):
            pending.extend(one)


# --- the keywords that would use Python's own regular expressions ---------------------------------------------------------


def _found(pattern: str, text: str) -> bool:
    return regex.compile(pattern).search(searchable(text)) is not None


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[Any]:
    if isinstance(instance, str) and not _found(pattern, instance):
        yield _error(f"{instance!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, patterns: Any, instance: Any, schema: Any) -> Iterator[Any]:
    if isinstance(instance, dict):
        for pattern, below in patterns.items():
            for name in [name for name in instance if _found(pattern, name)]:
                yield from validator.descend(instance[name], below, path=name, schema_path=pattern)


def _additional_properties(validator: Any, additional: Any, instance: Any, schema: Any) -> Iterator[Any]:
    if not isinstance(instance, dict):
        return
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    extras = [name for name in instance if name not in known and not any(_found(one, name) for one in patterns)]
    if additional is False and extras:
        yield _error(f"{', '.join(map(repr, extras))}: not foreseen here")
    elif isinstance(additional, dict):
        for name in extras:
            yield from validator.descend(instance[name], additional, path=name)


def _error(message: str) -> Any:
    return importlib.import_module("jsonschema").ValidationError(message)
