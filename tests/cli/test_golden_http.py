"""Golden cases of a service: status, headers and body are recorded and compared leaf by leaf, through real requests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import goldens
from tests.support.goldens import check, copy_of, results
from tests.support.projects import CardProject

pytestmark = [pytest.mark.requires_git, pytest.mark.requires_cell]

SERVER = """#!/usr/bin/env python3
import json, uuid
from http.server import BaseHTTPRequestHandler, HTTPServer
class Shop(BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.path == "/items"
        items = [{"id": str(uuid.uuid4()), "name": "milk", "price": 1.50}]
        body = json.dumps({"items": items} if known else {"error": "not found"}).encode()
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *told): pass
HTTPServer(("127.0.0.1", 8000), Shop).serve_forever()
"""
CONFIGURATION = """[product.services.web]
run = "{tree}/bin/todo"
ready = "http://127.0.0.1:8000/items"
"""
CASE = """---
id: ITEMS
surface: http
---
# List what there is

## Steps
1. Send `GET /items`.

## Bad input
1. Send `GET /nowhere`.
"""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> CardProject:
    made = goldens.project(tmp_path_factory.mktemp("http"), {"items.md": CASE}, SERVER, CONFIGURATION)
    done = made.harness("golden", "record", "golden")
    assert done.code == 0, done
    return made


def test_an_answer_is_recorded_with_status_headers_and_canonical_body(recorded: CardProject) -> None:
    text = (recorded.folder / "golden/ITEMS.golden").read_text()
    assert "status = 200\nheader content-type = application/json\nbody, JSON:\n" in text
    assert '"id": "<uuid#1>",' in text
    assert '"price": 1.5' in text
    assert "status = 404" in text
    assert "redact: [uuids]" in (recorded.folder / "golden/items.md").read_text()


def test_a_changed_answer_is_told_leaf_by_leaf(recorded: CardProject, tmp_path: Path) -> None:
    made = copy_of(recorded, tmp_path)
    goldens.change(made, '"price": 1.50', '"price": "1.50", "sold": 0')
    goldens.change(made, "else 404", "else 410")
    done = check(made)
    assert done.code == 1, done
    told = {(one["place"], one["leaf"]): one["kind"] for one in results(done)["ITEMS"]["differences"]}
    assert told == {
        ("Steps 1", "body / items / 0 / price"): "type",
        ("Steps 1", "body / items / 0 / sold"): "added",
        ("Bad input 1", "status"): "value",
    }
    assert made.harness("verify-run").code == 0


def test_a_service_that_does_not_come_up_is_undecided_and_not_a_change(recorded: CardProject, tmp_path: Path) -> None:
    made = copy_of(recorded, tmp_path)
    made.write("bin/todo", "#!/bin/sh\nexit 3\n")
    done = check(made)
    assert done.code == 4, done
    assert results(done)["ITEMS"]["outcome"] == "undecided"
    assert json.loads((made.runs()[-1] / "run.json").read_text())["golden"]["cases"][0]["reason"]
