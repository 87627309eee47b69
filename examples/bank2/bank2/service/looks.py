"""Owns the pages as people see them. It is handed what to show: it looks nothing up."""

from collections.abc import Sequence
from typing import NamedTuple

from bank2.cents import show
from bank2.records.books import Account, Entry, State
from bank2.rules.accounts import add_up
from bank2.rules.statements import Statement
from bank2.service.markup import BREAK, NOTHING, Content, Markup, block, element, lines, script, sequence

CONFIRMING = """document.addEventListener("submit", function (event) {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});
"""
LENGTHS = (("2", "2 entries"), ("10", "10 entries"), ("1000", "All entries"))


class Visitor(NamedTuple):
    """Who looks at a page, and the key that their forms carry."""

    customer: str
    form_key: str
    is_admin: bool


class Written(NamedTuple):
    """What a customer wrote into the transfer form."""

    source: str = ""
    target: str = ""
    amount: str = ""
    memo: str = ""


def draw_page(title: str, content: Markup, nonce: str, visitor: Visitor | None) -> Markup:
    head = block(
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("link", rel="stylesheet", href="/style.css"),
        element("link", rel="icon", href="data:,"),
    )
    body = block(
        element("header", element("strong", "Bank"), draw_navigation(visitor) if visitor else NOTHING),
        element("main", block(element("h1", title), content)),
        script(CONFIRMING, nonce),
    )
    document = element("html", block(element("head", head), element("body", body)), lang="en")
    return sequence(Markup("<!doctype html>"), BREAK, document, BREAK)


def draw_navigation(visitor: Visitor) -> Markup:
    links = [draw_link("/accounts", "Accounts"), draw_link("/transfer", "Transfer")]
    if visitor.is_admin:
        links.append(draw_link("/admin", "Admin"))
    who = sequence(element("span", f"Signed in as {visitor.customer}"), " ", element("button", "Sign out"))
    sign_out = element("form", draw_hidden("form_key", visitor.form_key), BREAK, who, method="post", action="/sign-out")
    return sequence(BREAK, element("nav", Markup(" ".join(links)), aria_label="Pages"), BREAK, sign_out)


def draw_notice(text: str) -> Markup:
    return element("p", text, role="status") if text else NOTHING


def draw_alert(text: str) -> Markup:
    return element("p", text, role="alert") if text else NOTHING


def draw_sign_in(name: str = "", refusal: str = "") -> Markup:
    field = element("input", id="name", name="name", value=name, autocomplete="username", required=True)
    form = block(
        element("p", element("label", "Your name", for_="name"), BREAK, field),
        element("p", element("button", "Send me a link")),
    )
    return lines([draw_alert(refusal), element("form", form, method="post", action="/sign-in")])


def draw_welcome(customer: str, link: str) -> Markup:
    form = element("form", element("button", "Sign in"), method="post", action=link)
    return lines([element("p", f"You are about to sign in as {customer}."), form])


def draw_accounts(accounts: Sequence[Account], notice: str) -> Markup:
    head = element("tr", draw_head("Account"), draw_head("Balance", is_money=True), draw_head("State"))
    table = draw_table("What you hold", head, element("tbody", lines(map(draw_own_account, accounts))))
    return lines([draw_notice(notice), table, element("p", f"Total {show(add_up(accounts))}")])


def draw_own_account(account: Account) -> Markup:
    name = element("th", draw_link(f"/accounts/{account.name}", account.name), scope="row")
    return element("tr", name, BREAK, draw_money(show(account.balance)), element("td", account.state))


def draw_statement(statement: Statement, chosen: str, visitor: Visitor, refusal: str) -> Markup:
    return lines(
        [
            draw_alert(refusal),
            element("p", f"Balance {show(statement.closing)}"),
            draw_length_form(statement.account, chosen),
            draw_entries(statement),
            draw_closing_form(statement.account, visitor),
        ]
    )


def draw_length_form(account: str, chosen: str) -> Markup:
    label = element("label", "Number of entries", for_="last")
    select = element("select", draw_options(LENGTHS, chosen), id="last", name="last")
    fields = element("p", label, BREAK, select, " ", element("button", "Show"))
    return element("form", block(fields), method="get", action=f"/accounts/{account}")


def draw_entries(statement: Statement) -> Markup:
    amount, balance = draw_head("Amount", is_money=True), draw_head("Balance", is_money=True)
    head = element("tr", draw_head("Date"), draw_head("Text"), amount, BREAK, balance)
    opening = element(
        "tr", element("td"), element("td", "Opening balance"), element("td"), draw_money(show(statement.opening))
    )
    body = element("tbody", block(opening, lines(map(draw_entry, statement.entries))))
    return draw_table("Entries, oldest first", head, body)


def draw_entry(entry: Entry) -> Markup:
    amount, balance = draw_money(show(entry.amount)), draw_money(show(entry.balance))
    return element("tr", element("td", entry.day), element("td", entry.text), amount, balance)


def draw_closing_form(account: str, visitor: Visitor) -> Markup:
    button = element("p", element("button", "Close account", class_="danger"))
    return element(
        "form",
        block(draw_hidden("form_key", visitor.form_key), button),
        method="post",
        action=f"/accounts/{account}/close",
        data_confirm=f"Close the account {account}?",
    )


def draw_transfer(
    accounts: Sequence[Account], written: Written, visitor: Visitor, payment_key: str, notice: str, refusal: str
) -> Markup:
    own = [(account.name, f"{account.name} ({show(account.balance)})") for account in accounts]
    source = element("select", draw_options(own, written.source), id="source", name="source")
    form = block(
        draw_hidden("form_key", visitor.form_key),
        draw_hidden("payment_key", payment_key),
        draw_field("source", "From", source),
        draw_field("target", "To", draw_input("target", written.target, autocomplete="off", required=True)),
        draw_field(
            "amount",
            "Amount",
            draw_input("amount", written.amount, inputmode="decimal", autocomplete="off", required=True),
            BREAK,
        ),
        draw_field("memo", "Memo", draw_input("memo", written.memo, autocomplete="off")),
        element("p", element("button", "Transfer")),
    )
    messages = sequence(draw_notice(notice), draw_alert(refusal))
    return lines([messages, element("form", form, method="post", action="/transfer")])


def draw_admin(accounts: Sequence[Account], visitor: Visitor, notice: str, refusal: str) -> Markup:
    head = element(
        "tr",
        draw_head("Account"),
        draw_head("Owner"),
        draw_head("Balance", is_money=True),
        BREAK,
        draw_head("State"),
        draw_head("Action"),
    )
    rows = lines(draw_any_account(account, visitor) for account in accounts)
    table = draw_table("What customers hold", head, element("tbody", rows))
    messages = sequence(draw_notice(notice), draw_alert(refusal))
    return lines([messages, table, element("p", f"Total {show(add_up(accounts))}")])


def draw_any_account(account: Account, visitor: Visitor) -> Markup:
    verb = "Unfreeze" if account.state is State.FROZEN else "Freeze"
    form = element(
        "form",
        BREAK,
        draw_hidden("form_key", visitor.form_key),
        element("button", f"{verb} {account.name}"),
        method="post",
        action=f"/admin/{account.name}/{verb.lower()}",
        data_confirm=f"{verb} the account {account.name}?",
    )
    cells = sequence(element("td", account.owner), draw_money(show(account.balance)), element("td", account.state))
    return element("tr", element("th", account.name, scope="row"), cells, BREAK, element("td", form))


def draw_link(path: str, text: str) -> Markup:
    return element("a", text, href=path)


def draw_table(caption: str, head: Markup, body: Markup) -> Markup:
    return element("table", block(element("caption", caption), element("thead", head), body))


def draw_head(text: str, is_money: bool = False) -> Markup:
    return element("th", text, scope="col", class_="money" if is_money else False)


def draw_money(amount: str) -> Markup:
    return element("td", amount, class_="money")


def draw_hidden(name: str, value: str) -> Markup:
    return element("input", type="hidden", name=name, value=value)


def draw_input(name: str, value: str, **attributes: str | bool) -> Markup:
    return element("input", id=name, name=name, value=value, **attributes)


def draw_field(name: str, label: str, field: Markup, between: Content = " ") -> Markup:
    return element("p", element("label", label, for_=name), between, field)


def draw_options(options: Sequence[tuple[str, str]], chosen: str) -> Markup:
    return lines(element("option", label, value=value, selected=value == chosen) for value, label in options)
