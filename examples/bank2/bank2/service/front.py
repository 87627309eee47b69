"""Owns the answer to any request, whether it is served or refused. It does not know sockets."""

from pathlib import Path

from bank2.records.vault import Vault
from bank2.refusal import Reason, Refusal
from bank2.service import people, programs
from bank2.service.messages import Answer, Headers, Request, go_to, in_json
from bank2.service.routing import Answering, Call, Table
from bank2.service.statuses import get_status

STYLES = Table()
TABLES = (programs.TABLE, people.TABLE, STYLES)


@STYLES.on("GET", "/style.css")
def show_style(call: Call) -> Answer:
    style = Path(__file__).with_name("style.css").read_bytes()
    return Answer(200, (), "text/css; charset=utf-8", style)


def answer(vault: Vault, request: Request) -> Answer:
    try:
        return find_answer(vault, request)
    except Refusal as refusal:
        return tell(request, refusal)


def find_answer(vault: Vault, request: Request) -> Answer:
    methods, words = find_address(request.path)
    if not methods:
        raise Refusal(Reason.UNKNOWN, "there is nothing at this address")
    wanted = "GET" if request.method == "HEAD" else request.method  # the body is left out later (RFC 9110, 9.3.2)
    if wanted not in methods:
        return say(request, 405, f"{request.method} is not allowed here", (("Allow", ", ".join(sorted(methods))),))
    with vault.visit():
        return methods[wanted](Call(vault, request, words))


def find_address(path: str) -> tuple[dict[str, Answering], dict[str, str]]:
    found = (table.find(path) for table in TABLES)
    return next(((methods, words) for methods, words in found if methods), ({}, {}))


def tell(request: Request, refusal: Refusal) -> Answer:
    """Say no. Whoever opens a page without being signed in is shown the way instead."""
    if refusal.reason is Reason.NOT_SIGNED_IN and request.method == "GET" and not is_from_program(request):
        return go_to("/sign-in")
    return say(request, get_status(refusal), refusal.words)


def say(request: Request, status: int, words: str, headers: Headers = ()) -> Answer:
    """Programs are told in JSON, people on a page."""
    if is_from_program(request):
        return in_json(status, {"error": words}, headers)
    page = people.show_refusal(status, words)
    return page._replace(headers=page.headers + headers)


def is_from_program(request: Request) -> bool:
    return request.path.startswith("/api/")
