"""Owns what the pages look like in HTML. It does not read data or requests."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bank.accounts import Account, State, total
from bank.money import write_amount
from bank.statements import Statement
from bank.web.html import Html, fill, join

NOTHING = Html("")
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<header><strong>Bank</strong>{navigation}</header>
<main>
<h1>{title}</h1>
{content}
</main>
<script nonce="{nonce}">
document.addEventListener("submit", function (event) {{
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
}});
</script>
</body>
</html>
"""
NAVIGATION = """
<nav aria-label="Pages"><a href="/accounts">Accounts</a> <a href="/transfer">Transfer</a>{admin}</nav>
<form method="post" action="/sign-out"><input type="hidden" name="form_key" value="{form_key}">
<span>Signed in as {customer}</span> <button>Sign out</button></form>"""
SIGN_IN = """{alert}
<form method="post" action="/sign-in">
<p><label for="name">Your name</label>
<input id="name" name="name" value="{name}" autocomplete="username" required></p>
<p><button>Send me a link</button></p>
</form>"""
WELCOME = """<p>You are about to sign in as {customer}.</p>
<form method="post" action="{link}"><button>Sign in</button></form>"""
ACCOUNTS = """{notice}
<table>
<caption>What you hold</caption>
<thead><tr><th scope="col">Account</th><th scope="col" class="money">Balance</th><th scope="col">State</th></tr></thead>
<tbody>{rows}</tbody>
</table>
<p>Total {total}</p>"""
ACCOUNTS_ROW = """<tr><th scope="row"><a href="/accounts/{name}">{name}</a></th>
<td class="money">{balance}</td><td>{state}</td></tr>"""
STATEMENT = """{alert}
<p>Balance {closing}</p>
<form method="get" action="/accounts/{name}">
<p><label for="last">Number of entries</label>
<select id="last" name="last">{choices}</select> <button>Show</button></p>
</form>
<table>
<caption>Entries, oldest first</caption>
<thead><tr><th scope="col">Date</th><th scope="col">Text</th><th scope="col" class="money">Amount</th>
<th scope="col" class="money">Balance</th></tr></thead>
<tbody>
<tr><td></td><td>Opening balance</td><td></td><td class="money">{opening}</td></tr>
{rows}
</tbody>
</table>
<form method="post" action="/accounts/{name}/close" data-confirm="Close the account {name}?">
<input type="hidden" name="form_key" value="{form_key}">
<p><button class="danger">Close account</button></p>
</form>"""
STATEMENT_ROW = (
    """<tr><td>{day}</td><td>{text}</td><td class="money">{amount}</td><td class="money">{balance}</td></tr>"""
)
CHOICE = """<option value="{value}"{selected}>{label}</option>"""
TRANSFER = """{notice}{alert}
<form method="post" action="/transfer">
<input type="hidden" name="form_key" value="{form_key}">
<input type="hidden" name="payment_key" value="{payment_key}">
<p><label for="source">From</label> <select id="source" name="source">{choices}</select></p>
<p><label for="target">To</label> <input id="target" name="target" value="{target}" autocomplete="off" required></p>
<p><label for="amount">Amount</label>
<input id="amount" name="amount" value="{amount}" inputmode="decimal" autocomplete="off" required></p>
<p><label for="memo">Memo</label> <input id="memo" name="memo" value="{memo}" autocomplete="off"></p>
<p><button>Transfer</button></p>
</form>"""
ADMIN = """{notice}{alert}
<table>
<caption>What customers hold</caption>
<thead><tr><th scope="col">Account</th><th scope="col">Owner</th><th scope="col" class="money">Balance</th>
<th scope="col">State</th><th scope="col">Action</th></tr></thead>
<tbody>{rows}</tbody>
</table>
<p>Total {total}</p>"""
ADMIN_ROW = """<tr><th scope="row">{name}</th><td>{owner}</td><td class="money">{balance}</td><td>{state}</td>
<td><form method="post" action="/admin/{name}/{action}" data-confirm="{label} the account {name}?">
<input type="hidden" name="form_key" value="{form_key}"><button>{label} {name}</button></form></td></tr>"""
NOTICE = '<p role="status">{text}</p>'
ALERT = '<p role="alert">{text}</p>'
COUNTS = {"2": "2 entries", "10": "10 entries", "1000": "All entries"}


class Viewer(NamedTuple):
    """For whom a page is made; a stranger has no name."""

    customer: str
    form_key: str
    is_admin: bool


class TransferForm(NamedTuple):
    """What the customer wrote, so that it can be shown again."""

    source: str = ""
    target: str = ""
    amount: str = ""
    memo: str = ""


STRANGER = Viewer("", "", False)


def make_page(title: str, content: Html, nonce: str, viewer: Viewer = STRANGER) -> Html:
    return fill(PAGE, title=title, content=content, nonce=nonce, navigation=make_navigation(viewer))


def make_navigation(viewer: Viewer) -> Html:
    if not viewer.customer:
        return NOTHING
    admin = Html(' <a href="/admin">Admin</a>') if viewer.is_admin else NOTHING
    return fill(NAVIGATION, admin=admin, form_key=viewer.form_key, customer=viewer.customer)


def make_notice(text: str) -> Html:
    return fill(NOTICE, text=text) if text else NOTHING


def make_alert(text: str) -> Html:
    return fill(ALERT, text=text) if text else NOTHING


def make_sign_in(name: str = "", refusal: str = "") -> Html:
    return fill(SIGN_IN, name=name, alert=make_alert(refusal))


def make_welcome(customer: str, link: str) -> Html:
    return fill(WELCOME, customer=customer, link=link)


def make_accounts(accounts: Sequence[Account], notice: str) -> Html:
    rows = join(fill(ACCOUNTS_ROW, **cells(account)) for account in accounts)
    return fill(ACCOUNTS, notice=make_notice(notice), rows=rows, total=write_amount(total(accounts)))


def make_statement(statement: Statement, last: str, viewer: Viewer, refusal: str = "") -> Html:
    return fill(
        STATEMENT,
        alert=make_alert(refusal),
        name=statement.account,
        opening=write_amount(statement.opening),
        closing=write_amount(statement.closing),
        choices=make_choices(COUNTS.items(), last),
        rows=make_entries(statement),
        form_key=viewer.form_key,
    )


def make_entries(statement: Statement) -> Html:
    return join(
        fill(
            STATEMENT_ROW,
            day=entry.day,
            text=entry.text,
            amount=write_amount(entry.amount),
            balance=write_amount(entry.balance),
        )
        for entry in statement.entries
    )


def make_transfer(
    accounts: Sequence[Account], form: TransferForm, viewer: Viewer, payment_key: str, notice: str, refusal: str
) -> Html:
    choices = [(account.name, f"{account.name} ({write_amount(account.balance)})") for account in accounts]
    return fill(
        TRANSFER,
        notice=make_notice(notice),
        alert=make_alert(refusal),
        form_key=viewer.form_key,
        payment_key=payment_key,
        choices=make_choices(choices, form.source),
        target=form.target,
        amount=form.amount,
        memo=form.memo,
    )


def make_admin(accounts: Sequence[Account], viewer: Viewer, notice: str, refusal: str = "") -> Html:
    rows = join(make_admin_row(account, viewer) for account in accounts)
    return fill(
        ADMIN,
        notice=make_notice(notice),
        alert=make_alert(refusal),
        rows=rows,
        total=write_amount(total(accounts)),
    )


def make_admin_row(account: Account, viewer: Viewer) -> Html:
    label = "Unfreeze" if account.state == State.FROZEN else "Freeze"
    return fill(ADMIN_ROW, **cells(account), action=label.lower(), label=label, form_key=viewer.form_key)


def make_choices(choices: Iterable[tuple[str, str]], chosen: str) -> Html:
    return join(
        fill(CHOICE, value=value, label=label, selected=Html(" selected") if value == chosen else NOTHING)
        for value, label in choices
    )


def cells(account: Account) -> dict[str, str]:
    return {
        "name": account.name,
        "owner": account.owner,
        "balance": write_amount(account.balance),
        "state": str(account.state),
    }
