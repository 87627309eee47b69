"""The HTTP surface: a user's requests to the product's services, over connections made inside the cell; judges nothing."""

from __future__ import annotations

import http.client
import http.cookiejar
import ipaddress
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from socket import socket
from typing import Any
from urllib.parse import urlsplit

from harness.adapters import clock
from harness.adapters.cell.capture import MOST_OUTPUT
from harness.adapters.cell.view import ViewLost
from harness.adapters.ground import Ground
from harness.domain.actions import Action, SendRequest
from harness.domain.observations import Observation, ResponseObservation

Connect = Callable[[str, int, float], socket]


def open_surface(ground: Ground) -> Http:
    """A client with an empty cookie jar."""
    return Http(ground)


class Http:
    """Sends requests as a plain client does: keeps cookies, follows no redirect."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            _CellHandler(ground.cell.product.connect),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
            _EveryStatus(),
        )

    def perform(self, action: Action, until: Callable[[Observation], bool] | None = None) -> Observation:
        """Send a request and record its answer; raises ValueError for an action of another surface."""
        if not isinstance(action, SendRequest):
            raise ValueError(action.kind)
        url = self._url(action.target)
        named = f"{action.method} {action.target}"
        if url is None:
            problem = f"`{action.target}` is no path of a service and no address inside the cell"
            return self._ground.recorder.action(did=named, problem=problem)
        return self._send(named, request_for(action, url))

    def close(self) -> None:
        """A client holds no connection between requests."""

    def _url(self, target: str) -> str | None:
        if target.startswith("/") and not target.startswith("//"):
            return self._ground.origin + target if self._ground.origin else None
        return target if is_inside(target) else None

    def _send(self, named: str, request: urllib.request.Request) -> ResponseObservation:
        started = clock.seconds()
        seconds = self._ground.seconds_left()
        answered: dict[str, Any] = {}
        try:
            with self._opener.open(request, timeout=seconds) as answer:
                answered = {"status": answer.status, "reason": answer.reason or "", "headers": answer.headers.items()}
                answered["body"], failure = _body(answer, started + seconds)
        except ViewLost:
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            failure = _reason(error)
        taken = clock.seconds() - started
        if failure and taken >= seconds and not self._ground.was_fair(seconds):
            raise self._ground.limit_reached()
        return self._ground.recorder.response(request=named, failure=failure, seconds=taken, **answered)


def is_inside(target: str) -> bool:
    """Whether a URL names a loopback address over plain HTTP, the only network that a cell has."""
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
        return parts.scheme == "http" and (host == "localhost" or ipaddress.ip_address(host).is_loopback)
    except ValueError:
        return False


def request_for(action: SendRequest, url: str) -> urllib.request.Request:
    """The request that an action stands for, with the content type that its body implies unless the card names one."""
    data, kind = None, ""
    if action.json_body is not None:
        data, kind = action.json_body.encode(), "application/json"
    elif action.form is not None:
        data, kind = action.form.encode(), "application/x-www-form-urlencoded"
    request = urllib.request.Request(url, data=data, method=action.method)
    request.add_header("User-Agent", "harness")
    request.add_header("Accept", "*/*")
    if kind:
        request.add_header("Content-Type", kind)
    for name, value in action.headers:
        request.add_header(name, value)
    return request


class _CellConnection(http.client.HTTPConnection):
    """A connection whose socket was made inside the cell."""

    def __init__(self, host: str, connect: Connect, timeout: float) -> None:
        super().__init__(host, timeout=timeout)
        self._connect_inside = connect

    def connect(self) -> None:
        host = "127.0.0.1" if self.host == "localhost" else self.host.strip("[]")
        self.sock = self._connect_inside(host, self.port, float(self.timeout or 30.0))


class _CellHandler(urllib.request.HTTPHandler):
    def __init__(self, connect: Connect) -> None:
        super().__init__()
        self._connect = connect

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        def connection(host: str, timeout: float, **_: object) -> _CellConnection:
            return _CellConnection(host, self._connect, timeout)

        return self.do_open(connection, request)  # type: ignore[arg-type]


class _EveryStatus(urllib.request.HTTPErrorProcessor):
    """Takes every status for an answer: redirects are not followed and errors are what the card is about."""

    def http_response(
        self, request: urllib.request.Request, response: http.client.HTTPResponse
    ) -> http.client.HTTPResponse:
        return response


def _body(answer: http.client.HTTPResponse, deadline: float) -> tuple[bytes, str | None]:
    """What came of the body before the deadline and below the limit, and why it is not all, if it is not."""
    data = bytearray()
    while time.monotonic() < deadline:
        try:
            chunk = answer.read1(1 << 16)
        except TimeoutError:
            break
        except (OSError, http.client.HTTPException) as error:
            return bytes(data), f"the answer broke off: {_reason(error)}"
        if not chunk:
            return bytes(data), f"the answer broke off: {answer.length} bytes are missing" if answer.length else None
        data += chunk
        if len(data) > MOST_OUTPUT:
            return bytes(data[:MOST_OUTPUT]), f"the answer is longer than {MOST_OUTPUT >> 20} MiB"
    return bytes(data), "the answer did not end in time"


def _reason(error: Exception) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return "no answer in time"
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror.lower()
    return str(cause) or type(cause).__name__
