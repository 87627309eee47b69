"""Owns requests and answers as plain values, and reading what a request carries. It does not know sockets."""

import json
import re
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple
from urllib.parse import parse_qsl

from bank2.refusal import Reason, Refusal
from bank2.shapes import Json

Headers = tuple[tuple[str, str], ...]
MOST_FIELDS = 50
HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")  # what JSON can spell and UTF-8 cannot (RFC 8259, section 8.2)


class Request(NamedTuple):
    """`headers` are named in lower case; `address` is where the service is reached."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    address: str

    def header(self, name: str) -> str:
        return self.headers.get(name, "")

    def bearer(self) -> str:
        """The token in `Authorization: Bearer …` (RFC 6750, section 2.1)."""
        scheme, _, token = self.header("authorization").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    def cookie(self, name: str) -> str:
        try:
            jar = SimpleCookie(self.header("cookie"))
        except CookieError:
            return ""
        return jar[name].value if name in jar else ""

    def parameters(self) -> dict[str, str]:
        return parse_fields(self.query)

    def form(self) -> dict[str, str]:
        return parse_fields(self.body.decode("utf-8", "replace"))

    def document(self) -> "Document":
        """The JSON object in the body."""
        try:
            content = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Refusal(Reason.UNREADABLE, "the body is not JSON") from error
        if not isinstance(content, dict):
            raise Refusal(Reason.UNREADABLE, "the body must be a JSON object")
        return Document(content)


class Document(NamedTuple):
    """A JSON object that a program sent: nothing is known of its fields yet."""

    content: Mapping[str, object]

    def text(self, field: str, default: str | None = None) -> str:
        """A field that must be a string, and be there unless it has a default."""
        found = self.content.get(field, default)
        if found is None:
            raise Refusal(Reason.UNREADABLE, f'the field "{field}" is missing')
        if not isinstance(found, str):
            raise Refusal(Reason.UNREADABLE, f'the field "{field}" must be a string')
        if HALF_A_CHARACTER.search(found):
            raise Refusal(Reason.UNREADABLE, f'the field "{field}" is not text')
        return found


class Answer(NamedTuple):
    status: int
    headers: Headers = ()
    kind: str = ""
    body: bytes = b""


def parse_fields(text: str) -> dict[str, str]:
    """The last value of each field of a form or a query."""
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise Refusal(Reason.UNREADABLE, "the form has too many fields") from error


def in_json(status: int, content: dict[str, Json], headers: Headers = ()) -> Answer:
    text = json.dumps(content, ensure_ascii=False) + "\n"
    return Answer(status, headers, "application/json; charset=utf-8", text.encode())


def go_to(path: str, headers: Headers = ()) -> Answer:
    """Send a browser to another page, which it gets with a GET: a reload repeats nothing (RFC 9110, section 15.4.4)."""
    return Answer(303, (("Location", path), *headers))
