"""A small web shop, four cards of six browser steps for it, and the same steps written by hand for pytest-playwright."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import run

SERVER = '''#!{python}
import html, http.server, sys, urllib.parse

BASKET = []
PAGE = """<!doctype html><html lang=en><title>{{title}}</title><h1>{{title}}</h1>{{body}}</html>"""


class Shop(http.server.BaseHTTPRequestHandler):
    def page(self, title, body, status=200):
        data = PAGE.format(title=title, body=body).encode()
        self.send_response(status)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def form(self, note=""):
        options = "".join(f"<option>{{one}}</option>" for one in ("Black tea", "Green tea"))
        self.page("Order", f"""{{note}}<form method=post action=/order>
            <p><label>Name <input name=name></label><p><label>Goods <select name=goods>{{options}}</select></label>
            <p><label>How many <input name=count></label><p><button>Order</button></form>""")

    def do_GET(self):
        if self.path == "/order":
            self.form()
        elif self.path == "/orders":
            self.page("Orders", f"Orders: {{len(BASKET)}}")
        else:
            self.page("Welcome", "<a href=/order>Order tea</a>", 200 if self.path == "/" else 404)

    def do_POST(self):
        text = self.rfile.read(int(self.headers["content-length"])).decode()
        fields = {{name: value[0] for name, value in urllib.parse.parse_qs(text).items()}}
        if not fields.get("count", "").isdigit():
            return self.form("<p role=alert>How many must be a number</p>")
        BASKET.append(fields)
        self.page("Thank you", html.escape("{{count}} of {{goods}} for {{name}}".format(**fields)))

    def log_message(self, *arguments):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Shop).serve_forever()
'''

CARD = """---
id: SHOP-{number}
verifies: [FR-001]
surface: [browser, http]
tier: foundation
---
# Order tea ({number})

A guest orders tea, and a wrong number is refused.

## Steps
1. Open `/order`.
   - The heading "Order" is shown.
2. Type "Ada {number}" into "Name".
   - The field "Name" has the value "Ada {number}".
3. Type "3" into "How many".
   - The field "How many" has the value "3".
4. Click the button "Order".
   - You see "3 of Black tea for Ada {number}".

## Bad input
1. Open `/order`.
   - The alert "How many must be a number" is not shown.
2. Click the button "Order".
   - The alert "How many must be a number" is shown.
   - Nothing changed: `GET /orders` still shows "Orders: 1".
   - You do not see "Thank you".
"""

BY_HAND = """
import subprocess, sys, time, urllib.request

import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {{**browser_type_launch_args, "executable_path": {chromium!r}, "args": ["--no-sandbox"]}}


@pytest.fixture
def shop():
    process = subprocess.Popen([{program!r}, "{port}"])
    for _ in range(500):
        try:
            urllib.request.urlopen("http://127.0.0.1:{port}/").close()
            break
        except OSError:
            time.sleep(0.01)
    yield "http://127.0.0.1:{port}"
    process.kill()
    process.wait()


@pytest.mark.parametrize("number", range({cards}))
def test_order(shop, page, number):
    page.goto(shop + "/order")
    expect(page.get_by_role("heading", name="Order", exact=True)).to_be_visible()
    page.get_by_label("Name").fill(f"Ada {{number}}")
    expect(page.get_by_label("Name")).to_have_value(f"Ada {{number}}")
    page.get_by_label("How many").fill("3")
    expect(page.get_by_label("How many")).to_have_value("3")
    page.get_by_role("button", name="Order", exact=True).click()
    expect(page.get_by_text(f"3 of Black tea for Ada {{number}}")).to_be_visible()
    page.goto(shop + "/order")
    before = urllib.request.urlopen(shop + "/orders").read()
    expect(page.get_by_role("alert")).not_to_be_visible()
    page.get_by_role("button", name="Order", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("How many must be a number")
    expect(page.get_by_text("Thank you")).not_to_be_visible()
    assert urllib.request.urlopen(shop + "/orders").read() == before
"""

CONFIGURATION = """[product.services.web]
run = "{tree}/shop 8000"
ready = "http://127.0.0.1:8000/"

[cards]
workers = 2
"""


@dataclass(frozen=True)
class Shop:
    """A committed repository with cards, and beside it the folder of the tests written by hand."""

    repository: Path
    by_hand: Path


def make(folder: Path, cards: int, port: int, chromium: str) -> Shop:
    """A shop with so many cards, and one parametrised test that does the same so often."""
    repository, by_hand = folder / f"shop-{cards}", folder / f"by-hand-{cards}"
    for path in (repository / "specs", repository / "testcards", by_hand):
        path.mkdir(parents=True)
    program = repository / "shop"
    program.write_text(SERVER.format(python=_python()))
    program.chmod(0o755)
    (repository / "harness.toml").write_text(CONFIGURATION)
    (repository / "specs" / "spec.md").write_text("# Shop\n\n- **FR-001**: System MUST take orders.\n")
    for number in range(cards):
        (repository / "testcards" / f"{number}.md").write_text(CARD.format(number=number))
    (repository / ".gitignore").write_text(".harness/\n")
    text = BY_HAND.format(chromium=chromium, program=str(program), port=port, cards=cards)
    (by_hand / "test_shop.py").write_text(text)
    git = ["git", "-C", repository, "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    run(["git", "init", "-q", repository])
    run([*git, "add", "-A"])
    run([*git, "commit", "-q", "-m", "A shop"])
    return Shop(repository, by_hand)


def _python() -> str:
    system = Path("/usr/bin/python3")
    return str(system if system.exists() else Path(sys.executable).resolve())
