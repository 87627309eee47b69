"""``harness golden record --from-openapi`` and ``--from-help`` as a user runs them, on a small product of their own."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.projects import CardProject, Done

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

SHOP = """#!/usr/bin/env python3
import argparse, json, signal, sys, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ORDERS = {}
ANSWER = {"201": {"content": {"application/json": {"schema": {"properties": {"id": {"type": "string"}}}}}}}
BODY = {"type": "object", "required": ["customer"], "properties": {"customer": {"type": "string"}}}
ID = [{"name": "orderId", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}]
OPENAPI = {
    "openapi": "3.0.3",
    "paths": {
        "/orders": {
            "post": {
                "operationId": "createOrder",
                "requestBody": {"required": True, "content": {"application/json": {"schema": BODY}}},
                "responses": ANSWER,
            }
        },
        "/orders/{orderId}": {"parameters": ID, "get": {"operationId": "getOrder", "summary": "Show an order"}},
        "/gone": {"get": {"operationId": "hangUp"}},
        "/photo": {"put": {"requestBody": {"required": True, "content": {"image/png": {}}}}},
    },
}


class Answers(BaseHTTPRequestHandler):
    def say(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/openapi.json":
            return self.say(200, OPENAPI)
        if self.path == "/gone":
            return self.connection.close()
        order = ORDERS.get(self.path.rpartition("/")[2])
        return self.say(200, order) if order else self.say(404, {"error": "no such order"})

    def do_POST(self):
        try:
            told = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            order = {"id": str(uuid.uuid4()), "customer": told["customer"].title()}
        except (ValueError, KeyError, TypeError, AttributeError):
            return self.say(422, {"error": "invalid"})
        ORDERS[order["id"]] = order
        return self.say(201, order)

    def log_message(self, *_):
        pass


parser = argparse.ArgumentParser(prog="shop")
commands = parser.add_subparsers(dest="command", required=True)
commands.add_parser("serve", help="answer over HTTP").add_argument("--port", type=int, default=8000)
note = commands.add_parser("note", help="keep a note")
note.add_argument("text")
note.add_argument("count", type=int)
commands.add_parser("sum", help="count the characters of a file").add_argument("file")
commands.add_parser("wait", help="wait for ever")
asked = parser.parse_args()
if asked.command == "serve":
    ThreadingHTTPServer(("127.0.0.1", asked.port), Answers).serve_forever()
elif asked.command == "note":
    Path("notes.txt").write_text((asked.text + "\\n") * asked.count)
    print("noted", asked.count)
elif asked.command == "sum":
    try:
        print(len(Path(asked.file).read_text()))
    except OSError as error:
        sys.exit(f"shop: {error.strerror}")
else:
    sys.exit(3)
"""
CONFIGURATION = """[product.commands]
shop = "{tree}/bin/todo"
silent = "/usr/bin/test"
[product.services.web]
run = "{tree}/bin/todo serve"
ready = "http://127.0.0.1:8000/openapi.json"
"""
IDS = [
    "API-CREATE-ORDER",
    "API-GET-ORDER",
    "CLI-SHOP",
    "CLI-SHOP-NOTE",
    "CLI-SHOP-SERVE",
    "CLI-SHOP-SUM",
    "CLI-SHOP-WAIT",
]
BOTH = ("golden", "record", "--from-openapi", "/openapi.json", "--from-help", "shop")


def fresh(room: Path) -> CardProject:
    project = CardProject.create(room, {}, script=SHOP, configuration=CONFIGURATION)
    return replace(project, variables={"CI": ""})


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[CardProject, Done]:
    """The product with all that is proposed for it recorded once, and what was printed then."""
    project = fresh(tmp_path_factory.mktemp("proposed"))
    return project, project.harness(*BOTH)


@pytest.fixture
def project(recorded: tuple[CardProject, Done], tmp_path: Path) -> CardProject:
    """A copy of it that a test may change."""
    shutil.copytree(recorded[0].folder, tmp_path / "project", symlinks=True)
    return replace(recorded[0], folder=tmp_path / "project")


def names(project: CardProject, suffix: str) -> list[str]:
    return sorted(path.stem.upper() for path in (project.folder / "golden").glob(f"*{suffix}"))


@pytest.mark.long
def test_a_product_without_cases_gets_one_for_each_operation_and_sub_command(
    recorded: tuple[CardProject, Done],
) -> None:
    project, done = recorded
    assert done.code == 0, done
    assert names(project, ".md") == names(project, ".golden") == IDS
    assert "API-GET-ORDER: wrote golden/api-get-order.md and golden/API-GET-ORDER.golden" in done.out
    assert "  masked by uuids: " in done.out


def test_what_cannot_be_carried_out_is_listed_and_not_written(recorded: tuple[CardProject, Done]) -> None:
    _, done = recorded
    assert "left out: GET /gone: Steps 1: " in done.out
    assert "left out: PUT /photo: /openapi.json:" in done.out
    assert "no step sends a body of the kind 'image/png'" in done.out


def test_good_input_that_is_not_taken_is_pointed_out(recorded: tuple[CardProject, Done]) -> None:
    _, done = recorded
    assert "look at CLI-SHOP-WAIT, what was meant as good input is not taken: exit code 3" in done.out
    assert "look at CLI-SHOP-SERVE, what was meant as good input is not taken: it crashed: " in done.out
    assert "look at API-" not in done.out


def test_the_steps_make_what_they_need_and_keep_its_id(recorded: tuple[CardProject, Done]) -> None:
    text = (recorded[0].folder / "golden/api-get-order.md").read_text()
    assert "# Show an order\n" in text
    assert "redact: [uuids]" in text
    assert '1. Send `POST /orders` with JSON `{"customer": "text"}`.\n2. Keep `id` as `{order}`.' in text
    snapshot = (recorded[0].folder / "golden/API-GET-ORDER.golden").read_text()
    assert '"customer": "Text"' in snapshot
    assert "status = 404" in snapshot


def test_what_was_proposed_passes_and_a_changed_product_is_caught(project: CardProject) -> None:
    done = project.harness("golden", "check")
    assert done.code == 0, done
    assert "7 golden cases: 7 same" in done.out
    project.write("bin/todo", SHOP.replace(".title()", ".upper()").replace('"noted", asked', '"kept", asked'))
    (project.folder / "bin/todo").chmod(0o755)
    done = project.harness("golden", "check", "API-GET-ORDER", "CLI-SHOP-NOTE", "CLI-SHOP-SUM")
    assert done.code == 1, done
    outcomes = {
        line.split()[1]: line.split()[0] for line in done.out.splitlines() if line.startswith(("changed ", "same "))
    }
    assert outcomes == {"API-GET-ORDER": "changed", "CLI-SHOP-NOTE": "changed", "CLI-SHOP-SUM": "same"}


def test_again_only_what_is_new_is_added_and_nothing_is_overwritten(project: CardProject) -> None:
    for name in ("cli-shop-note.md", "CLI-SHOP-NOTE.golden"):
        (project.folder / "golden" / name).unlink()
    own = project.folder / "golden/cli-shop-sum.md"
    own.write_text(own.read_text().replace("The command shop sum", "Ours"))
    before = {path: path.read_bytes() for path in (project.folder / "golden").glob("*.*") if path.suffix != ".jsonl"}
    done = project.harness("golden", "record", "--from-help", "shop")
    assert done.code == 0, done
    assert [line.split(":")[0] for line in done.out.splitlines() if ": wrote " in line] == ["CLI-SHOP-NOTE"]
    assert "4 cases left as they are: CLI-SHOP, CLI-SHOP-SERVE, CLI-SHOP-SUM, CLI-SHOP-WAIT" in done.out
    assert {path: path.read_bytes() for path in before} == before


def test_a_dry_run_shows_the_documents_and_writes_nothing(tmp_path: Path) -> None:
    project = fresh(tmp_path)
    project.write("api.yaml", "openapi: 3.0.0\npaths: {/orders: {get: {}}}\n")
    done = project.harness("golden", "record", "--from-openapi", "api.yaml", "--dry-run")
    assert done.code == 0, done
    assert "<!-- golden/api-get-orders.md -->\n---\nid: API-GET-ORDERS\n" in done.out
    assert not (project.folder / "golden").exists()
    assert project.runs() == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "error: nothing is named\n"),
        (("--dry-run", "x"), "error: `--dry-run` shows what is proposed\n"),
        (("--from-openapi", "none.yaml"), "error: 'none.yaml' is not a file\n"),
        (("--from-openapi", "broken.yaml"), "broken.yaml:2: error GOLD203: the description has no operation\n"),
        (("--from-openapi", "/orders/1"), "error: the product answers `GET /orders/1` with 404, and no description\n"),
        (("--from-openapi", "http://127.0.0.1:9/a?key=secret"), "error: 'http://127.0.0.1:9/a' cannot be fetched: "),
        (("--from-help", "ls"), "error: `ls` is not a command of the product\n"),
        (("--from-help", "'"), "error: `'` is not a command line: No closing quotation\n"),
        (("--from-help", ""), "error: nothing is named\n"),
        (("--from-help", "silent"), "error: `silent --help` tells nothing that could be read as help\n"),
    ],
)
def test_what_is_no_source_is_refused(project: CardProject, arguments: tuple[str, ...], told: str) -> None:
    project.write("broken.yaml", "openapi: 3.0.0\npaths: {}\n")
    done = project.harness("golden", "record", *arguments)
    assert done.code == 2, done
    assert done.err.startswith(told)
    assert "Traceback" not in done.err
    assert "secret" not in done.err
    assert names(project, ".md") == IDS


def test_nothing_is_proposed_in_ci(project: CardProject) -> None:
    done = project.harness(*BOTH, CI="true")
    assert done.code == 2, done
    assert done.err.startswith("error: nothing is recorded in CI\n")


def test_a_path_of_a_product_without_services_is_refused(tmp_path: Path) -> None:
    project = CardProject.create(tmp_path, {})
    done = project.harness("golden", "record", "--from-openapi", "/openapi.json", CI="")
    assert done.code == 2, done
    assert "the product has no service that could answer it" in done.err
