"""Owns what the web pages do. It does not decide what is allowed or how a page looks."""

import hmac
import secrets
import sqlite3

from bank import accounts, customers, signin, statements, transfers
from bank.money import read_amount
from bank.names import check_name
from bank.refusals import NotAllowed, Refused
from bank.web import views
from bank.web.html import Html
from bank.web.messages import Request, Response, answer_page, read_cookie, read_form, read_query, redirect
from bank.web.routes import Route
from bank.web.statuses import status_of
from bank.web.views import TransferForm, Viewer

COOKIE = "session"
COOKIE_RULES = f"Path=/; Max-Age={signin.SESSION_SECONDS}; HttpOnly; SameSite=Lax"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; script-src 'nonce-{nonce}'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def start(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    return redirect("/accounts")


def show_sign_in(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    return show(200, "Sign in", views.make_sign_in())


def ask_for_link(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    name = read_form(request).get("name", "").strip()
    try:
        message = signin.request_link(db, check_name(name), request.home)
    except Refused as refusal:
        return show(status_of(refusal), "Sign in", views.make_sign_in(name, str(refusal)))
    return show(200, "Check your mail", views.make_notice(message))


def show_link(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    """Ask before the link is used: mail programs open links to look at them."""
    customer = signin.check_link(db, words["secret"])
    return show(200, "Welcome", views.make_welcome(customer, request.path))


def sign_in(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    started = signin.use_link(db, words["secret"])
    return redirect("/accounts", (("Set-Cookie", f"{COOKIE}={started.secret}; {COOKIE_RULES}"),))


def sign_out(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    check_form(request, find_viewer(db, request))
    signin.end_session(db, read_cookie(request, COOKIE))
    return redirect("/sign-in", (("Set-Cookie", f"{COOKIE}=; Path=/; Max-Age=0"),))


def list_accounts(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    viewer = find_viewer(db, request)
    closed = read_query(request).get("closed", "")
    notice = f"Closed {closed}" if accounts.was_closed(db, closed, viewer.customer) else ""
    content = views.make_accounts(accounts.list_own_accounts(db, viewer.customer), notice)
    return show(200, "Your accounts", content, viewer)


def show_statement(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    viewer = find_viewer(db, request)
    account = accounts.find_own_account(db, words["name"], viewer.customer)
    last = read_query(request).get("last", str(statements.MOST))
    return show_entries(db, account, last, viewer)


def show_entries(
    db: sqlite3.Connection, account: accounts.Account, last: str, viewer: Viewer, refused: Refused | None = None
) -> Response:
    statement = statements.make_statement(db, account, statements.read_count(last))
    content = views.make_statement(statement, last, viewer, str(refused or ""))
    return show(status_of(refused) if refused else 200, f"Account {account.name}", content, viewer)


def close_account(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    viewer = find_viewer(db, request)
    check_form(request, viewer)
    account = accounts.find_own_account(db, words["name"], viewer.customer)
    try:
        accounts.close_account(db, account.name)
    except Refused as refusal:
        return show_entries(db, account, str(statements.MOST), viewer, refusal)
    return redirect(f"/accounts?closed={account.name}")


def show_transfer(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    viewer = find_viewer(db, request)
    return show_form(db, viewer, TransferForm(), notice=describe_payment(db, request, viewer))


def describe_payment(db: sqlite3.Connection, request: Request, viewer: Viewer) -> str:
    """What the viewer has just paid, when the page is shown for that."""
    number = read_query(request).get("paid", "").lstrip("0")
    is_number = number.isascii() and number.isdecimal() and len(number) <= 18  # what the data file can hold
    payment = transfers.find_payment(db, int(number)) if is_number else None
    if payment is None or not accounts.owns(db, payment.order.source, viewer.customer):
        return ""
    return transfers.announce(payment.order)


def transfer(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    viewer = find_viewer(db, request)
    check_form(request, viewer)
    fields = read_form(request)
    form = TransferForm(*(fields.get(name, "").strip() for name in TransferForm._fields))
    try:
        accounts.find_own_account(db, form.source, viewer.customer)
        order = transfers.Order(form.source, form.target, read_amount(form.amount), form.memo)
        payment = transfers.transfer_once(db, order, viewer.customer, fields.get("payment_key", ""))
    except Refused as refusal:
        return show_form(db, viewer, form, refused=refusal)
    return redirect(f"/transfer?paid={payment.id}")


def show_form(
    db: sqlite3.Connection, viewer: Viewer, form: TransferForm, notice: str = "", refused: Refused | None = None
) -> Response:
    """Each form has a payment key of its own: sent twice, it pays once."""
    own = accounts.list_own_accounts(db, viewer.customer)
    content = views.make_transfer(own, form, viewer, secrets.token_urlsafe(12), notice, str(refused or ""))
    return show(status_of(refused) if refused else 200, "Transfer", content, viewer)


def show_admin(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    viewer = find_admin(db, request)
    changed = read_query(request).get("changed", "")
    found = accounts.list_accounts(db)
    notice = next((f"{account.name} is now {account.state}" for account in found if account.name == changed), "")
    return show(200, "All accounts", views.make_admin(found, viewer, notice), viewer)


def freeze(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    return change_state(db, request, words["name"], accounts.freeze)


def unfreeze(db: sqlite3.Connection, request: Request, words: dict[str, str]) -> Response:
    return change_state(db, request, words["name"], accounts.unfreeze)


def change_state(db: sqlite3.Connection, request: Request, name: str, change: accounts.Change) -> Response:
    viewer = find_admin(db, request)
    check_form(request, viewer)
    try:
        change(db, name)
    except Refused as refusal:
        content = views.make_admin(accounts.list_accounts(db), viewer, "", str(refusal))
        return show(status_of(refusal), "All accounts", content, viewer)
    return redirect(f"/admin?changed={name}")


def find_viewer(db: sqlite3.Connection, request: Request) -> Viewer:
    session = signin.find_session(db, read_cookie(request, COOKIE))
    return Viewer(session.customer, session.form_key, customers.is_admin(db, session.customer))


def find_admin(db: sqlite3.Connection, request: Request) -> Viewer:
    viewer = find_viewer(db, request)
    customers.check_admin(db, viewer.customer)
    return viewer


def check_form(request: Request, viewer: Viewer) -> None:
    """Refuse a form that another site made the browser send (CWE-352)."""
    if not hmac.compare_digest(read_form(request).get("form_key", "").encode(), viewer.form_key.encode()):
        raise NotAllowed("this form is not yours, or too old: reload the page")


def show(status: int, title: str, content: Html, viewer: Viewer = views.STRANGER) -> Response:
    nonce = secrets.token_urlsafe(12)
    page = views.make_page(title, content, nonce, viewer)
    return answer_page(status, page, (("Content-Security-Policy", POLICY.format(nonce=nonce)),))


def show_refusal(status: int, message: str) -> Response:
    """A page that says no."""
    return show(status, "Sorry", views.make_alert(message))


ROUTES = [
    Route("GET", "/", start),
    Route("GET", "/sign-in", show_sign_in),
    Route("POST", "/sign-in", ask_for_link),
    Route("GET", "/sign-in/{secret}", show_link),
    Route("POST", "/sign-in/{secret}", sign_in),
    Route("POST", "/sign-out", sign_out),
    Route("GET", "/accounts", list_accounts),
    Route("GET", "/accounts/{name}", show_statement),
    Route("POST", "/accounts/{name}/close", close_account),
    Route("GET", "/transfer", show_transfer),
    Route("POST", "/transfer", transfer),
    Route("GET", "/admin", show_admin),
    Route("POST", "/admin/{name}/freeze", freeze),
    Route("POST", "/admin/{name}/unfreeze", unfreeze),
]
