"""Five kinds of page that people meet, each with the elements that a card about it would name."""

from __future__ import annotations

from dataclasses import dataclass

_WORDS = (
    "The harbour lay quiet under a thin morning haze while the first boats came back from the banks with their holds half "
    "full and the gulls turned above the quay in wide impatient circles"
).split()
_LABELS = (
    "First name",
    "Last name",
    "Street",
    "House number",
    "Postal code",
    "Town",
    "Country",
    "Telephone",
    "E-mail",
    "Company",
)
_GOODS = ("Teapot", "Kettle", "Mug", "Strainer", "Tray", "Caddy", "Cosy", "Saucer")


@dataclass(frozen=True)
class Page:
    """``named`` are (role, accessible name) of what a card about the page names; ``large`` pages have a bound on tokens."""

    name: str
    html: str
    named: tuple[tuple[str, str], ...]
    card: str
    large: bool = False


def pages() -> tuple[Page, ...]:
    """Log-in, a form of 40 fields, a shop, a table of 100 rows, a long article."""
    return (_login(), _form(), _shop(), _table(), _article())


def _page(title: str, body: str) -> str:
    style = (
        "body{font:16px sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid #888;padding:.3em}"
    )
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><style>{style}</style>{body}</html>"


def _login() -> Page:
    body = """<main><h1>Log in</h1><form><p><label>User name <input name=user></label>
    <p><label>Password <input type=password name=password></label><p><label><input type=checkbox> Remember me</label>
    <p><button>Log in</button></form><p><a href=/forgot>Forgot your password?</a></main>"""
    named = (("textbox", "User name"), ("textbox", "Password"), ("checkbox", "Remember me"), ("button", "Log in"))
    return Page("login", _page("Log in", body), named, 'Type "ada" into "User name". Click "Log in".')


def _form() -> Page:
    rows = []
    for number in range(40):
        label = (
            f"{_LABELS[number % 10]} {('of the sender', 'of the payer', 'of the guest', 'of the agent')[number // 10]}"
        )
        rows.append(
            f"<p><label for=f{number}>{label}</label> <input id=f{number} value='{'' if number % 3 else label[:5]}'>"
        )
    body = f"<main><h1>Registration</h1><form>{''.join(rows)}<button>Register</button></form></main>"
    named = (("textbox", "Town of the guest"), ("textbox", "E-mail of the agent"), ("button", "Register"))
    return Page(
        "form of 40 fields",
        _page("Registration", body),
        named,
        'Type "Ghent" into "Town of the guest". Click "Register".',
    )


def _shop() -> Page:
    links = "".join(f"<li><a href=/c/{n}>{name}s</a></li>" for n, name in enumerate(_GOODS))
    cards = []
    for number in range(60):
        name = f"{_GOODS[number % 8]} no. {number + 1}"
        cards.append(
            f"<li><article><a href=/p/{number}><img alt='{name}' src='data:,'><h3>{name}</h3></a><p>{' '.join(_WORDS[:14])}.</p>"
            f"<p><span>Rated {3 + number % 3} of 5</span> <b>{9 + number}.50</b></p><button>Add {name} to basket</button></article></li>"
        )
    body = (
        f"<header><nav aria-label=Goods><ul>{links}</ul></nav><form role=search><label>Search <input type=search></label>"
        f"<button>Find</button></form><a href=/basket>Basket (2)</a></header><main><h1>Everything for tea</h1><ul>{''.join(cards)}</ul></main>"
    )
    named = (("searchbox", "Search"), ("link", "Basket (2)"), ("button", "Add Kettle no. 42 to basket"))
    return Page(
        "shop", _page("Tea", body), named, 'Click "Add Kettle no. 42 to basket". Click "Basket (2)".', large=True
    )


def _table() -> Page:
    rows = []
    for number in range(100):
        rows.append(
            f"<tr><td>2026-03-{number % 28 + 1:02}</td><td>Invoice {1000 + number}</td><td>{'open' if number % 7 else 'paid'}</td>"
            f"<td>{number * 13 % 977}.00</td><td><a href=/i/{number}>Show {1000 + number}</a></td></tr>"
        )
    head = "<tr><th>Day</th><th>Document</th><th>State</th><th>Amount</th><th>More</th></tr>"
    body = f"<main><h1>Invoices</h1><table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table><button>Export</button></main>"
    named = (("link", "Show 1077"), ("button", "Export"))
    return Page(
        "table of 100 rows", _page("Invoices", body), named, 'Click the link "Show 1077". Click "Export".', large=True
    )


def _article() -> Page:
    parts = []
    for chapter in range(12):
        text = "".join(
            f"<p>{' '.join(_WORDS[(chapter + line) % 9 :] + _WORDS)}. <a href=/n/{chapter}-{line}>Note {chapter}.{line}</a></p>"
            for line in range(8)
        )
        parts.append(f"<section><h2>Chapter {chapter + 1}</h2>{text}</section>")
    body = f"<main><h1>The harbour</h1>{''.join(parts)}</main><footer><form><label>Comment <textarea></textarea></label><button>Send</button></form></footer>"
    named = (("textbox", "Comment"), ("button", "Send"), ("heading", "Chapter 9"), ("link", "Note 7.3"))
    return Page(
        "long article",
        _page("The harbour", body),
        named,
        'Click the link "Note 7.3". Type "fine" into "Comment". Click "Send". "Chapter 9"',
        large=True,
    )
