"""Requests of an operation as the steps of a case send them: what stands where, and how it is written there."""

from __future__ import annotations

import json
import re
import string
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from harness.domain.actions import SendRequest
from harness.golden.proposing.openapi.fitting import fits
from harness.golden.proposing.openapi.operations import Operation, Parameter
from harness.golden.proposing.openapi.values import Unbuildable, Values

NOTHING = object()
"""The body of a request that has none."""
MOST_HEADERS = 3
_UNRESERVED = string.ascii_letters + string.digits + "-._~"
_OF_PATHS = _UNRESERVED + "/:@!$&'()*+,;=%?"
_IN_PATH = re.compile(r"\{([^{}]*)\}")
_METHODS_OF_STEPS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Request:
    """One request of an operation: plain values by the names of its parameters. ``kept`` are written as they are."""

    operation: Operation
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, Any] = field(default_factory=dict)
    cookies: Mapping[str, Any] = field(default_factory=dict)
    body: Any = NOTHING
    kept: Mapping[str, str] = field(default_factory=dict)

    def at(self, parameter: Parameter, value: Any) -> Request:
        """The same with another value of a parameter, or without it where that is ``NOTHING``."""
        match parameter.where:
            case "path":
                kept = {name: one for name, one in self.kept.items() if name != parameter.name}
                return replace(self, kept=kept, path=_with(self.path, parameter, value))
            case "query":
                return replace(self, query=_with(self.query, parameter, value))
            case "header":
                return replace(self, headers=_with(self.headers, parameter, value))
            case _:
                return replace(self, cookies=_with(self.cookies, parameter, value))

    def action(self) -> SendRequest:
        """What a step sends.

        Raises:
            Unbuildable: if no step sends such a request.
        """
        operation, body = self.operation, self.operation.body
        if operation.method not in _METHODS_OF_STEPS:
            raise Unbuildable(f"no step sends `{operation.method}`")
        headers = [(name, one_line(written(value))) for name, value in self.headers.items()]
        if self.cookies:
            headers.append(("Cookie", "; ".join(f"{name}={quoted(value)}" for name, value in self.cookies.items())))
        json_body = form = None
        if self.body is not NOTHING and body is not None:
            if body.is_form and isinstance(self.body, dict):
                form = _form(self.body) or None
            elif body.is_json:
                json_body = json_of(self.body)
                if not body.media.lower().startswith(("application/json", "*/*", "application/*")):
                    headers.append(("Content-Type", body.media))
        if len(headers) > MOST_HEADERS:
            raise Unbuildable(f"it asks for more than {MOST_HEADERS} headers, and no step sends as many")
        return SendRequest(
            method=operation.method, target=self._target(), headers=tuple(headers), json_body=json_body, form=form
        )

    def _target(self) -> str:
        pieces = []
        end = 0
        template = f"{self.operation.prefix}{self.operation.path}"
        for found in _IN_PATH.finditer(template):
            pieces.append(encoded(template[end : found.start()], _OF_PATHS))
            pieces.append(self.kept.get(found[1]) or quoted(self.path.get(found[1], "text")))
            end = found.end()
        pieces.append(encoded(template[end:], _OF_PATHS))
        path = "".join(pieces)
        query = "&".join(self._query())
        return f"{path}{'&' if '?' in path else '?'}{query}" if query else path

    def _query(self) -> Iterator[str]:
        known = {one.name: one for one in self.operation.of("query")}
        for name, value in self.query.items():
            yield from _in_query(known[name], value)


def _with(values: Mapping[str, Any], parameter: Parameter, value: Any) -> Mapping[str, Any]:
    others = {name: one for name, one in values.items() if name != parameter.name}
    return others if value is NOTHING else {**others, parameter.name: value}


def _in_query(parameter: Parameter, value: Any) -> Iterator[str]:
    name = encoded(parameter.name, _UNRESERVED)
    if parameter.is_json:
        yield f"{name}={encoded(json_of(value), _UNRESERVED)}"
    elif isinstance(value, dict) and parameter.deep:
        yield from (f"{name}%5B{encoded(key, _UNRESERVED)}%5D={quoted(inner)}" for key, inner in value.items())
    elif isinstance(value, dict) and not parameter.joined:
        yield from (f"{encoded(key, _UNRESERVED)}={quoted(inner)}" for key, inner in value.items())
    elif isinstance(value, list) and not parameter.joined:
        yield from (f"{name}={quoted(item)}" for item in value)
    elif isinstance(value, list):
        yield f"{name}={encoded(parameter.joined, _UNRESERVED + ',|%').join(map(quoted, value))}"
    else:
        yield f"{name}={quoted(value)}"


def _form(fields: Mapping[str, Any]) -> str:
    """The fields of a form; of a list each item is one (HTML, section 4.10.21.4)."""
    pairs = [(name, item) for name, value in fields.items() for item in (value if isinstance(value, list) else [value])]
    return "&".join(f"{encoded(name, _UNRESERVED)}={quoted(value)}" for name, value in pairs if name)


def written(value: Any) -> str:
    """A value as a word; lists and tables as ``simple`` of OpenAPI writes them."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, list):
        return ",".join(map(written, value))
    if isinstance(value, dict):
        return ",".join(f"{key},{written(inner)}" for key, inner in value.items())
    return str(value)


def quoted(value: Any) -> str:
    """A value as it stands in an address."""
    return encoded(written(value), _UNRESERVED + ",:")


def encoded(text: str, legal: str) -> str:
    """RFC 3986, section 2.1."""
    octets = ((one, one.encode("utf-8", "replace")) for one in unicodedata.normalize("NFC", text))
    return "".join(one if one in legal else "".join(f"%{octet:02X}" for octet in many) for one, many in octets)


def one_line(text: str) -> str:
    """A text in which nothing could end a header."""
    plain = "".join(one if one.isprintable() else " " for one in unicodedata.normalize("NFC", text))
    return plain.strip()


def json_of(value: Any) -> str:
    """JSON in one line; what cannot be seen, or has two spellings, is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    plain = text.isprintable() and unicodedata.is_normalized("NFC", text)
    return text if plain else json.dumps(value)


def good_request(
    operation: Operation, values: Values, path: Mapping[str, Any], kept: Mapping[str, str], optional: bool = False
) -> Request:
    """A request that the description allows, with all that it must have; with ``optional`` also what it may have.

    Raises:
        Unbuildable: if a value of it cannot be made.
    """
    request = Request(operation, path=path, kept=kept)
    for parameter in operation.parameters:
        if parameter.where == "path":
            if parameter.name not in path and parameter.name not in kept:
                request = request.at(parameter, value_of(parameter, values))
        elif parameter.required or (optional and parameter.where == "query"):
            request = request.at(parameter, value_of(parameter, values))
    body = operation.body
    can_be_sent = body is not None and (body.is_json or body.is_form)
    if body is not None and body.required and not can_be_sent:
        raise Unbuildable(f"no step sends a body of the kind '{body.media}'")
    if body is not None and can_be_sent and (body.required or operation.method != "GET"):
        request = replace(request, body=body_of(operation, values, optional))
    return request


def value_of(parameter: Parameter, values: Values) -> Any:
    """The value of a parameter: an example where there is one that fits. Raises Unbuildable where there is none."""
    for one in parameter.given:
        if fits(one, values.plain(parameter.schema)):
            return one
    return values.value(parameter.schema)


def body_of(operation: Operation, values: Values, optional: bool) -> Any:
    """What is sent. Raises Unbuildable where that cannot be made."""
    assert operation.body is not None
    for one in operation.body.given:
        if fits(one, values.plain(operation.body.schema)):
            return one
    return values.value(operation.body.schema, full=optional)
