"""Owns the JSON API. It does not decide what is allowed, and it takes no cookies, so that no page can use it unseen."""

import sqlite3

from bank import accounts, customers, layout, signin, statements, transfers
from bank.layout import Json
from bank.money import read_amount, write_amount
from bank.names import check_name
from bank.web.messages import Request, Response, answer_json, read_bearer, read_json, read_query, read_text
from bank.web.routes import Route


def health(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    return answer_json(200, {"status": "ok"})


def ask_for_link(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    name = check_name(read_text(read_json(request), "name"))
    return answer_json(202, {"message": signin.request_link(db, name, request.home)})


def sign_in(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    started = signin.use_link(db, words["secret"])
    return answer_json(201, {"token": started.secret, "customer": started.customer})


def sign_out(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    signed_in(db, request)
    signin.end_session(db, read_bearer(request))
    return Response(204)


def list_accounts(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    customer = signed_in(db, request)
    return answer_json(200, layout.accounts_json(accounts.list_own_accounts(db, customer)))


def show_account(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    account = accounts.find_own_account(db, words["name"], signed_in(db, request))
    return answer_json(200, layout.account_json(account))


def show_statement(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    account = accounts.find_own_account(db, words["name"], signed_in(db, request))
    last = statements.read_count(read_query(request).get("last", str(statements.MOST)))
    return answer_json(200, layout.statement_json(statements.make_statement(db, account, last)))


def transfer(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    """Pay. With the header `Idempotency-Key`, a repeated request gets the first answer and pays nothing."""
    customer = signed_in(db, request)
    order = read_order(read_json(request))
    accounts.find_own_account(db, order.source, customer)
    key = request.headers.get("idempotency-key")
    payment = transfers.transfer(db, order) if key is None else transfers.transfer_once(db, order, customer, key)
    return answer_json(201, payment_json(payment))


def list_all_accounts(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    customers.check_admin(db, signed_in(db, request))
    return answer_json(200, layout.accounts_json(accounts.list_accounts(db)))


def signed_in(db: sqlite3.Connection, request: Request) -> str:
    """The customer whose token the request carries."""
    return signin.find_session(db, read_bearer(request)).customer


def read_order(content: dict[str, Json]) -> transfers.Order:
    return transfers.Order(
        read_text(content, "from"),
        read_text(content, "to"),
        read_amount(read_text(content, "amount")),
        read_text(content, "memo", default=""),
    )


def payment_json(payment: transfers.Payment) -> dict[str, Json]:
    order = payment.order
    return {
        "id": payment.id,
        "from": order.source,
        "to": order.target,
        "amount": write_amount(order.amount),
        "memo": order.memo,
    }


ROUTES = [
    Route("GET", "/health", health),
    Route("POST", "/api/sign-in", ask_for_link),
    Route("POST", "/api/sign-in/{secret}", sign_in),
    Route("POST", "/api/sign-out", sign_out),
    Route("GET", "/api/accounts", list_accounts),
    Route("GET", "/api/accounts/{name}", show_account),
    Route("GET", "/api/accounts/{name}/statement", show_statement),
    Route("POST", "/api/transfers", transfer),
    Route("GET", "/api/admin/accounts", list_all_accounts),
]
