"""The service over real connections."""

import http.client
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

import pytest

from bank.accounts import find_account, freeze
from bank.customers import appoint_admin
from bank.signin import make_link
from bank.transfers import Order, transfer
from bank.web.server import Server


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self):
        return json.loads(self.text)


class Client:
    """A browser's or program's side of the service, which keeps its cookie and token."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.headers: dict[str, str] = {}

    def send(self, method: str, path: str, body: str | bytes = "", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {**self.headers, **extra})
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read().decode())
        connection.close()
        return answer

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def post_form(self, path: str, form: str = "", page: str = "/transfer") -> Answer:
        keys = "".join(
            f"&{name}={value}" for name, value in re.findall(r'name="(\w+_key)" value="([^"]+)"', self.get(page).text)
        )
        return self.send("POST", path, form + keys)


@pytest.fixture
def port(db: sqlite3.Connection, data_file: str) -> Iterator[int]:
    with Server(data_file, 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture
def program(db: sqlite3.Connection, port: int) -> Client:
    """A program that alice has signed in."""
    client = Client(port)
    token = client.send("POST", f"/api/sign-in/{make_link(db, 'alice', 60)}").json["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    return client


@pytest.fixture
def browser(db: sqlite3.Connection, port: int) -> Client:
    """A browser that alice has signed in."""
    client = Client(port)
    cookie = client.send("POST", f"/sign-in/{make_link(db, 'alice', 60)}").headers["Set-Cookie"]
    client.headers["Cookie"] = cookie.split(";")[0]
    return client


def test_a_customer_sees_her_own_accounts_only(program: Client) -> None:
    assert program.get("/api/accounts").json["total"] == "100.00"
    assert program.get("/api/accounts/alice").json["balance"] == "100.00"
    assert program.get("/api/accounts/bob").status == 404
    assert program.get("/api/accounts/bob/statement").status == 404
    assert program.get("/api/admin/accounts").status == 403


def test_a_stranger_sees_nothing(port: int) -> None:
    assert Client(port).get("/api/accounts").status == 401
    assert Client(port).get("/accounts").headers["Location"] == "/sign-in"


def test_a_cookie_does_not_open_the_api(browser: Client) -> None:
    assert browser.get("/api/accounts").status == 401


def test_a_key_pays_once(db: sqlite3.Connection, program: Client) -> None:
    order = json.dumps({"from": "alice", "to": "bob", "amount": "30"})
    first, second = (program.send("POST", "/api/transfers", order, Idempotency_Key="k") for _ in range(2))
    assert first.status == second.status == 201 and first.text == second.text
    assert find_account(db, "bob").balance == 30_00


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{", 400),
        ("[]", 400),
        ("[" * 5000, 400),
        (b"\xff", 400),
        ('{"from": "alice", "to": "bob", "amount": 30}', 400),
        ('{"from": "\\ud800", "to": "bob", "amount": "1"}', 400),
        ('{"from": "bob", "to": "alice", "amount": "1"}', 404),
        ('{"from": "alice", "to": "bob", "amount": "1000"}', 422),
        ('{"from": "alice", "to": "bob", "amount": "-1"}', 422),
    ],
)
def test_a_bad_order_is_refused_in_json(db: sqlite3.Connection, program: Client, body: str, status: int) -> None:
    answer = program.send("POST", "/api/transfers", body)
    assert answer.status == status and answer.json["error"]
    assert find_account(db, "alice").balance == 100_00


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("DELETE", "/api/accounts", {}, 405),
        ("BREW", "/api/accounts", {}, 405),
        ("GET", "/api/nothing", {}, 404),
        ("POST", "/api/sign-in", {"Content_Length": "-1"}, 400),
        ("POST", "/api/sign-in", {"Content_Length": "99999999"}, 413),
        ("POST", "/api/sign-in", {"Transfer_Encoding": "chunked"}, 400),
    ],
)
def test_an_odd_request_is_refused_in_json(port: int, method: str, path: str, headers, status: int) -> None:
    answer = Client(port).send(method, path, **headers)
    assert answer.status == status and answer.json["error"]


def test_a_page_shows_what_a_customer_wrote_as_text(db: sqlite3.Connection, browser: Client) -> None:
    transfer(db, Order("alice", "bob", 1, "<script>"))
    page = browser.get("/accounts/alice").text
    assert "Transfer to bob: &lt;script&gt;" in page


def test_a_transfer_form_pays_once(db: sqlite3.Connection, browser: Client) -> None:
    form = "source=alice&target=bob&amount=30&memo="
    answer = browser.post_form("/transfer", form)
    assert "Transferred 30.00 from alice to bob" in browser.get(answer.headers["Location"]).text
    assert find_account(db, "bob").balance == 30_00


@pytest.mark.parametrize("number", ["9" * 20, "9" * 5000, "0" * 30, "-1", "٣", ""])
def test_a_page_of_a_payment_that_there_cannot_be_says_nothing(browser: Client, number: str) -> None:
    answer = browser.get(f"/transfer?paid={quote(number)}")
    assert answer.status == 200
    assert "Transferred" not in answer.text


def test_a_refused_form_keeps_what_was_written(browser: Client) -> None:
    answer = browser.post_form("/transfer", "source=alice&target=bob&amount=1000&memo=rent")
    assert answer.status == 422
    assert 'role="alert">insufficient funds' in answer.text and 'value="1000"' in answer.text


def test_a_form_without_its_key_is_refused(db: sqlite3.Connection, browser: Client) -> None:
    answer = browser.send("POST", "/transfer", "source=alice&target=bob&amount=30&payment_key=x")
    assert answer.status == 403 and find_account(db, "bob").balance == 0


def test_an_admin_freezes_an_account(db: sqlite3.Connection, browser: Client) -> None:
    assert browser.get("/admin").status == 403
    appoint_admin(db, "alice")
    answer = browser.post_form("/admin/bob/freeze", page="/admin")
    assert "bob is now frozen" in browser.get(answer.headers["Location"]).text
    assert find_account(db, "bob").state == "frozen"


def test_a_frozen_account_is_not_closed(db: sqlite3.Connection, browser: Client) -> None:
    freeze(db, "alice")
    answer = browser.post_form("/accounts/alice/close")
    assert answer.status == 422 and "alice is frozen" in answer.text
