"""Answers a browser on this machine: who may ask and what is never believed of a request; what is answered lies in ``app``.

A page of another origin may send requests here, and a name of another host may be made to lead here (DNS rebinding): so the
``Host`` has to be ours, what changes anything has to come from our own page (``Origin``, CWE-352) and to carry the key that
only the person at the terminal was shown, and a path never leads anywhere but where it says (CWE-22).
"""

from __future__ import annotations

import contextlib
import hmac
import ipaddress
import secrets
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote_to_bytes, urlsplit

from harness.errors import MachineError, UsageError

SHORTEST_TOKEN = 16
_MOST_FORM = 64 * 1024
_MOST_DIGITS = 9
_USUAL_PORT = 80
_SECONDS = 30.0
_MOST_AT_ONCE = 64
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True)
class Request:
    """What was asked for: ``parts`` is the path, decoded; ``form`` is empty unless it was posted.

    ``proof`` is what a form on a page for this asker has to carry; ``is_ours`` says that the asker holds the key.
    """

    parts: tuple[str, ...]
    posted: bool = False
    form: Mapping[str, str] = field(default_factory=dict)
    proof: str = ""
    is_ours: bool = False


@dataclass(frozen=True)
class Answer:
    """A whole answer; with ``to`` the browser goes on to that path of ours."""

    body: bytes = b""
    type: str = "text/html; charset=utf-8"
    status: int = 200
    to: str = ""
    policy: str = "default-src 'none'"


@dataclass(frozen=True)
class Stream:
    """Server-sent events, each as the lines of its data (WHATWG HTML, 9.2); an empty one only keeps the line open."""

    events: Iterator[str]


class Answering(Protocol):
    """What answers requests that may be answered."""

    def answer(self, request: Request) -> Answer | Stream:
        """The answer; an unknown path is answered with status 404."""
        ...


class Listener:
    """Listens on one address. ``key`` lets change things, ``token`` lets in at all where others could reach the address."""

    def __init__(self, host: str, port: int, answering: Answering, token: str = "") -> None:
        """Begin to listen; port 0 takes a free one.

        Raises:
            UsageError: if others could reach the address and there is no token, or a short one.
            MachineError: if nobody can listen there.
        """
        self.is_local = _is_loopback(host)
        _require_token(host, token, self.is_local)
        self.answering = answering
        self.token = token
        self.key = secrets.token_urlsafe(32)
        self._salt = secrets.token_bytes(32)
        try:
            self._server = _Server(host, port, self)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            other = "address: `--host`" if isinstance(error, socket.gaierror) else "port: `--port`"
            raise MachineError(f"nobody can listen on {host}:{port}: {reason}", f"name another {other}") from error
        self.host, self.port = host, int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{_bracketed(self.host)}:{self.port}/"

    @property
    def hosts(self) -> frozenset[str] | None:
        """What a request may call us; None where it may be any name, since a token is asked for.

        Browsers leave the usual port out (RFC 9110, 4.2.1).
        """
        if not self.is_local:
            return None
        ports = (f":{self.port}", "") if self.port == _USUAL_PORT else (f":{self.port}",)
        names = {self.host, "127.0.0.1", "localhost", "::1"}
        return frozenset(f"{_bracketed(name)}{port}" for name in names for port in ports)

    def proof(self, key: str) -> str:
        """What a form has to carry that was shown to the holder of this key."""
        return hmac.new(self._salt, key.encode(), "sha256").hexdigest()

    def serve(self) -> None:
        """Answer until ``close`` or an interrupt."""
        with self._server:
            self._server.serve_forever(poll_interval=0.2)

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()


def token_is(given: str, expected: str) -> bool:
    """Whether two secrets are the same, told in the same time whatever they have in common (CWE-208)."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, host: str, port: int, listener: Listener) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.listener = listener
        self.places = threading.BoundedSemaphore(_MOST_AT_ONCE)
        super().__init__((host, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell what is a mistake of ours at the terminal; a browser that went away is no trouble of ours."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class _Refused(Exception):
    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _SECONDS
    _begun = False
    server_version = "harness"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer what is looked at."""
        self._take(posted=False)

    def do_POST(self) -> None:
        """Carry out what a person asked for on a page of ours."""
        self._take(posted=True)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: addresses hold keys."""

    def _take(self, posted: bool) -> None:
        if not self.server.places.acquire(blocking=False):
            self._send(Answer(b"too many at once\n", "text/plain", 503))
            return
        try:
            self._answer(posted)
        except _Refused as refused:
            self._send(Answer(f"{refused}\n".encode(), "text/plain; charset=utf-8", refused.status))
        except (ConnectionError, TimeoutError):
            self.close_connection = True
        except Exception:
            if not self._begun:
                self._send(Answer(b"that went wrong: the terminal says why\n", "text/plain", 500))
            raise
        finally:
            self.server.places.release()

    def _answer(self, posted: bool) -> None:
        listener = self.server.listener
        self._require_host(listener)
        target = self._target()
        query = _fields(target.query, 20)
        if "key" in query and not posted:
            self._let_in(listener, query["key"])
            return
        held = self._held()
        ours = bool(held) and token_is(held, listener.key)
        if not listener.is_local and not ours:
            raise _Refused(401, "open the address that was printed in the terminal, with its token")
        proof = listener.proof(held) if ours else ""
        form = self._form(ours, proof) if posted else {}
        answer = listener.answering.answer(Request(_parts(target.path), posted, form, proof, ours))
        if isinstance(answer, Stream):
            self._stream(answer)
        else:
            self._send(answer)

    def _require_host(self, listener: Listener) -> None:
        named = self.headers.get_all("Host") or []
        if len(named) != 1:
            raise _Refused(400, "one host has to be named")
        if listener.hosts is not None and named[0].lower() not in listener.hosts:
            raise _Refused(421, f"this is {listener.address}, whatever else the name says")

    def _target(self) -> _Target:
        if not self.path.startswith("/"):
            raise _Refused(400, "a path is asked for")
        split = urlsplit(self.path)
        return _Target(split.path, split.query)

    def _let_in(self, listener: Listener, given: str) -> None:
        """The key, or the token, becomes a cookie that no other site's page can send along."""
        if not token_is(given, listener.key) and not (listener.token and token_is(given, listener.token)):
            raise _Refused(403, "that is not the key: it changes with each start")
        cookie = f"{self._cookie_name()}={listener.key}; Path=/; HttpOnly; SameSite=Strict"
        self._send(Answer(to="/"), {"Set-Cookie": cookie})

    def _held(self) -> str:
        cookies = SimpleCookie()
        with contextlib.suppress(CookieError):
            cookies.load("; ".join(self.headers.get_all("Cookie") or []))
        found = cookies.get(self._cookie_name())
        return found.value if found else ""

    def _cookie_name(self) -> str:
        return f"harness-{self.server.listener.port}"  # cookies do not tell ports apart

    def _form(self, ours: bool, proof: str) -> Mapping[str, str]:
        if not ours:
            raise _Refused(403, "only who opened the address that was printed in the terminal may change anything")
        if self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or not self._is_own_origin():
            raise _Refused(403, "that did not come from a page of ours")
        if self.headers.get_content_type() != "application/x-www-form-urlencoded":
            raise _Refused(415, "a form is sent")
        form = _fields(self._body().decode("utf-8", "replace"), 50)
        if not token_is(form.pop("proof", ""), proof):
            raise _Refused(403, "the page is out of date: load it again")
        return form

    def _is_own_origin(self) -> bool:
        return self.headers.get("Origin", "") == f"http://{self.headers['Host']}"

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        is_number = length.isascii() and length.isdigit() and len(length) <= _MOST_DIGITS
        if not is_number or int(length) > _MOST_FORM:
            raise _Refused(413, "that is too long for a form")
        return self.rfile.read(int(length))

    def _send(self, answer: Answer, headers: Mapping[str, str] | None = None) -> None:
        self._begun = True
        self.send_response(303 if answer.to else answer.status)
        for name, value in (_HEADERS | {"Content-Security-Policy": answer.policy} | dict(headers or {})).items():
            self.send_header(name, value)
        if answer.to:
            self.send_header("Location", answer.to)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def _stream(self, stream: Stream) -> None:
        self._begun = True
        self.send_response(200)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        for event in stream.events:
            lines = "".join(f"data: {line}\n" for line in event.splitlines()) or ": still there\n"
            self.wfile.write(f"{lines}\n".encode())
            self.wfile.flush()


@dataclass(frozen=True)
class _Target:
    path: str
    query: str


def _fields(text: str, most: int) -> dict[str, str]:
    """The fields of a query or a form."""
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=most))
    except ValueError:
        raise _Refused(400, "those are too many fields") from None


def _parts(path: str) -> tuple[str, ...]:
    """The parts of a path. One that could mean another place than it says is refused, however it is written."""
    parts = []
    for raw in path.split("/")[1:]:
        data = unquote_to_bytes(raw)
        try:
            part = data.decode("utf-8")
        except UnicodeDecodeError:
            raise _Refused(400, "that is no path") from None
        if part in (".", "..") or any(mark in part for mark in ("/", "\\", "\0")):
            raise _Refused(400, "that is no path")
        parts.append(part)
    return tuple(parts[:-1] if parts and not parts[-1] else parts)


def _is_loopback(host: str) -> bool:
    """Whether nobody but this machine reaches an address; of names only ``localhost`` is believed."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _require_token(host: str, token: str, is_local: bool) -> None:
    if is_local and not token:
        return
    hint = f"put at least {SHORTEST_TOKEN} characters into HARNESS_SERVE_TOKEN, such as from `openssl rand -hex 16`"
    if not token:
        raise UsageError(f"others could reach {host}, and there is no token", hint)
    if len(token) < SHORTEST_TOKEN:
        raise UsageError(f"the token has {len(token)} characters", hint)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
