"""Owns requests and responses as plain values. It does not know sockets or what is asked for."""

import json
import re
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple
from urllib.parse import parse_qsl

from bank.layout import Json
from bank.refusals import NotUnderstood

LONE_SURROGATE = re.compile("[\ud800-\udfff]")  # JSON can spell half a character (RFC 8259, section 8.2)
Headers = tuple[tuple[str, str], ...]


class Request(NamedTuple):
    """What was sent; the names in `headers` are in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    home: str


class Response(NamedTuple):
    status: int
    body: bytes = b""
    content_type: str = ""
    headers: Headers = ()


def answer_json(status: int, content: Json, headers: Headers = ()) -> Response:
    body = json.dumps(content, ensure_ascii=False).encode() + b"\n"
    return Response(status, body, "application/json; charset=utf-8", headers)


def answer_page(status: int, page: str, headers: Headers = ()) -> Response:
    return Response(status, page.encode(), "text/html; charset=utf-8", headers)


def redirect(path: str, headers: Headers = ()) -> Response:
    """Send the browser on with a GET (RFC 9110, section 15.4.4), so that a reload repeats nothing."""
    return Response(303, headers=(("Location", path), *headers))


def read_json(request: Request) -> dict[str, Json]:
    """The object in the body."""
    try:
        content = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood("the body is not JSON") from error
    if not isinstance(content, dict):
        raise NotUnderstood("the body must be a JSON object")
    return content


def read_text(content: Mapping[str, Json], field: str, default: str | None = None) -> str:
    """A field that must be a string."""
    value = content.get(field, default)
    if value is None:
        raise NotUnderstood(f'the field "{field}" is missing')
    if not isinstance(value, str):
        raise NotUnderstood(f'the field "{field}" must be a string')
    if LONE_SURROGATE.search(value):
        raise NotUnderstood(f'the field "{field}" is not text')
    return value


def read_form(request: Request) -> dict[str, str]:
    return read_pairs(request.body.decode("utf-8", "replace"))


def read_query(request: Request) -> dict[str, str]:
    return read_pairs(request.query)


def read_pairs(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=50))
    except ValueError as error:
        raise NotUnderstood("the form has too many fields") from error


def read_cookie(request: Request, name: str) -> str:
    try:
        morsel = SimpleCookie(request.headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def read_bearer(request: Request) -> str:
    """The token of `Authorization: Bearer …` (RFC 6750, section 2.1)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
