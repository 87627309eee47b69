"""Ending the harness while cards run: everything in the cells ends with it, and what was finished is kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness.domain.verdicts import Isolation
from tests.attacks.arena import Project, step

pytestmark = [pytest.mark.requires_cell, pytest.mark.requires_git]

ROOT = Path(__file__).parents[2]
SLOW = """
import os, signal, subprocess, time
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
subprocess.Popen(['sleep', '600'], start_new_session=True)
open('/home/user/mine' if os.path.isdir('/product') else 'mine', 'w').close()
time.sleep(600)
"""


def harness(project: Project, *arguments: str) -> subprocess.Popen[bytes]:
    """The command as a user runs it, in a process group of its own as a terminal would have it."""
    project.commit()
    return subprocess.Popen(
        [sys.executable, "-m", "harness", "run-cards", *arguments],
        cwd=project.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def with_a_slow_card(project: Project) -> None:
    project.command("shop", SLOW)
    project.card(step("Run `stock`.", "It succeeds."), id="A-QUICK")
    project.card(step("Run `shop | cat`.", "It succeeds."), id="B-SLOW")


def await_slow_card(project: Project, running: subprocess.Popen[bytes]) -> None:
    while running.poll() is None:
        for log in project.root.glob(".harness/runs/*/events.jsonl"):
            if '"card":"B-SLOW"' in (text := log.read_text()) and "step-started" in text.split('"card":"B-SLOW"', 1)[1]:
                time.sleep(0.2)
                return
        time.sleep(0.02)
    raise AssertionError(running.communicate()[0].decode())


@pytest.mark.parametrize("level", ["cell", "sandbox", "export"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_ends_all_and_keeps_what_was_finished(
    project: Project, level: str, number: signal.Signals
) -> None:
    with_a_slow_card(project)
    running = harness(project, "--isolation", level, "-j", "1")
    await_slow_card(project, running)
    os.killpg(running.pid, number)
    output = running.communicate(timeout=60)[0].decode()
    assert running.returncode == 4, output
    assert "Traceback" not in output
    (record,) = project.root.glob(".harness/runs/*/run.json")
    run = json.loads(record.read_text())
    assert run["interrupted"] is True
    assert [(card["id"], card["state"]) for card in run["cards"]] == [("A-QUICK", "pass"), ("B-SLOW", "inconclusive")]
    assert "interrupted" in run["cards"][1]["reason"]


@pytest.mark.parametrize("level", ["cell", "sandbox", "export"])
def test_a_harness_that_is_killed_takes_its_processes_along_and_the_next_run_its_files(
    project: Project, level: str
) -> None:
    with_a_slow_card(project)
    running = harness(project, "--isolation", level, "-j", "1")
    await_slow_card(project, running)
    running.kill()
    running.communicate(timeout=60)
    project.command("shop", "print('sold')")
    project.run(Isolation(level)).passed()


def test_an_interrupt_during_setup_leaves_nothing(project: Project) -> None:
    project.setup = ["touch begun; sleep 600 & sleep 600"]
    project.card(step("Run `stock`.", "It succeeds."))
    running = harness(project)
    while not list(Path(os.environ["XDG_CACHE_HOME"]).glob("harness/trees/*/tree/begun")):
        assert running.poll() is None, running.communicate()[0].decode()
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)
    output = running.communicate(timeout=60)[0].decode()
    assert running.returncode == 4, output
    assert "Traceback" not in output


def test_two_runs_at_once_in_one_project_do_not_meet(project: Project) -> None:
    project.service(
        "import socket, time\ns = socket.create_server(('127.0.0.1', 8000))\nprint('READY', flush=True)\ntime.sleep(60)"
    )
    project.card(step("Run `stock`.", 'You see "1 left".'))
    runs = [harness(project) for _ in range(2)]
    outputs = [run.communicate(timeout=60)[0].decode() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    assert len(list(project.root.glob(".harness/runs/*/run.json"))) == 2
