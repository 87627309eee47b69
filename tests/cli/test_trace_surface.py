"""``harness trace --surface`` as a user runs it, on a product of commands, pages and routes."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from harness.app.trace import traced
from harness.app.trace_surface import with_surface
from harness.domain.verdicts import ExitCode
from tests.support.processes import is_gone
from tests.support.projects import CardProject, card

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

SHOP = r"""#!/usr/bin/env python3
import argparse, json, os, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

OPENAPI = {"openapi": "3.0.3", "paths": {
    "/orders": {"get": {}, "post": {}},
    "/orders/{id}": {"get": {}, "delete": {}},
}}
TORN = {"openapi": "3.0.3", "paths": {"/x": {"$ref": "#/nowhere"}}}
PAGES = {
    "/": "<title>Shop</title><a href=/items/1>1</a><a href=/items/2>2</a><a href=/about?x=1>about</a><a href=/log-out>out</a>"
         "<a href=/old>old</a><a href=/admin>admin</a><a href=/broken>broken</a><a href=/gone>gone</a><a href=/sign-in>in</a>"
         "<a href=http://example.com/elsewhere>x</a><a href=/list.csv>csv</a>",
    "/items/1": "<title>Item</title><form method=post action=/cart><button>Buy</button></form><form action=/search></form>",
    "/about": "<title>About us</title><a href=/>home</a>",
    "/new": "<title>New</title>",
    "/sign-in": "<title>Sign in</title><form method=post><input type=password name=p></form>",
}


class Web(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.partition("?")[0]
        if path in ("/log-out", "/items/2"):
            os._exit(1)  # Whoever follows this link takes the service down.
        if self.server.api:
            found = {"/openapi.json": json.dumps(OPENAPI), "/swagger.json": json.dumps(TORN), "/orders": "[]"}.get(path)
            return self.say(200 if found else 404, found or "{}", "application/json")
        if path == "/old":
            return self.say(302, "", "text/html", "/new")
        if path in ("/admin", "/broken"):
            return self.say(403 if path == "/admin" else 500, "no", "text/html")
        if path == "/list.csv":
            return self.say(200, "a,b", "text/csv")
        self.say(200 if path in PAGES else 404, PAGES.get(path, "nothing here"), "text/html; charset=utf-8")

    def do_POST(self):
        os._exit(1)  # Nothing but GET is sent.

    def say(self, status, text, kind, location=""):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


if sys.argv[1:2] == ["mute"]:
    sys.exit(3)
if sys.argv[1:2] == ["same"]:
    sys.argv[1:] = ["--help"]
parser = argparse.ArgumentParser(prog="shop")
commands = parser.add_subparsers(dest="command")
for name in ("serve", "mute", "same", "buy"):
    commands.add_parser(name, help=name)
order = commands.add_parser("order", help="orders").add_subparsers(dest="what")
order.add_parser("list", help="list")
order.add_parser("drop", help="drop")
commands.choices["serve"].add_argument("port", type=int)
commands.choices["serve"].add_argument("--api", action="store_true")
asked = parser.parse_args()
if asked.command == "serve":
    server = ThreadingHTTPServer(("127.0.0.1", asked.port), Web)
    server.api = asked.api
    server.serve_forever()
"""
COMMANDS = """[product.commands]
shop = "{tree}/bin/todo"
"""
SERVICES = """[product.services.web]
run = "{tree}/bin/todo serve 8000"
ready = "http://127.0.0.1:8000/about"
[product.services.api]
run = "{tree}/bin/todo serve 8001 --api"
ready = "http://127.0.0.1:8001/orders"
[trace]
pages_only = ["web"]
"""
CONFIGURATION = COMMANDS + SERVICES
SPECIFICATION = """# Feature Specification: a shop

## Requirements

### Functional Requirements

- **FR-001**: The `order list` command MUST show all orders.
- **FR-002**: `GET http://127.0.0.1:8001/orders/7` MUST answer with one order.
- **FR-003**: The page "About us" MUST tell who we are.
- **FR-004**: A customer MUST be able to buy.
"""
BUY = """1. Run `shop buy`.
   - It succeeds.
"""


def create(folder: Path, script: str = SHOP, configuration: str = CONFIGURATION) -> CardProject:
    made = CardProject.create(
        folder, {"buy.md": card("SHOP-BUY", BUY, verifies="FR-004")}, script=script, configuration=configuration
    )
    made.write("specs/001-list/spec.md", SPECIFICATION)
    made.repository.commit()
    return made


@pytest.fixture(scope="module")
def surface(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the shop says that it offers."""
    done = create(tmp_path_factory.mktemp("shop")).harness("trace", "--surface", "--report", "json")
    assert done.code == 4, done.err
    found: dict[str, Any] = json.loads(done.out)["surface"]
    return found


def names(surface: dict[str, Any], kind: str) -> set[str]:
    return {item["name"] for item in surface["items"] if item["kind"] == kind}


def claims(surface: dict[str, Any]) -> dict[str, list[str]]:
    return {item["name"]: item["claimed"] for item in surface["items"] if item.get("claimed")}


def test_every_command_is_found_by_its_help(surface):
    commands = {"shop", "shop serve", "shop mute", "shop same", "shop buy"}
    assert names(surface, "command") == commands | {"shop order", "shop order list", "shop order drop"}


def test_every_route_is_found_by_the_description_and_by_forms(surface):
    api = "http://127.0.0.1:8001"
    described = {f"GET {api}/orders", f"POST {api}/orders", f"GET {api}/orders/{{id}}", f"DELETE {api}/orders/{{id}}"}
    assert names(surface, "route") == described | {"POST /cart", "GET /search", "POST /sign-in"}


def test_every_page_is_found_by_links_and_nothing_that_changes_anything_is_followed(surface):
    assert names(surface, "page") == {"/", "/items/{id}", "/about", "/new", "/sign-in", "/log-out", "/list.csv"}


def test_what_requirements_mention_or_show_is_claimed_and_nothing_else(surface):
    assert claims(surface) == {
        "shop": ["001-list/FR-001", "001-list/FR-004"],
        "shop order": ["001-list/FR-001"],
        "shop order list": ["001-list/FR-001"],
        "shop buy": ["001-list/FR-004"],
        "GET http://127.0.0.1:8001/orders/{id}": ["001-list/FR-002"],
        "/about": ["001-list/FR-003"],
    }
    (buy,) = [item for item in surface["items"] if item["name"] == "shop buy"]
    assert buy["through"] == ["card SHOP-BUY"]


def test_what_could_not_be_asked_is_told(surface):
    told = surface["trouble"]
    for what in (
        "`shop mute -h` prints nothing (exit code 3)",
        "`/admin` answers 403",
        "`/broken` answers 500",
        "`/sign-in` asks for a password",
        "the description at `http://127.0.0.1:8001/swagger.json` cannot be read: the reference '#/nowhere' leads to nothing",
    ):
        assert sum(what in one for one in told) == 1, (what, told)
    assert len(told) == 5, told


def test_a_service_that_describes_nothing_may_have_routes_that_nobody_knows(tmp_path):
    made = create(tmp_path, configuration=SERVICES.partition("[trace]")[0])
    made.write("openapi.json", '{"openapi": "9.9"}')
    made.repository.commit()
    done = made.harness("trace", "--surface")
    assert done.code == 4
    assert "the service `web` describes no interface at `/openapi.json`" in " ".join(done.out.split())
    assert "openapi.json:1: OpenAPI of version 9.9" in done.out


def test_where_nothing_answers_that_is_trouble_and_no_silence(tmp_path):
    broken = SERVICES.replace("serve 8000", "serve 8009").replace(
        "[product.services.web]", "[product.services.web]\nseconds = 1"
    )
    done = create(tmp_path, configuration=broken).harness("trace", "--surface", "--report", "json")
    assert done.code == 4
    found = json.loads(done.out)["surface"]
    assert found["items"] == []
    assert any("the service `web` could not be asked" in one for one in found["trouble"]), found["trouble"]


@pytest.mark.parametrize(
    ("configuration", "what"),
    [
        ("[product]\n", "the product has no command and no service that is waited for by an http address"),
        ('[product]\nsetup = ["false"]\n[product.commands]\nshop = "x"\n', "the product could not be asked: "),
    ],
)
def test_a_product_that_cannot_be_asked_is_trouble(tmp_path, monkeypatch, configuration, what):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = create(tmp_path, configuration=configuration)
    trace = with_surface(traced(made.folder)).trace
    assert trace.exit_code is ExitCode.UNDECIDED
    assert trace.surface is not None
    assert [one.startswith(what) for one in trace.surface.trouble] == [True]


def test_a_description_that_lies_in_the_tree_is_enough(tmp_path):
    made = create(tmp_path, configuration="[product]\n")
    made.write("docs/openapi.json", '{"openapi": "3.1.0", "servers": [{"url": "/v1"}], "paths": {"/x": {"get": {}}}}')
    surface = with_surface(traced(made.folder)).trace.surface
    assert surface is not None
    assert [(item.name, item.source) for item in surface.items] == [("GET /v1/x", "docs/openapi.json")]
    assert surface.trouble == ()


def test_an_interrupt_leaves_nothing_behind(tmp_path):
    seconds = f"600.{time.time_ns() % 10**9}"
    script = f"#!/bin/sh\nexec sleep {seconds}\n"
    made = create(tmp_path, script=script, configuration=COMMANDS)
    running = made.start("trace", "--surface")
    deadline = time.monotonic() + 60
    while is_gone("sleep", seconds, tries=1):
        assert time.monotonic() < deadline, running.poll()
    os.killpg(running.pid, signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 4
    assert "interrupted" in told
    assert "Traceback" not in told
    assert is_gone("sleep", seconds)
