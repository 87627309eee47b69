"""Owns turning any request into a response, refusals included. It does not know sockets."""

import sqlite3
from pathlib import Path

from bank.refusals import NotFound, NotSignedIn, Refused
from bank.store import opened
from bank.web import api, pages
from bank.web.messages import Headers, Request, Response, answer_json, redirect
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
    headers = (("Allow", ", ".join(allowed)),)
    return say(request, 405, f"{request.method} is not allowed here", headers)


def tell(request: Request, refusal: Refused) -> Response:
    """Strangers who only look at pages are sent to sign in; any other refusal is said."""
    if isinstance(refusal, NotSignedIn) and request.method == "GET" and not is_for_programs(request):
        return redirect("/sign-in")
    return say(request, status_of(refusal), str(refusal))


def say(request: Request, status: int, message: str, headers: Headers = ()) -> Response:
    """Programs are told in JSON, people with a page."""
    if is_for_programs(request):
        return answer_json(status, {"error": message}, headers)
    page = pages.show_refusal(status, message)
    return page._replace(headers=(*page.headers, *headers))


def is_for_programs(request: Request) -> bool:
    return request.path.startswith("/api/")
