"""The phrases of an HTTP interface: requests, status, headers; sending them lies elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from harness.domain.actions import SendRequest, Surface
from harness.domain.expectations import HeaderIs, StatusIs
from harness.phrasebook.line import code, either
from harness.phrasebook.phrase import Example, Phrase, PhraseError
from harness.phrasebook.values import form, header, json_text, request, whole_number

_AND = r"(?:,? and|,? with|,|,? and with)"
_JSON_HINT = 'write the body as JSON, such as `{"from": "alice", "amount": 30}`'


def headers_pattern(first: int, word: str) -> str:
    """The pattern of up to three headers, in slots numbered from ``first``."""
    more = "".join(
        rf"(?:{_AND} (?:the )?(?:header )?{code(f'header{number}')})?" for number in range(first + 1, first + 3)
    )
    return rf"(?:{word} (?:the )?headers? {code(f'header{first}')}{more})?"


def headers_of(groups: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The headers in the numbered slots, in order."""
    return tuple(header(groups[name]) for name in sorted(groups) if name.startswith("header"))


def _send(groups: Mapping[str, str], block: str | None) -> SendRequest:
    method, target = request(groups["request"])
    body = groups.get("body", block)
    kind = "json" if "json" in groups else "form" if "form" in groups else ""
    if block is not None and ("body" in groups or not kind):
        raise PhraseError(
            "it is not clear what the block under the step is",
            "say 'with JSON:' or 'with the form:', and give the body once",
        )
    if kind and body is None:
        raise PhraseError("the body is missing", "write it as inline code, or as a fenced block under the step")
    return SendRequest(
        method=method,
        target=target,
        headers=headers_of(groups),
        json_body=json_text(body, _JSON_HINT) if body is not None and kind == "json" else None,
        form=form(body.strip()) if body is not None and kind == "form" else None,
    )


def _status(groups: Mapping[str, str], block: str | None) -> StatusIs:
    return StatusIs(code=whole_number(groups["code"], 100, 599, "an HTTP status"))


def _header_is(groups: Mapping[str, str], block: str | None) -> HeaderIs:
    name, _ = header(f"{groups['name']}: ")
    return HeaderIs(name=name, value=groups["value"])


ACTIONS = (
    Phrase(
        form=(
            "Send `GET /path` · … with JSON (inline code or fenced) · … with the form `a=1&b=2` · … with header `X: y`"
        ),
        surface=Surface.HTTP,
        pattern=(
            rf"send {code('request')}{headers_pattern(1, ',? with')}"
            rf"(?:{_AND} (?:the |this )?(?:(?P<json>json)(?: body)?|(?P<form>form))(?: {code('body')})?)?"
            rf"{headers_pattern(4, _AND)}"
        ),
        build=_send,
        takes_block=True,
        examples=(
            Example("Send `GET /accounts/alice`.", SendRequest(method="GET", target="/accounts/alice")),
            Example(
                'Send `POST /transfers` with JSON `{"from": "alice", "amount": 30}`.',
                SendRequest(method="POST", target="/transfers", json_body='{"from": "alice", "amount": 30}'),
            ),
            Example(
                "Send `POST /transfers` with JSON:",
                SendRequest(method="POST", target="/transfers", json_body='{"order": "{order}"}\n'),
                '{"order": "{order}"}\n',
            ),
            Example(
                "Send `POST /sign-in` with the form `name=alice&code=123`.",
                SendRequest(method="POST", target="/sign-in", form="name=alice&code=123"),
            ),
            Example(
                "Send `GET /accounts` with header `Accept: text/csv`.",
                SendRequest(method="GET", target="/accounts", headers=(("Accept", "text/csv"),)),
            ),
            Example(
                "Send `PUT /limit` with JSON `5` and header `X-Customer: alice` and header `If-Match: 7`.",
                SendRequest(
                    method="PUT",
                    target="/limit",
                    headers=(("X-Customer", "alice"), ("If-Match", "7")),
                    json_body="5",
                ),
            ),
            Example(
                "Send `POST /sign-in` with headers `A: 1` and `B: 2`, with the form `name=alice`.",
                SendRequest(method="POST", target="/sign-in", headers=(("A", "1"), ("B", "2")), form="name=alice"),
            ),
        ),
    ),
)

EXPECTATIONS = (
    Phrase(
        form="The status is N",
        surface=Surface.HTTP,
        pattern=r"the status(?: code)? is (?P<code>[0-9]+)",
        build=_status,
        examples=(Example("The status is 404.", StatusIs(code=404)),),
    ),
    Phrase(
        form='The header `X` is "VALUE"',
        surface=Surface.HTTP,
        pattern=rf"the header {code('name')} is {either('value')}",
        build=_header_is,
        examples=(
            Example('The header `Content-Type` is "text/csv".', HeaderIs(name="Content-Type", value="text/csv")),
        ),
    ),
)
