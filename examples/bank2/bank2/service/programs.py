"""Owns the API for programs. It takes no cookies, so that no page can make a browser use it."""

from bank2.cents import parse_amount
from bank2.rules import access, accounts, payments
from bank2.rules.statements import MOST_ENTRIES, draw_up, parse_count
from bank2.service.messages import Answer, Document, in_json
from bank2.service.routing import Call, Table
from bank2.shapes import describe_account, describe_accounts, describe_payment, describe_statement
from bank2.words import parse_name

TABLE = Table()


def identify(call: Call) -> str:
    """The customer whose token the request carries."""
    return access.get_customer(call.books, call.request.bearer())


@TABLE.on("GET", "/health")
def tell_health(call: Call) -> Answer:
    return in_json(200, {"status": "ok"})


@TABLE.on("POST", "/api/sign-in")
def ask_for_link(call: Call) -> Answer:
    name = parse_name(call.request.document().text("name"))
    return in_json(202, {"message": access.answer_request_for_link(call.vault, name, call.request.address)})


@TABLE.on("POST", "/api/sign-in/<secret>")
def sign_in(call: Call) -> Answer:
    token, customer = access.spend_link(call.vault, call.words["secret"])
    return in_json(201, {"token": token, "customer": customer})


@TABLE.on("POST", "/api/sign-out")
def sign_out(call: Call) -> Answer:
    identify(call)
    access.end_session(call.vault, call.request.bearer())
    return Answer(204)


@TABLE.on("GET", "/api/accounts")
def list_accounts(call: Call) -> Answer:
    return in_json(200, describe_accounts(accounts.select_accounts(call.books, identify(call))))


@TABLE.on("GET", "/api/accounts/<name>")
def show_account(call: Call) -> Answer:
    return in_json(200, describe_account(accounts.get_account(call.books, call.words["name"], identify(call))))


@TABLE.on("GET", "/api/accounts/<name>/statement")
def show_statement(call: Call) -> Answer:
    account = accounts.get_account(call.books, call.words["name"], identify(call))
    count = parse_count(call.request.parameters().get("last", str(MOST_ENTRIES)))
    return in_json(200, describe_statement(draw_up(call.books, account, count)))


@TABLE.on("POST", "/api/transfers")
def transfer(call: Call) -> Answer:
    """Pay; under an `Idempotency-Key` once."""
    customer = identify(call)
    wish = read_wish(call.request.document())
    accounts.get_account(call.books, wish.source, customer)
    key = call.request.headers.get("idempotency-key")
    if key is None:
        number = payments.transfer(call.vault, wish)
    else:
        number = payments.transfer_once(call.vault, wish, customer, key)
    return in_json(201, describe_payment(number, wish))


@TABLE.on("GET", "/api/admin/accounts")
def list_all_accounts(call: Call) -> Answer:
    access.check_admin(call.books, identify(call))
    return in_json(200, describe_accounts(accounts.select_accounts(call.books)))


def read_wish(document: Document) -> payments.Wish:
    source, target = document.text("from"), document.text("to")
    return payments.Wish(source, target, parse_amount(document.text("amount")), document.text("memo", default=""))
