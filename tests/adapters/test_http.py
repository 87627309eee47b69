"""The HTTP surface: requests to a real server inside a real cell."""

from __future__ import annotations

import errno
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from harness.adapters.cell.capture import MOST_OUTPUT
from harness.adapters.ground import Ground
from harness.adapters.records import AttemptRecorder
from harness.adapters.services import start_services
from harness.adapters.surfaces.http import Http, is_inside, open_surface
from harness.domain.actions import RunCommand, SendRequest
from harness.domain.configuration import Service
from harness.domain.observations import ActionObservation, ResponseObservation
from harness.errors import MachineError
from tests.support.grounds import cell_of, product, recorder_in

SERVER = '''#!/usr/bin/env python3
"""Answers with what was asked; some paths answer in odd ways."""
import json, socket, sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

host, port = sys.argv[1:]


class Server(ThreadingHTTPServer):
    address_family = socket.AF_INET6 if ":" in host else socket.AF_INET


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        path = self.path.split("?")[0]
        if path == "/hang":
            time.sleep(600)
        if path == "/drop":
            self.connection.close()
            return
        status, headers, data = odd(path, self.headers)
        if data is None:
            asked = {name.lower(): value for name, value in self.headers.items()}
            data = json.dumps({"method": self.command, "path": self.path, "body": body, "headers": asked}).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if path == "/chunked":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for part in (b"one ", b"two"):
                self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(part), part))
            self.wfile.write(b"0\\r\\n\\r\\n")
            return
        if path == "/cut":
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"only this")
            self.close_connection = True
            return
        if path == "/endless":
            self.end_headers()
            while True:
                self.wfile.write(b"x" * 65536)
        if path == "/drip":
            self.end_headers()
            while True:
                self.wfile.write(b"x")
                time.sleep(0.05)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = answer

    def log_message(self, *_):
        pass


def odd(path, headers):
    if path.startswith("/status/"):
        return int(path.split("/")[2]), [("Location", "http://example.org/elsewhere")], None
    if path == "/login":
        return 303, [("Location", "/"), ("Set-Cookie", "session=s3cret; Path=/; HttpOnly"), ("Set-Cookie", "b=2")], b""
    if path == "/logout":
        return 200, [("Set-Cookie", "session=; Max-Age=0; Path=/")], b"bye"
    if path == "/binary":
        return 200, [("Content-Type", "application/octet-stream")], bytes(range(256))
    if path == "/latin":
        return 200, [("Content-Type", "text/plain; charset=iso-8859-1")], "café".encode("latin-1")
    if path == "/gone":
        return 204, [], b""
    return 200, [("Content-Type", "application/json")], None


Server((host, int(port)), Handler).serve_forever()
'''


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Ground]:
    """A cell in which the server runs on port 8000."""
    service = Service(run="python3 {tree}/server.py 127.0.0.1 8000", ready="http://127.0.0.1:8000/")
    plan = product(tmp_path, {"server.py": SERVER})
    with recorder_in(tmp_path) as recorder, cell_of(plan) as cell:
        deadline = time.monotonic() + 60
        running = start_services(cell, {"web": service}, recorder.folder / "services", deadline)
        yield Ground(cell, recorder, 60.0, deadline, "http://127.0.0.1:8000")
        for started in running:
            started.close()


@pytest.fixture
def client(ground: Ground) -> Http:
    return open_surface(ground)


def send(client: Http, method: str, target: str, **parts: object) -> ResponseObservation:
    observation = client.perform(SendRequest.model_validate({"method": method, "target": target, **parts}))
    assert isinstance(observation, ResponseObservation), observation
    return observation


def asked(client: Http, method: str, target: str, **parts: object) -> dict[str, object]:
    """What the server says that it was asked."""
    seen: dict[str, object] = json.loads(send(client, method, target, **parts).body)
    return seen


@pytest.mark.requires_cell
class TestWithAServer:
    @pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
    def test_every_method_is_sent_as_written(self, client: Http, method: str) -> None:
        seen = asked(client, method, "/a/b?c=d%20e&f")
        assert (seen["method"], seen["path"], seen["body"]) == (method, "/a/b?c=d%20e&f", "")

    def test_an_answer_without_a_body_is_an_answer(self, client: Http) -> None:
        assert (send(client, "HEAD", "/").status, send(client, "HEAD", "/").body) == (200, "")
        assert (send(client, "GET", "/gone").status, send(client, "GET", "/gone").body) == (204, "")

    def test_the_answer_is_recorded_with_its_headers(self, client: Http) -> None:
        seen = send(client, "GET", "/")
        assert (seen.request, seen.status, seen.reason, seen.failure) == ("GET /", 200, "OK", None)
        assert ("content-type", "application/json") in seen.headers

    def test_json_and_forms_are_sent_with_their_content_type(self, client: Http) -> None:
        seen = asked(client, "POST", "/", json_body='{"name": "Zoë"}')
        assert seen["body"] == '{"name": "Zoë"}'
        assert seen["headers"]["content-type"] == "application/json"  # type: ignore[index]
        seen = asked(client, "POST", "/", form="a=1&b=two+words")
        assert seen["body"] == "a=1&b=two+words"
        assert seen["headers"]["content-type"] == "application/x-www-form-urlencoded"  # type: ignore[index]

    def test_a_header_of_the_card_counts_more_than_our_own(self, client: Http) -> None:
        own = (("Content-Type", "text/plain"), ("user-agent", "Lynx"), ("X-Trace", "1"), ("Authorization", "Bearer t"))
        headers = asked(client, "POST", "/", json_body="{}", headers=own)["headers"]
        assert isinstance(headers, dict)
        assert [headers[name] for name in ("content-type", "user-agent", "x-trace", "authorization")] == [
            "text/plain",
            "Lynx",
            "1",
            "Bearer t",
        ]

    def test_cookies_are_kept_until_they_are_taken_back(self, client: Http) -> None:
        assert "cookie" not in asked(client, "GET", "/")["headers"]  # type: ignore[operator]
        send(client, "POST", "/login")
        assert "session=s3cret" in asked(client, "GET", "/x")["headers"]["cookie"]  # type: ignore[index]
        send(client, "GET", "/logout")
        assert "session" not in asked(client, "GET", "/")["headers"].get("cookie", "")  # type: ignore[attr-defined]

    def test_another_user_has_other_cookies(self, client: Http, ground: Ground) -> None:
        send(client, "POST", "/login")
        assert "cookie" not in asked(open_surface(ground), "GET", "/")["headers"]  # type: ignore[operator]

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 400, 401, 404, 418, 500, 503])
    def test_every_status_is_an_answer_and_no_redirect_is_followed(self, client: Http, status: int) -> None:
        seen = send(client, "GET", f"/status/{status}")
        assert (seen.status, seen.failure) == (status, None)
        assert '"path": "/status/' in seen.body
        assert ("location", "http://example.org/elsewhere") in seen.headers

    def test_a_body_of_any_bytes_is_kept(self, client: Http, ground: Ground) -> None:
        seen = send(client, "GET", "/binary")
        assert seen.failure is None
        stored = ground.recorder.folder / "observations" / f"{seen.id}.body"
        assert stored.read_bytes() == bytes(range(256))

    def test_a_body_in_another_charset_is_read_in_it(self, client: Http) -> None:
        assert send(client, "GET", "/latin").body == "café"

    def test_a_body_in_pieces_is_put_together(self, client: Http) -> None:
        assert send(client, "GET", "/chunked").body == "one two"

    def test_an_answer_that_breaks_off_is_kept_as_far_as_it_came(self, client: Http) -> None:
        seen = send(client, "GET", "/cut")
        assert (seen.status, seen.body) == (200, "only this")
        assert seen.failure
        assert send(client, "GET", "/drop").failure

    def test_an_endless_answer_is_cut(self, client: Http) -> None:
        seen = send(client, "GET", "/endless")
        assert seen.failure == "the answer is longer than 16 MiB"
        assert len(seen.body) <= MOST_OUTPUT

    @pytest.mark.parametrize(
        ("path", "failure"), [("/hang", "no answer in time"), ("/drip", "the answer did not end in time")]
    )
    def test_a_slow_answer_is_waited_for_until_the_limit(self, ground: Ground, path: str, failure: str) -> None:
        hurried = replace(ground, limit=2.0, deadline=time.monotonic() + 2.0)
        assert send(open_surface(hurried), "GET", path).failure == failure

    def test_a_request_that_got_only_the_rest_of_the_time_is_not_to_blame(self, ground: Ground) -> None:
        hurried = replace(ground, deadline=time.monotonic() + 0.3)
        with pytest.raises(MachineError, match="the card's limit of 60 s is reached"):
            send(open_surface(hurried), "GET", "/hang")

    def test_a_full_address_inside_the_cell_works(self, client: Http) -> None:
        assert asked(client, "GET", "http://127.0.0.1:8000/x")["path"] == "/x"
        assert asked(client, "GET", "http://localhost:8000/x")["path"] == "/x"

    def test_a_path_with_odd_characters_is_sent_or_told(self, client: Http) -> None:
        seen = send(client, "GET", "/with space")
        assert seen.status is not None or seen.failure

    def test_a_closed_port_is_told(self, client: Http) -> None:
        seen = send(client, "GET", "http://127.0.0.1:8001/")
        assert (seen.status, seen.failure) == (None, "connection refused")

    def test_the_first_line_of_an_answer_may_be_nonsense(self, client: Http, ground: Ground, tmp_path: Path) -> None:
        code = (
            "import socket; s = socket.create_server(('127.0.0.1', 8002)); print('up', flush=True); "
            "c, _ = s.accept(); c.recv(9999); c.sendall(b'SSH-2.0-nonsense\\r\\n\\r\\n'); c.close()"
        )
        service = Service(run=f'python3 -c "{code}"', ready="up")
        start_services(ground.cell, {"other": service}, tmp_path / "logs", ground.deadline)
        seen = send(client, "GET", "http://127.0.0.1:8002/")
        assert seen.status is None
        assert seen.failure


@pytest.mark.requires_cell
def test_the_other_loopback_works_as_well(tmp_path: Path) -> None:
    service = Service(run="python3 {tree}/server.py ::1 8000", ready="http://[::1]:8000/")
    plan = product(tmp_path, {"server.py": SERVER})
    with recorder_in(tmp_path) as recorder, cell_of(plan) as cell:
        deadline = time.monotonic() + 60
        start_services(cell, {"web": service}, recorder.folder / "services", deadline)
        client = open_surface(Ground(cell, recorder, 60.0, deadline, "http://[::1]:8000"))
        assert asked(client, "GET", "/x")["path"] == "/x"
        assert asked(client, "GET", "http://[::1]:8000/y")["path"] == "/y"


class NoWayIn:
    """A cell's product view whose every connection ends as it is told."""

    def __init__(self, error: OSError) -> None:
        self.error = error

    def connect(self, host: str, port: int, seconds: float) -> object:
        raise self.error


class CellWithoutServer:
    def __init__(self, error: OSError) -> None:
        self.product = NoWayIn(error)


def clientele(recorder: AttemptRecorder, error: OSError, origin: str | None = None) -> Http:
    ground = Ground(CellWithoutServer(error), recorder, 5.0, time.monotonic() + 5.0, origin)  # type: ignore[arg-type]
    return open_surface(ground)


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[AttemptRecorder]:
    with recorder_in(tmp_path) as recorder:
        yield recorder


@pytest.mark.parametrize(
    "target",
    [
        "/path",
        "//evil.example/x",
        "http://example.org/",
        "https://127.0.0.1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://localhost.example.org/",
        "http://127.0.0.1@example.org/",
        "http://[::ffff:8.8.8.8]/",
        "http://0.0.0.0/",
        "http://[broken/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher",
        "",
    ],
)
def test_an_address_that_is_none_of_the_cell_s_is_never_asked(recorder: AttemptRecorder, target: str) -> None:
    client = clientele(recorder, OSError(errno.EPERM, "asked all the same"))
    observation = client.perform(SendRequest(method="GET", target=target))
    assert isinstance(observation, ActionObservation)
    assert observation.problem == f"`{target}` is no path of a service and no address inside the cell"


@pytest.mark.parametrize("target", ["http://127.0.0.1/", "http://127.9.9.9:1/", "http://localhost:80", "HTTP://[::1]/"])
def test_every_loopback_address_is_inside(target: str) -> None:
    assert is_inside(target)


def test_why_there_is_no_answer_is_told_in_a_few_words(recorder: AttemptRecorder) -> None:
    for error, words in (
        (TimeoutError(), "no answer in time"),
        (OSError(errno.ECONNRESET, "Connection reset by peer"), "connection reset by peer"),
        (OSError("odd"), "odd"),
        (OSError(), "OSError"),
    ):
        client = clientele(recorder, error, "http://127.0.0.1:1")
        assert send(client, "GET", "/").failure == words


@pytest.mark.parametrize("header", [("Bad\nName", "x"), ("X", "a\r\nInjected: 1")])
def test_a_header_that_is_none_is_told(recorder: AttemptRecorder, header: tuple[str, str]) -> None:
    client = clientele(recorder, OSError(errno.EPERM, "connected first"), "http://127.0.0.1:1")
    assert send(client, "GET", "/", headers=(header,)).failure


def test_an_action_of_another_surface_is_refused(recorder: AttemptRecorder) -> None:
    client = clientele(recorder, OSError())
    with pytest.raises(ValueError, match="run"):
        client.perform(RunCommand(command="ls"))
    client.close()
