"""The service over real sockets."""

import http.client
import socket
import threading
from collections.abc import Iterator

import pytest

from bank2.records.vault import Vault
from bank2.rules.access import derive_form_key
from bank2.service.markup import element
from bank2.service.wire import Service


@pytest.fixture
def port(vault: Vault) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]
    with Service(vault, number) as service:
        thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield number
        service.shutdown()
        thread.join()


def exchange(port: int, text: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(text)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (b"GET /health HTTP/1.1\r\n\r\n", b"200"),
        (b"GET /nothing HTTP/1.1\r\n\r\n", b"404"),
        (b"DELETE /api/accounts HTTP/1.1\r\n\r\n", b"405"),
        (b"FOO / HTTP/1.1\r\n\r\n", b"405"),
        (b"GET /a b HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"400"),
        (b"POST /api/sign-in HTTP/1.1\r\nContent-Length: 65537\r\n\r\n", b"413"),
        (b"GET /" + b"x" * 65_536 + b" HTTP/1.1\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 101 + b"\r\n", b"431"),
        (b"POST /api/sign-in HTTP/1.1\r\nContent-Length: 60000\r\n\r\n" + b"[" * 60_000, b"400"),
    ],
)
def test_odd_requests_are_answered(port: int, text: bytes, status: bytes) -> None:
    assert exchange(port, text).split(b" ", 2)[1] == status


def test_requests_on_one_connection_are_answered_in_turn(port: int) -> None:
    shown = exchange(port, b"HEAD /health HTTP/1.1\r\n\r\n" * 2 + b"GET /health HTTP/1.1\r\n\r\n")
    assert shown.count(b"HTTP/1.1 200 OK") == 3
    assert shown.count(b'{"status": "ok"}') == 1


def test_a_stranger_is_shown_the_way_in(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/accounts")
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (303, "/sign-in")
    connection.close()


def test_the_log_leaves_out_the_secret_of_a_link(port: int, capfd: pytest.CaptureFixture[str]) -> None:
    exchange(port, b"GET /sign-in/verysecret?x HTTP/1.1\r\n\r\n")
    assert "verysecret" not in capfd.readouterr().err


def test_form_keys_of_two_sessions_differ() -> None:
    assert derive_form_key("one") != derive_form_key("two")


def test_text_in_an_element_is_escaped() -> None:
    assert element("p", "<b>&\"'", title='">') == '<p title="&quot;&gt;">&lt;b&gt;&amp;&quot;&#x27;</p>'
