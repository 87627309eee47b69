"""Owns what the pages do. How they look, and what is allowed, is decided elsewhere."""

import hmac
import secrets
from collections.abc import Callable

from bank2.cents import parse_amount
from bank2.records.books import Account, State
from bank2.records.vault import Vault
from bank2.refusal import Reason, Refusal
from bank2.rules import access, accounts, payments
from bank2.rules.statements import MOST_ENTRIES, draw_up, parse_count
from bank2.service import looks
from bank2.service.looks import Visitor, Written
from bank2.service.markup import Markup
from bank2.service.messages import Answer, go_to
from bank2.service.routing import Call, Table
from bank2.service.statuses import get_status
from bank2.words import parse_name

TABLE = Table()
COOKIE = "session"
LONGEST_NUMBER = 18
RULES_FOR_BROWSERS = (
    "default-src 'none'; style-src 'self'; img-src data:; script-src 'nonce-{}'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def show_page(title: str, content: Markup, visitor: Visitor | None = None, refusal: Refusal | None = None) -> Answer:
    nonce = secrets.token_urlsafe(12)
    page = looks.draw_page(title, content, nonce, visitor)
    headers = (("Content-Security-Policy", RULES_FOR_BROWSERS.format(nonce)),)
    return Answer(get_status(refusal), headers, "text/html; charset=utf-8", page.encode())


def show_refusal(status: int, words: str) -> Answer:
    return show_page("Sorry", looks.draw_alert(words))._replace(status=status)


def say(refusal: Refusal | None) -> str:
    return refusal.words if refusal else ""


def identify(call: Call) -> Visitor:
    """Who is signed in with the cookie of the request."""
    secret = call.request.cookie(COOKIE)
    customer = access.get_customer(call.books, secret)
    return Visitor(customer, access.derive_form_key(secret), customer in call.books.admins)


def identify_admin(call: Call) -> Visitor:
    visitor = identify(call)
    access.check_admin(call.books, visitor.customer)
    return visitor


def check_form(call: Call, visitor: Visitor) -> dict[str, str]:
    """The fields of a form that we made for this visitor; any other is refused (FR-026, CWE-352)."""
    fields = call.request.form()
    if not hmac.compare_digest(fields.get("form_key", "").encode(), visitor.form_key.encode()):
        raise Refusal(Reason.NOT_FOR_YOU, "this form is not yours, or too old: reload the page")
    return fields


@TABLE.on("GET", "/")
def start(call: Call) -> Answer:
    return go_to("/accounts")


@TABLE.on("GET", "/sign-in")
def show_sign_in(call: Call) -> Answer:
    return show_page("Sign in", looks.draw_sign_in())


@TABLE.on("POST", "/sign-in")
def ask_for_link(call: Call) -> Answer:
    name = call.request.form().get("name", "").strip()
    try:
        words = access.answer_request_for_link(call.vault, parse_name(name), call.request.address)
    except Refusal as refusal:
        return show_page("Sign in", looks.draw_sign_in(name, refusal.words), refusal=refusal)
    return show_page("Check your mail", looks.draw_notice(words))


@TABLE.on("GET", "/sign-in/<secret>")
def show_link(call: Call) -> Answer:
    """Only ask: a mail program may have opened the link (FR-018)."""
    customer = access.check_link(call.books, call.words["secret"])
    return show_page("Welcome", looks.draw_welcome(customer, call.request.path))


@TABLE.on("POST", "/sign-in/<secret>")
def sign_in(call: Call) -> Answer:
    secret, _ = access.spend_link(call.vault, call.words["secret"])
    rules = f"Path=/; Max-Age={access.SESSION_SECONDS}; HttpOnly; SameSite=Lax"
    return go_to("/accounts", (("Set-Cookie", f"{COOKIE}={secret}; {rules}"),))


@TABLE.on("POST", "/sign-out")
def sign_out(call: Call) -> Answer:
    check_form(call, identify(call))
    access.end_session(call.vault, call.request.cookie(COOKIE))
    return go_to("/sign-in", (("Set-Cookie", f"{COOKIE}=; Path=/; Max-Age=0"),))


@TABLE.on("GET", "/accounts")
def list_accounts(call: Call) -> Answer:
    visitor = identify(call)
    own = accounts.select_accounts(call.books, visitor.customer)
    return show_page("Your accounts", looks.draw_accounts(own, recall_closing(call, visitor)), visitor)


def recall_closing(call: Call, visitor: Visitor) -> str:
    """That the visitor has closed an account, when the address of the page names one of theirs."""
    account = call.books.accounts.get(call.request.parameters().get("closed", ""))
    is_own = account is not None and account.owner == visitor.customer
    return f"Closed {account.name}" if account and is_own and account.state is State.CLOSED else ""


@TABLE.on("GET", "/accounts/<name>")
def show_statement(call: Call) -> Answer:
    visitor = identify(call)
    account = accounts.get_account(call.books, call.words["name"], visitor.customer)
    return show_account(call, visitor, account, call.request.parameters().get("last", str(MOST_ENTRIES)))


def show_account(call: Call, visitor: Visitor, account: Account, length: str, refusal: Refusal | None = None) -> Answer:
    statement = draw_up(call.books, account, parse_count(length))
    content = looks.draw_statement(statement, length, visitor, say(refusal))
    return show_page(f"Account {account.name}", content, visitor, refusal)


@TABLE.on("POST", "/accounts/<name>/close")
def close_account(call: Call) -> Answer:
    visitor = identify(call)
    check_form(call, visitor)
    account = accounts.get_account(call.books, call.words["name"], visitor.customer)
    try:
        accounts.close(call.vault, account.name)
    except Refusal as refusal:
        return show_account(call, visitor, account, str(MOST_ENTRIES), refusal)
    return go_to(f"/accounts?closed={account.name}")


@TABLE.on("GET", "/transfer")
def show_transfer(call: Call) -> Answer:
    visitor = identify(call)
    return show_form(call, visitor, Written(), notice=recall_payment(call, visitor))


def recall_payment(call: Call, visitor: Visitor) -> str:
    """What the visitor has paid, when the address of the page names a payment of theirs."""
    written = call.request.parameters().get("paid", "").lstrip("0")
    is_number = written.isascii() and written.isdecimal() and len(written) <= LONGEST_NUMBER
    wish = payments.get_payment(call.books, int(written)) if is_number else None
    is_own = wish is not None and call.books.accounts[wish.source].owner == visitor.customer
    return wish.announce() if wish and is_own else ""


@TABLE.on("POST", "/transfer")
def transfer(call: Call) -> Answer:
    visitor = identify(call)
    fields = check_form(call, visitor)
    written = Written(*(fields.get(name, "").strip() for name in Written._fields))
    try:
        accounts.get_account(call.books, written.source, visitor.customer)
        wish = payments.Wish(written.source, written.target, parse_amount(written.amount), written.memo)
        number = payments.transfer_once(call.vault, wish, visitor.customer, fields.get("payment_key", ""))
    except Refusal as refusal:
        return show_form(call, visitor, written, refusal=refusal)
    return go_to(f"/transfer?paid={number}")


def show_form(
    call: Call, visitor: Visitor, written: Written, notice: str = "", refusal: Refusal | None = None
) -> Answer:
    """The transfer form. Its own payment key makes it pay once, however often it is sent."""
    own = accounts.select_accounts(call.books, visitor.customer)
    content = looks.draw_transfer(own, written, visitor, secrets.token_urlsafe(12), notice, say(refusal))
    return show_page("Transfer", content, visitor, refusal)


@TABLE.on("GET", "/admin")
def show_admin(call: Call) -> Answer:
    visitor = identify_admin(call)
    everybody = accounts.select_accounts(call.books)
    changed = call.request.parameters().get("changed", "")
    notices = [f"{account.name} is now {account.state}" for account in everybody if account.name == changed]
    return show_page("All accounts", looks.draw_admin(everybody, visitor, "".join(notices), ""), visitor)


@TABLE.on("POST", "/admin/<name>/freeze")
def freeze(call: Call) -> Answer:
    return change_state(call, accounts.freeze)


@TABLE.on("POST", "/admin/<name>/unfreeze")
def unfreeze(call: Call) -> Answer:
    return change_state(call, accounts.thaw)


def change_state(call: Call, change: Callable[[Vault, str], None]) -> Answer:
    visitor = identify_admin(call)
    check_form(call, visitor)
    try:
        change(call.vault, call.words["name"])
    except Refusal as refusal:
        content = looks.draw_admin(accounts.select_accounts(call.books), visitor, "", refusal.words)
        return show_page("All accounts", content, visitor, refusal)
    return go_to(f"/admin?changed={call.words['name']}")
