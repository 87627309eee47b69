"""Owns turning any request into a response, refusals included. It does not know sockets."""

import sqlite3
from pathlib import Path

from bank.refusals import NotFound, Refused
from bank.store import opened
from bank.web import api, pages
from bank.web.messages import Request, Response, answer_json
from bank.web.routes import Route, find_matches
from bank.web.statuses import status_of


def show_style(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    return Response(200, Path(__file__).with_name("style.css").read_bytes(), "text/css; charset=utf-8")


ROUTES = [*api.ROUTES, *pages.ROUTES, Route("GET", "/style.css", show_style)]


def respond(data_file: str, request: Request) -> Response:
    """The answer to any request; a refusal is an answer too."""
    try:
        return find_answer(data_file, request)
    except Refused as refusal:
        return tell(request, refusal)


def find_answer(data_file: str, request: Request) -> Response:
    matches = find_matches(ROUTES, request.path)
    if not matches:
        raise NotFound("there is nothing at this address")
    for match in matches:
        if match.route.method == asked_method(request):
            with opened(data_file) as db:
                return match.route.answer(db, request, match.words)
    return refuse_method(request, sorted({match.route.method for match in matches}))


def asked_method(request: Request) -> str:
    """A HEAD is answered like a GET; its body is left out later (RFC 9110, section 9.3.2)."""
    return "GET" if request.method == "HEAD" else request.method


def refuse_method(request: Request, allowed: list[str]) -> Response:
    return answer_json(405, {"error": f"{request.method} is not allowed here"}, (("Allow", ", ".join(allowed)),))


def tell(request: Request, refusal: Refused) -> Response:
    """Programs are told in JSON, people with a page."""
    if request.path.startswith("/api/"):
        return answer_json(status_of(refusal), {"error": str(refusal)})
    return pages.show_refusal(request, refusal)
