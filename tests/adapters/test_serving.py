"""Who may ask a server of ours, and what is never believed of a request; attacks are sent as an attacker would send them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from harness.adapters.serving import Answer, Listener, Request, Stream
from harness.errors import MachineError, UsageError

FORM = "application/x-www-form-urlencoded"


class Echo:
    """Answers with what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Request] = []

    def answer(self, request: Request) -> Answer | Stream:
        self.asked.append(request)
        if request.parts == ("mistake",):
            raise RuntimeError("a mistake of ours")
        if request.parts == ("events",):
            return Stream(iter(["one\ntwo", ""]))
        return Answer(f"{request.parts} {sorted(request.form.items())}".encode(), "text/plain")


class Opened:
    def __init__(self, listener: Listener, echo: Echo) -> None:
        self.listener, self.echo = listener, echo
        self.host = f"127.0.0.1:{listener.port}"

    def send(self, raw: str) -> tuple[int, str, str]:
        """Send bytes as they are; the status, the head and the body of the answer."""
        with socket.create_connection(("127.0.0.1", self.listener.port), timeout=20) as line:
            line.sendall(raw.replace("\n", "\r\n").encode("utf-8", "surrogateescape"))
            line.shutdown(socket.SHUT_WR)
            data = b"".join(iter(lambda: line.recv(65536), b"")).decode()
        head, _, body = data.partition("\r\n\r\n")
        return int(head.split()[1]), head, body

    def get(self, path: str, *headers: str, host: str | None = None) -> tuple[int, str, str]:
        return self.send("\n".join([f"GET {path} HTTP/1.1", f"Host: {host or self.host}", *headers, "", ""]))

    def post(self, body: str, *headers: str, path: str = "/golden/accept", type: str = FORM) -> tuple[int, str, str]:
        rows = [f"POST {path} HTTP/1.1", f"Host: {self.host}", f"Content-Type: {type}", f"Content-Length: {len(body)}"]
        return self.send("\n".join([*rows, *headers, "", body]))

    @property
    def cookie(self) -> str:
        return f"Cookie: harness-{self.listener.port}={self.listener.key}"

    @property
    def origin(self) -> str:
        return f"Origin: http://{self.host}"

    @property
    def proof(self) -> str:
        return f"proof={self.listener.proof(self.listener.key)}"


def opened(host: str = "127.0.0.1", token: str = "") -> Iterator[Opened]:
    echo = Echo()
    listener = Listener(host, 0, echo, token)
    thread = threading.Thread(target=listener.serve)
    thread.start()
    try:
        yield Opened(listener, echo)
    finally:
        listener.close()
        thread.join()


@pytest.fixture
def here() -> Iterator[Opened]:
    yield from opened()


@pytest.fixture
def open_to_all() -> Iterator[Opened]:
    yield from opened("0.0.0.0", "a-token-of-many-characters")


def test_a_page_is_answered_with_headers_that_let_nothing_else_in(here: Opened) -> None:
    status, head, body = here.get("/golden/BANK%2DOPEN?x=1")
    assert (status, body) == (200, "('golden', 'BANK-OPEN') []")
    for line in ("X-Frame-Options: DENY", "X-Content-Type-Options: nosniff", "Cache-Control: no-store"):
        assert line in head
    assert "Content-Security-Policy: default-src 'none'" in head
    assert "Python" not in head


def test_events_are_sent_as_they_come(here: Opened) -> None:
    status, head, body = here.get("/events")
    assert (status, body) == (200, "data: one\ndata: two\n\n: still there\n\n")
    assert "text/event-stream" in head


# --- another name for this machine (DNS rebinding) -------------------------------------------------------------------


@pytest.mark.parametrize("name", ["evil.example", "evil.example:{port}", "127.0.0.1.nip.io:{port}", "localhost:1", ""])
def test_a_host_that_is_not_ours_is_refused(here: Opened, name: str) -> None:
    status, _, _ = here.send(f"GET / HTTP/1.1\nHost: {name.format(port=here.listener.port)}\n\n")
    assert status == 421
    assert here.echo.asked == []


def test_no_host_and_two_hosts_are_refused(here: Opened) -> None:
    assert here.send("GET / HTTP/1.1\n\n")[0] == 400
    assert here.send(f"GET / HTTP/1.1\nHost: {here.host}\nHost: evil.example\n\n")[0] == 400
    assert here.echo.asked == []


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "[::1]"])
def test_the_usual_names_of_this_machine_are_ours(here: Opened, name: str) -> None:
    assert here.get("/", host=f"{name}:{here.listener.port}")[0] == 200


# --- paths -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/site/../../etc/passwd",
        "/site/%2e%2e/%2e%2e/etc/passwd",
        "/site/..%2f..%2fetc/passwd",
        "/site/%2fetc%2fpasswd",
        "/site/..%5c..%5cetc",
        "/site/a%00.html",
        "/site/%ff%fe",
        "http://evil.example/",
        "site",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(here: Opened, path: str) -> None:
    assert here.get(path)[0] == 400
    assert here.echo.asked == []


# --- forms (CSRF) ----------------------------------------------------------------------------------------------------


def test_the_form_of_our_own_page_is_taken(here: Opened) -> None:
    status, _, body = here.post(f"reason=it+is+right&{here.proof}", here.cookie, here.origin)
    assert (status, body) == (200, "('golden', 'accept') [('reason', 'it is right')]")
    assert here.echo.asked[0].is_ours


def test_another_site_cannot_send_our_forms(here: Opened) -> None:
    good = f"reason=x&{here.proof}"
    attempts = {
        "without a cookie": here.post(good, here.origin),
        "with a guessed cookie": here.post(good, f"Cookie: harness-{here.listener.port}=guess", here.origin),
        "without an origin": here.post(good, here.cookie),
        "from another origin": here.post(good, here.cookie, "Origin: http://evil.example"),
        "from no origin at all": here.post(good, here.cookie, "Origin: null"),
        "from another port": here.post(good, here.cookie, "Origin: http://127.0.0.1:1"),
        "across sites": here.post(good, here.cookie, here.origin, "Sec-Fetch-Site: cross-site"),
        "from a sister site": here.post(good, here.cookie, here.origin, "Sec-Fetch-Site: same-site"),
        "without a proof": here.post("reason=x", here.cookie, here.origin),
        "with another proof": here.post("reason=x&proof=00", here.cookie, here.origin),
        "with the key as its proof": here.post(f"proof={here.listener.key}", here.cookie, here.origin),
    }
    assert {how: status for how, (status, _, _) in attempts.items()} == dict.fromkeys(attempts, 403)
    assert here.echo.asked == []


@pytest.mark.parametrize("type", ["text/plain", "application/json", "multipart/form-data; boundary=x"])
def test_a_form_of_another_type_is_refused(here: Opened, type: str) -> None:
    assert here.post(here.proof, here.cookie, here.origin, type=type)[0] == 415


@pytest.mark.parametrize("length", ["", "-1", "99999999", "1e3", "²"])
def test_a_form_of_no_or_too_great_length_is_refused(here: Opened, length: str) -> None:
    rows = ["POST / HTTP/1.1", f"Host: {here.host}", f"Content-Type: {FORM}", f"Content-Length: {length}"]
    assert here.send("\n".join([*rows, here.cookie, here.origin, "", here.proof]))[0] == 413


def test_a_length_of_very_many_digits_is_refused(here: Opened) -> None:
    rows = [
        "POST /golden/accept HTTP/1.1",
        f"Host: {here.host}",
        f"Content-Type: {FORM}",
        f"Content-Length: {'9' * 5000}",
    ]
    assert here.send("\n".join([*rows, here.cookie, here.origin, "", here.proof]))[0] == 413


def test_very_many_fields_are_refused_and_told_so(here: Opened) -> None:
    many = "&".join(f"a{number}=1" for number in range(60))
    for status, _, body in (here.get(f"/?{many}"), here.post(many, here.cookie, here.origin)):
        assert (status, body) == (400, "those are too many fields\n")
    assert here.echo.asked == []


def test_a_mistake_of_ours_is_answered_and_told_at_the_terminal(
    here: Opened, capfd: pytest.CaptureFixture[str]
) -> None:
    assert here.get("/mistake")[0] == 500
    assert here.get("/")[0] == 200
    assert "RuntimeError: a mistake of ours" in capfd.readouterr().err


def test_nothing_changes_by_looking(here: Opened) -> None:
    here.get(f"/golden/accept?reason=x&{here.proof}", here.cookie)
    assert [(one.posted, one.form) for one in here.echo.asked] == [(False, {})]


# --- keys and tokens -------------------------------------------------------------------------------------------------


def test_the_key_of_the_terminal_becomes_a_cookie_that_no_other_site_sends(here: Opened) -> None:
    status, head, _ = here.get(f"/?key={here.listener.key}")
    assert status == 303
    assert "Location: /\r\n" in head
    assert f"Set-Cookie: harness-{here.listener.port}={here.listener.key}; Path=/; HttpOnly; SameSite=Strict" in head
    assert here.get("/?key=guess")[0] == 403


def test_who_only_looks_on_this_machine_needs_no_key_and_has_no_proof(here: Opened) -> None:
    here.get("/")
    assert (here.echo.asked[0].is_ours, here.echo.asked[0].proof) == (False, "")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_nobody_listens_elsewhere_without_a_token(host: str) -> None:
    with pytest.raises(UsageError, match="there is no token"):
        Listener(host, 0, Echo())


def test_a_short_token_is_refused() -> None:
    with pytest.raises(UsageError, match="15 characters"):
        Listener("0.0.0.0", 0, Echo(), "x" * 15)


def test_elsewhere_nothing_is_shown_without_the_token(open_to_all: Opened) -> None:
    assert open_to_all.get("/")[0] == 401
    assert open_to_all.get("/events")[0] == 401
    assert open_to_all.get("/?key=a-token-of-many-character")[0] == 403
    assert open_to_all.echo.asked == []
    assert open_to_all.get("/?key=a-token-of-many-characters")[0] == 303
    assert open_to_all.get("/", open_to_all.cookie, host="any.name.example")[0] == 200


def test_a_port_that_is_taken_is_told(here: Opened) -> None:
    with pytest.raises(MachineError, match=r"nobody can listen on 127\.0\.0\.1"):
        Listener("127.0.0.1", here.listener.port, Echo())


def test_who_cannot_be_found_is_told_to_name_another_address() -> None:
    with pytest.raises(MachineError, match="nobody can listen on no-such-host") as refused:
        Listener("no-such-host.invalid", 0, Echo(), "a-token-of-many-characters")
    assert refused.value.hint == "name another address: `--host`"


def test_on_the_usual_port_a_browser_may_leave_the_port_out(here: Opened) -> None:
    assert "127.0.0.1" not in (here.listener.hosts or ())
    here.listener.port = 80
    assert {"127.0.0.1", "127.0.0.1:80", "localhost", "[::1]"} <= (here.listener.hosts or set())


def test_a_listener_of_ipv6_names_itself_in_brackets() -> None:
    for here in opened("::1"):
        assert here.listener.address == f"http://[::1]:{here.listener.port}/"


def test_an_asker_that_goes_away_disturbs_nobody(here: Opened) -> None:
    with socket.create_connection(("127.0.0.1", here.listener.port)) as line:
        line.sendall(b"GET / HT")
    assert here.get("/")[0] == 200


def test_a_cookie_that_is_none_is_no_key(here: Opened) -> None:
    assert here.get("/", 'Cookie: ";;=\\x00=harness')[0] == 200
    assert not here.echo.asked[0].is_ours
