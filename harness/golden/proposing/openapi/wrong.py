"""Requests that a description rules out: without what they must have, of the wrong type, beyond a bound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from harness.golden.proposing.openapi.fitting import bounds, fits, kind_of, whole
from harness.golden.proposing.openapi.operations import Parameter
from harness.golden.proposing.openapi.requests import NOTHING, Request
from harness.golden.proposing.openapi.values import Unbuildable, Values

_MOST_OF_A_KIND = 2
_MOST_WRONG_FIELDS = 4
_LONGEST_TEXT = 300
_OF_TYPES: dict[str, Any] = {
    "integer": "not-a-number",
    "number": "not-a-number",
    "boolean": "not-true-or-false",
    "array": "not-a-list",
    "object": "not-an-object",
    "string": 5,
}
_OF_FORMATS = {
    "uuid": "not-a-uuid",
    "date": "not-a-date",
    "date-time": "not-a-time",
    "email": "not-an-address",
    "uri": "not a uri",
    "ipv4": "not-an-address",
}
_UNKNOWN_NUMBER = 987654
_UNKNOWN_UUID = "00000000-0000-4000-8000-00000000dead"


def wrong_requests(good: Request, full: Request, values: Values) -> Iterator[Request]:
    """Requests like a good one, each with one thing wrong for which the description gives grounds.

    ``full`` is a good one as well, with all that it may have.
    """
    for where in ("path", "query"):
        for parameter in good.operation.of(where)[:_MOST_OF_A_KIND]:
            yield from _of_parameter(good, parameter, values)
    for parameter in [one for one in good.operation.of("header") if one.required][:_MOST_OF_A_KIND]:
        yield good.at(parameter, NOTHING)
    yield from _of_body(good, full, values)


def _of_parameter(good: Request, parameter: Parameter, values: Values) -> Iterator[Request]:
    try:
        schema = values.plain(parameter.schema)
    except Unbuildable:
        schema = {}
    if parameter.where == "path":
        unknown = _unknown(parameter, schema)
        if unknown is not None:
            yield good.at(parameter, unknown)
    elif parameter.required:
        yield good.at(parameter, NOTHING)
    wrong = next((one for one in wrong_values(schema) if not isinstance(one, int) or kind_of(schema) != "string"), None)
    if wrong is not None and kind_of(schema) not in ("array", "object"):
        yield good.at(parameter, wrong)


def _unknown(parameter: Parameter, schema: dict[str, Any]) -> Any:
    """What names nothing that there is, in the form that the description asks for; None where that cannot be said."""
    kind = kind_of(schema)
    if kind in ("integer", "number"):
        return _UNKNOWN_NUMBER if fits(_UNKNOWN_NUMBER, schema) else None
    if kind not in ("string", "") or "enum" in schema:
        return None
    unknown = _UNKNOWN_UUID if schema.get("format") == "uuid" else "no-such-one"
    return unknown if fits(unknown, {**schema, "type": "string"}) else None


def _of_body(good: Request, full: Request, values: Values) -> Iterator[Request]:
    body = good.operation.body
    if body is None or good.body is NOTHING:
        return
    if body.required and body.is_json:
        yield replace(good, body=NOTHING)
    if not isinstance(good.body, dict):
        yield from (replace(good, body=wrong) for wrong in islice(_wrong_for(body.schema, values), 1))
        return
    schema = _plain(body.schema, values)
    listed = schema.get("required")
    required = (
        [name for name in listed if isinstance(name, str) and name in good.body] if isinstance(listed, list) else []
    )
    for name in required[:_MOST_OF_A_KIND]:
        yield replace(good, body={key: value for key, value in good.body.items() if key != name})
    properties = schema.get("properties")
    known = properties if isinstance(properties, dict) else {}
    body_of_all = full.body if isinstance(full.body, dict) else good.body
    found = list(_of_properties({**good.body, **body_of_all}, known, values))
    # What is of another type than text says more than a number where a text belongs, which many take.
    for name, wrong in sorted(found, key=lambda one: one[1] == _OF_TYPES["string"])[:_MOST_WRONG_FIELDS]:
        yield replace(good, body={**good.body, name: wrong})
    if schema.get("additionalProperties") is False and body.is_json:
        yield replace(good, body={**good.body, "no-such-field": "text"})


def _of_properties(body: dict[str, Any], properties: dict[str, Any], values: Values) -> Iterator[tuple[str, Any]]:
    for name in body:
        if name in properties:
            yield from ((name, wrong) for wrong in islice(_wrong_for(properties[name], values), _MOST_OF_A_KIND))


def _wrong_for(schema: Any, values: Values) -> Iterator[Any]:
    yield from wrong_values(_plain(schema, values))


def _plain(schema: Any, values: Values) -> dict[str, Any]:
    try:
        return values.plain(schema)
    except Unbuildable:
        return {}


def wrong_values(schema: dict[str, Any]) -> Iterator[Any]:
    """Values that a schema rules out, what is told most clearly first."""
    kind = kind_of(schema)
    if isinstance(schema.get("enum"), list):
        yield "no-such-choice"
    elif kind == "string" and str(schema.get("format")) in _OF_FORMATS:
        yield _OF_FORMATS[schema["format"]]
    elif kind in _OF_TYPES and kind != "string" and "type" in schema:
        yield _OF_TYPES[kind]
    lowest, highest = bounds(schema) if kind in ("integer", "number") else (None, None)
    if lowest is not None:
        yield _whole(lowest - 1)
    elif highest is not None:
        yield _whole(highest + 1)
    if kind == "string" and "enum" not in schema:
        if whole(schema, "minLength", 0) > 0:
            yield ""
        elif 0 <= whole(schema, "maxLength", -1) <= _LONGEST_TEXT:
            yield "x" * (whole(schema, "maxLength", 0) + 1)
        elif isinstance(schema.get("pattern"), str) and not fits("!", schema):
            yield "!"
        if "type" in schema:
            yield _OF_TYPES["string"]


def _whole(number: float) -> float:
    return int(number) if float(number).is_integer() else round(number, 6)
