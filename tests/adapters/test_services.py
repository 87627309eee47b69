"""Services come up before a card, are waited for, leave their logs, and say how they ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.adapters import services as services_module
from harness.adapters.cell.plan import Cell
from harness.adapters.services import RunningService, origin_of, start_services
from harness.domain.configuration import Service
from harness.errors import MachineError
from tests.support.grounds import cell_of, product

pytestmark = pytest.mark.requires_cell

WEB = """#!/usr/bin/env python3
import sys, time
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    asked = 0
    def do_GET(self):
        Handler.asked += 1
        status = 503 if self.path == "/soon" and Handler.asked < 3 else 404 if self.path == "/never" else 200
        self.send_response(status)
        self.end_headers()
        if self.path == "/die":
            raise SystemExit(7)

time.sleep(float(sys.argv[2]))
server = HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
try:
    server.serve_forever()
except SystemExit as end:
    print("dying as asked", flush=True)
    sys.exit(end.code)
"""
TALK = """#!/bin/sh
echo "$1"; echo "$2" >&2; sleep "${3:-600}"; exit 5
"""
Start = Callable[..., list[RunningService]]


@pytest.fixture
def cell(tmp_path: Path) -> Iterator[Cell]:
    with cell_of(product(tmp_path, {"web.py": WEB, "talk": TALK, "broken": "#!/no/such/interpreter\n"})) as cell:
        yield cell


@pytest.fixture
def start(cell: Cell, tmp_path: Path) -> Start:
    def started(seconds: float = 60.0, **services: Service) -> list[RunningService]:
        return start_services(cell, services, tmp_path / "logs", time.monotonic() + seconds)

    return started


def web(path: str = "/", delay: float = 0, port: int = 8000, seconds: float = 60.0) -> Service:
    run = f"python3 {{tree}}/web.py {port} {delay}"
    return Service(run=run, ready=f"http://127.0.0.1:{port}{path}", seconds=seconds)


def logged(log: Path, text: str, times: int = 1) -> bool:
    """Whether a log comes to hold a text so often: what a service prints takes a moment to get there."""
    for _ in range(200):
        if log.read_text().count(text) == times:
            return True
        time.sleep(0.05)
    return False


def nobody_answers(cell: Cell) -> bool:
    """Whether port 8000 is closed, or soon is: a service that is stopped takes a moment to let go of it."""
    for _ in range(200):
        try:
            cell.product.connect("127.0.0.1", 8000, 1.0).close()
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_a_service_is_waited_for_until_its_address_answers(start: Start) -> None:
    (running,) = start(web=web(delay=0.3))
    assert running.ended() is None


def test_an_error_status_is_not_yet_ready(start: Start, tmp_path: Path) -> None:
    start(web=web("/soon"))
    assert logged(tmp_path / "logs/web.log", "GET /soon", times=3)


def test_localhost_and_a_question_belong_to_an_address(start: Start, tmp_path: Path) -> None:
    start(web=Service(run="python3 {tree}/web.py 8000 0", ready="http://localhost:8000/a?b=c"))
    assert logged(tmp_path / "logs/web.log", "GET /a?b=c")


def test_a_service_is_waited_for_until_it_prints_a_line(start: Start, tmp_path: Path) -> None:
    for number, words in enumerate((("now listening", "x"), ("x", "now listening"))):
        run = f"{{tree}}/talk '{words[0]}' '{words[1]}'"
        start(**{f"talk{number}": Service(run=run, ready="listening")})
        assert "now listening" in (tmp_path / f"logs/talk{number}.log").read_text()


def test_a_service_that_says_nothing_of_being_ready_is_so_at_once(start: Start) -> None:
    (running,) = start(quiet=Service(run="{tree}/talk a b"))
    assert running.ended() is None


def test_several_services_come_up_side_by_side(start: Start) -> None:
    running = start(
        first=web(port=8001, delay=0.4), second=web(port=8002), third=Service(run="{tree}/talk a b", ready="b")
    )
    assert [service.name for service in running] == ["first", "second", "third"]
    assert not any(service.ended() for service in running)


def test_one_that_answers_something_else_where_it_should_be_ready_is_told_so(start: Start) -> None:
    with pytest.raises(MachineError, match="/never` was answered with status 404") as failure:
        start(web=web("/never", seconds=4.0))
    assert failure.value.hint == "check `ready` in [product.services.web]"


@pytest.mark.parametrize(
    ("run", "ended"), [("{tree}/talk last words 0", "exit code 5"), ("sh -c 'kill -SEGV $$'", "signal 11")]
)
def test_one_that_ends_before_it_is_ready_says_how_and_its_last_words(start: Start, run: str, ended: str) -> None:
    with pytest.raises(MachineError) as failure:
        start(early=Service(run=run, ready="never printed"))
    assert failure.value.what.splitlines()[0].startswith(f"service `early` ended with {ended}")
    if "words" in run:
        assert failure.value.what.splitlines()[-2:] == ["  last", "  words"]


@pytest.mark.parametrize(
    "service", [web("/never", seconds=0.5), Service(run="{tree}/talk hello you", ready="x", seconds=0.5)]
)
def test_one_that_is_not_ready_in_time_says_so_and_its_last_words(start: Start, service: Service) -> None:
    with pytest.raises(MachineError, match="service `late` was not ready in time"):
        start(late=service)


def test_nobody_waits_longer_than_the_card_may_take(start: Start) -> None:
    with pytest.raises(MachineError, match="was not ready in time"):
        start(0.3, late=Service(run="{tree}/talk a b", ready="never"))


def test_when_one_does_not_come_up_the_others_are_stopped(start: Start, cell: Cell) -> None:
    with pytest.raises(MachineError):
        start(good=web(), bad=Service(run="{tree}/talk a b 0", ready="never"))
    assert nobody_answers(cell)


@pytest.mark.parametrize("run", ["{tree}/broken", "{tree}/missing", "nosuchprogram"])
def test_one_that_cannot_be_run_is_named_with_its_place_in_the_configuration(start: Start, run: str) -> None:
    with pytest.raises(MachineError, match="service `odd` cannot be run as") as refusal:
        start(odd=Service(run=run))
    assert "[product.services.odd]" in refusal.value.hint


def test_one_that_ends_later_says_how_and_its_last_words(start: Start, cell: Cell) -> None:
    (running,) = start(web=web())
    with cell.product.connect("127.0.0.1", 8000, 5.0) as peer:
        peer.sendall(b"GET /die HTTP/1.0\r\n\r\n")
        while peer.recv(1000):
            pass
    for _ in range(500):
        if ended := running.ended():
            break
        time.sleep(0.02)
    assert ended is not None
    assert (ended.service, ended.status) == ("web", 7)
    assert ended.last_words.splitlines()[-1] == "dying as asked"


def test_a_stopped_service_is_gone(start: Start, cell: Cell) -> None:
    (running,) = start(web=web())
    running.close()
    assert nobody_answers(cell)


def test_a_service_that_prints_without_end_fills_neither_memory_nor_disk(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services_module, "MOST_LOG", 100_000)
    (running,) = start(loud=Service(run="sh -c 'yes | head -c 3000000; echo done; sleep 600'"))
    log = tmp_path / "logs/loud.log"
    for _ in range(500):
        if log.exists() and log.stat().st_size >= 100_000:
            break
        time.sleep(0.02)
    assert running.ended() is None
    assert log.stat().st_size == 100_000


def test_without_services_nothing_is_made(start: Start, tmp_path: Path) -> None:
    assert start() == []
    assert not (tmp_path / "logs").exists()


def test_bare_paths_belong_to_the_first_service_with_an_address() -> None:
    services = {
        "a": Service(run="a"),
        "b": Service(run="b", ready="up"),
        "c": web("/x/y?z", port=81),
        "d": web(port=82),
    }
    assert origin_of(services) == "http://127.0.0.1:81"
    assert origin_of({"a": services["a"], "b": services["b"]}) is None
