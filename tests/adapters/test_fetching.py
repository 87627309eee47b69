"""A document is fetched over HTTP alone, as much and as long as is fair."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from harness.adapters import fetching
from harness.adapters.fetching import fetch, is_url, without_secrets
from harness.errors import UsageError


class Server(BaseHTTPRequestHandler):
    """Answers by its path."""

    def do_GET(self) -> None:
        name = self.path.partition("?")[0]
        if name == "/moved":
            self.send_response(302)
            self.send_header("Location", self.path.partition("?")[2])
            self.end_headers()
            return
        self.send_response(404 if name == "/none" else 200)
        self.end_headers()
        if name == "/large":
            for _ in range(12):
                try:
                    self.wfile.write(b"x" * (1 << 20))
                except OSError:
                    return
        elif name == "/slow":
            for _ in range(100):
                try:
                    self.wfile.write(b"x")
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.02)
        else:
            self.wfile.write(b"openapi: 3.0.0")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_document_is_what_the_server_answers(origin: str) -> None:
    assert fetch(f"{origin}/openapi.yaml") == b"openapi: 3.0.0"


def test_a_redirect_within_this_machine_is_followed(origin: str) -> None:
    assert fetch(f"{origin}/moved?{origin}/a") == b"openapi: 3.0.0"


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/a", "data:text/plain,a"])
def test_a_redirect_to_what_is_no_http_is_not_followed(origin: str, target: str) -> None:
    with pytest.raises(UsageError, match=r"which is no HTTP|is not allowed"):
        fetch(f"{origin}/moved?{target}")


def test_a_redirect_from_elsewhere_to_this_machine_is_not_followed(
    origin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def here(url: str) -> bool:
        asked.append(url)
        return len(asked) > 1

    monkeypatch.setattr(fetching, "_is_here", here)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(UsageError, match="redirects to this machine"):
        fetch(f"{origin}/moved?{origin}/a")


def test_redirects_in_a_circle_end(origin: str) -> None:
    with pytest.raises(UsageError, match="cannot be fetched"):
        fetch(f"{origin}/moved?/moved?/moved")


def test_what_is_not_there_is_told(origin: str) -> None:
    with pytest.raises(UsageError, match=r"'http://127\.0\.0\.1:[0-9]+/none' cannot be fetched: 404") as caught:
        fetch(f"{origin}/none?token=secret")
    assert "secret" not in caught.value.what


def test_nobody_there_is_told() -> None:
    with pytest.raises(UsageError, match="cannot be fetched: "):
        fetch("http://127.0.0.1:9/openapi.json")


@pytest.mark.parametrize("url", ["http://[::1", "http://", "http://a b/", "http://127.0.0.1:x/"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(UsageError, match="cannot be fetched"):
        fetch(url)


def test_too_large_a_document_is_cut_off(origin: str) -> None:
    with pytest.raises(UsageError, match="larger than 10 MiB"):
        fetch(f"{origin}/large")


def test_too_slow_a_document_is_cut_off(origin: str) -> None:
    with pytest.raises(UsageError, match="did not come to its end in time"):
        fetch(f"{origin}/slow", seconds=0.3)


def test_secrets_of_an_address_are_not_shown() -> None:
    assert without_secrets("https://me:pw@example.com:8/a.json?key=1#x") == "https://example.com:8/a.json"


@pytest.mark.parametrize(
    ("text", "told"), [("http://a/", True), ("HTTPS://a/", True), ("file:///a", False), ("/a", False)]
)
def test_only_http_is_an_address(text: str, told: bool) -> None:
    assert is_url(text) is told
