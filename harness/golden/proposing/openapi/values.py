"""Values that a schema allows: the same for the same schema, as small as it lets them be; wrong ones lie elsewhere."""

from __future__ import annotations

import math
from typing import Any

from harness.golden.proposing.openapi.fitting import bounds, fits, kind_of, kinds_of, whole
from harness.golden.proposing.openapi.patterns import matching
from harness.golden.proposing.openapi.source import Dangling, Source, reference_of

_MOST_LOOKS = 4000
_KEYS_OF_A_LOOK = 20
_LONGEST_CHAIN = 60
_DEEPEST = 12
_MOST_ITEMS = 20
_LONGEST_TEXT = 2000
_MOST_OPTIONAL = 12
_ALTERNATIVES = ("oneOf", "anyOf")
_SAMPLES = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "time": "03:04:05Z",
    "duration": "P1D",
    "email": "alice@example.com",
    "idn-email": "alice@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/a",
    "url": "https://example.com/a",
    "uri-reference": "/a",
    "iri": "https://example.com/a",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "byte": "aGVsbG8=",
    "password": "Correct-Horse-7",
    "decimal": "10.00",
}
"""Addresses of documentation, RFC 2606, RFC 5737 and RFC 3849, reach nobody."""


class Unbuildable(ValueError):
    """A schema of which no value could be made; the message tells why."""


class _Recursion(Unbuildable):
    """A schema that contains itself."""


class Values:
    """Makes values of the schemas of one description."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._looks = 0

    def value(self, schema: Any, full: bool = False) -> Any:
        """A value that a schema allows, as a request sends it; ``full`` has all that may be there as well.

        Raises:
            Unbuildable: if none can be made.
        """
        self._looks = 0
        return self._value(schema, (), 0, full)

    def plain(self, schema: Any) -> dict[str, Any]:
        """A schema with its references followed, all that it joins by ``allOf``, and what it is where it is not null.

        Raises:
            Unbuildable: if it refers to nothing, or to itself.
        """
        self._looks = 0
        joined, names = self._joined(schema, ())
        for key in _ALTERNATIVES:
            below = [self._joined(one, names)[0] for one in _listed(joined.get(key))[:_MOST_ITEMS]]
            others = [one for one in below if kinds_of(one) != ("null",)]
            # Of several that are objects a value is made of the first; what rules out others cannot be told of it.
            if len(others) == 1 or (others and all(kind_of(one) == "object" for one in others)):
                joined = _together({inner: value for inner, value in joined.items() if inner != key}, others[0])
        return joined

    def _value(self, schema: Any, names: tuple[str, ...], depth: int, full: bool) -> Any:
        if depth > _DEEPEST:
            raise Unbuildable("its schema is nested too deeply")
        if schema is True:
            return "text"
        joined, names = self._joined(schema, names)
        given = self._given(joined)
        if given:
            return given[0]
        for key in _ALTERNATIVES:
            if isinstance(joined.get(key), list) and joined[key]:
                return self._alternative(joined, key, names, depth, full)
        try:
            return self._made(joined, names, depth, full)
        except _Recursion:
            if "null" in kinds_of(joined):
                return None
            raise

    def _given(self, schema: dict[str, Any]) -> list[Any]:
        """The first of the values that the description itself gives and that fits, if any."""
        given = [schema[key] for key in ("const", "example") if key in schema]
        given += self._examples(schema.get("examples"))
        given += [schema[key] for key in ("default",) if key in schema]
        choices = schema.get("enum")
        given += [choice for choice in choices if choice is not None][:1] if isinstance(choices, list) else []
        return [value for value in given if value is not None and fits(value, schema)][:1]

    def _examples(self, examples: Any) -> list[Any]:
        return examples[:1] if isinstance(examples, list) else []

    def _alternative(self, schema: dict[str, Any], key: str, names: tuple[str, ...], depth: int, full: bool) -> Any:
        base = {inner: value for inner, value in schema.items() if inner != key}
        problem = Unbuildable("none of its alternatives can be made")
        for one in schema[key]:
            try:
                alternative, below = self._joined(one, names)
                if kinds_of(alternative) == ("null",):
                    continue
                value = self._value(_together(base, alternative), below, depth + 1, full)
            except Unbuildable as error:
                problem = error
                continue
            return self._told_apart(value, schema, reference_of(one))
        raise problem

    def _told_apart(self, value: Any, schema: dict[str, Any], name: str | None) -> Any:
        """The value with the property by which its schema tells alternatives apart."""
        told = schema.get("discriminator")
        key = told.get("propertyName") if isinstance(told, dict) else told
        if not isinstance(value, dict) or not isinstance(key, str) or name is None:
            return value
        mapping = told.get("mapping") if isinstance(told, dict) else None
        last = name.rpartition("/")[2]
        mapped = [one for one, to in mapping.items() if to in (name, last)] if isinstance(mapping, dict) else []
        return {**value, key: mapped[0] if mapped else value.get(key) if value.get(key) != "text" else last}

    def _made(self, schema: dict[str, Any], names: tuple[str, ...], depth: int, full: bool) -> Any:
        match kind_of(schema):
            case "object":
                return self._object(schema, names, depth, full)
            case "array":
                return self._array(schema, names, depth, full)
            case "integer" | "number" as kind:
                return _number(schema, kind)
            case "boolean":
                return True
            case "string" | "":
                return text_of(schema)
            case kind:
                raise Unbuildable(f"its schema is of the unknown type '{kind}'")

    def _object(self, schema: dict[str, Any], names: tuple[str, ...], depth: int, full: bool) -> dict[str, Any]:
        properties = schema.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        required = [name for name in _listed(schema.get("required")) if isinstance(name, str)]
        made: dict[str, Any] = {}
        for name in dict.fromkeys(required):
            if not self._is_read_only(properties.get(name)):
                made[name] = self._value(properties.get(name, {}), names, depth + 1, full)
        if (full or not required) and depth == 0:
            self._add_optional(made, properties, names, full)
        wanted = whole(schema, "minProperties", 0)
        for name in list(properties)[: _MOST_ITEMS if len(made) < wanted else 0]:
            if name not in made and len(made) < wanted:
                made[name] = self._value(properties[name], names, depth + 1, full)
        more = schema.get("additionalProperties", True)
        while len(made) < min(wanted, _MOST_ITEMS) and more is not False:
            made[f"key{len(made) + 1}"] = self._value(more, names, depth + 1, full)
        return made

    def _add_optional(
        self, made: dict[str, Any], properties: dict[str, Any], names: tuple[str, ...], full: bool
    ) -> None:
        """Add what may be there."""
        for name, schema in list(properties.items())[:_MOST_OPTIONAL]:
            if name in made or self._is_read_only(schema):
                continue
            try:
                made[name] = self._value(schema, names, 1, full)
            except Unbuildable:
                continue

    def _is_read_only(self, schema: Any) -> bool:
        try:
            followed = self._source.followed(schema)
        except Dangling:
            return False
        return isinstance(followed, dict) and followed.get("readOnly") is True

    def _array(self, schema: dict[str, Any], names: tuple[str, ...], depth: int, full: bool) -> list[Any]:
        first = _listed(schema.get("prefixItems"))
        least = max(whole(schema, "minItems", 0), len(first))
        count = max(least, min(1, whole(schema, "maxItems", 1)))
        if count > _MOST_ITEMS:
            raise Unbuildable(f"it asks for a list of {count} items")
        try:
            items = [self._value(one, names, depth + 1, full) for one in first]
            items += [self._value(schema.get("items", {}), names, depth + 1, full) for _ in range(count - len(items))]
        except _Recursion:
            if least:
                raise
            return []
        return _distinct(items, schema) if schema.get("uniqueItems") is True and len(items) > 1 else items

    def _joined(self, schema: Any, names: tuple[str, ...]) -> tuple[dict[str, Any], tuple[str, ...]]:
        """The schema itself, with what it refers to and all of ``allOf``; the names of the references on the way."""
        if not isinstance(schema, dict):
            schema = {}
        self._looks += 1 + sum(_size(schema.get(key)) // _KEYS_OF_A_LOOK for key in ("properties", "required"))
        if self._looks > _MOST_LOOKS or len(names) > _LONGEST_CHAIN:
            raise Unbuildable("its schema is too large")
        joined = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
        name = reference_of(schema)
        if name is not None:
            if name in names:
                raise _Recursion(f"its schema contains itself: '{name}'")
            names = (*names, name)
            try:
                below, names = self._joined(self._source.target(name), names)
            except Dangling as error:
                raise Unbuildable(str(error)) from error
            joined = _together(below, joined)
        for part in _listed(schema.get("allOf")):
            below, names = self._joined(part, names)
            joined = _together(below, joined)
        return joined, names


def _together(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Two schemas that both hold: properties and required names of both, else what ``more`` says."""
    joined = {**base, **more}
    for key in ("properties", "required"):
        both = base.get(key), more.get(key)
        if isinstance(both[0], dict) and isinstance(both[1], dict):
            joined[key] = {**both[0], **both[1]}
        elif isinstance(both[0], list) and isinstance(both[1], list):
            joined[key] = list(dict.fromkeys(name for name in (*both[0], *both[1]) if isinstance(name, str)))
    return joined


def text_of(schema: dict[str, Any]) -> str:
    """A text that a schema allows. Raises Unbuildable where none is found."""
    least, most = whole(schema, "minLength", 0), whole(schema, "maxLength", _LONGEST_TEXT)
    if least > _LONGEST_TEXT:
        raise Unbuildable(f"it asks for a text of {least} characters")
    form = str(schema.get("format"))
    sample = _SAMPLES.get(form, "text")
    if form not in _SAMPLES:
        sample = (sample * (least // 4 + 1))[: max(least, min(4, most))]
    if fits(sample, {**schema, "type": "string"}):
        return sample
    pattern = schema.get("pattern")
    found = matching(pattern, least) if isinstance(pattern, str) else None
    if found is None or not found.isprintable() or len(found) > most:
        raise Unbuildable(f"no text was found for the pattern '{pattern}'")
    return found


def _number(schema: dict[str, Any], kind: str) -> int | float:
    lowest, highest = bounds(schema)
    step = schema.get("multipleOf")
    if isinstance(step, int | float) and not isinstance(step, bool) and step > 0:
        start = lowest if lowest is not None else min(step, highest) if highest is not None else step
        value: float = math.ceil(start / step) * step
    else:
        candidates = [one for one in (1, lowest, highest, 0) if one is not None and _is_between(one, lowest, highest)]
        if not candidates:
            raise Unbuildable("no number is within its bounds")
        value = candidates[0]
    if kind == "integer" or float(value).is_integer():
        value = math.ceil(value)
    if not _is_between(value, lowest, highest):
        raise Unbuildable("no number is within its bounds")
    return value


def _is_between(value: float, lowest: float | None, highest: float | None) -> bool:
    return (lowest is None or value >= lowest) and (highest is None or value <= highest)


def _distinct(items: list[Any], schema: dict[str, Any]) -> list[Any]:
    inner = schema.get("items")
    choices = inner.get("enum") if isinstance(inner, dict) else None
    if isinstance(choices, list) and len(choices) >= len(items):
        return choices[: len(items)]
    if all(isinstance(item, str) for item in items):
        return [item if not at else f"{item}{at + 1}" for at, item in enumerate(items)]
    if all(isinstance(item, int | float) and not isinstance(item, bool) for item in items):
        return [item + at for at, item in enumerate(items)]
    raise Unbuildable("it asks for several items that differ")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _size(value: Any) -> int:
    return len(value) if isinstance(value, list | dict) else 0
