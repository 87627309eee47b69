"""Programs that ask: a real terminal in a real cell, seen as a screen, recorded so that it plays."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.adapters.cell.levels import open_cell
from harness.adapters.records import Recorder
from harness.adapters.sessions import CardSession, OpenCells, open_session
from harness.domain.actions import RunCommand, SendKeys, StartProgram
from harness.domain.observations import ProductCall, ScreenObservation
from harness.domain.verdicts import Isolation
from tests.support.grounds import CARD, product

pytestmark = [pytest.mark.requires_cell]

PYTHON = "#!/usr/bin/python3\n"
SCRIPTS = {
    "ask": PYTHON + "name = input('Your name? ')\nprint('Hello', name)\n",
    "secret": PYTHON + "import getpass\nprint('length', len(getpass.getpass('Password: ')))\n",
    "menu": PYTHON + "import curses\ndef main(screen):\n"
    "    at = 0\n"
    "    while True:\n"
    "        screen.clear()\n"
    "        for n, word in enumerate(('tea', 'milk')):\n"
    "            screen.addstr(n, 0, ('> ' if n == at else '  ') + word)\n"
    "        key = screen.getch()\n"
    "        if key == curses.KEY_DOWN: at = 1\n"
    "        elif key == ord('q'): return\n"
    "curses.wrapper(main)\n",
    "endless": "#!/bin/sh\necho begun\nexec sleep 600\n",
    "flood": PYTHON + "import sys\nwhile True: sys.stdout.write('x' * 65536)\n",
    "size": "#!/bin/sh\nstty size\nexit 3\n",
    "escapes": PYTHON
    + "import sys\nsys.stdout.write('\\x1b]0;title\\x07\\x1b]52;c;aGFjaw==\\x07\\x1b[99999999;99999999H"
    "\\x1b[38;5;m\\x1b[?1049h\\x1b[999999999b\\x1b[?' + '1;' * 5000 + 'h\\x1b(X\\x1b[c\\nstill here\\n')\n",
}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[CardSession]:
    plan = product(tmp_path, SCRIPTS)
    cells = OpenCells(lambda: open_cell(Isolation.CELL, plan))
    with Recorder(tmp_path) as recorder, open_session(cells, recorder.attempt(CARD, 1), {}, 60.0) as opened:
        yield opened


def start(session: CardSession, command: str, **size: int) -> ScreenObservation:
    seen = session.perform(StartProgram(command=command, **size))
    assert isinstance(seen, ScreenObservation)
    return seen


def keys(session: CardSession, text: str = "") -> ScreenObservation:
    seen = session.perform(SendKeys(text=text))
    assert isinstance(seen, ScreenObservation)
    return seen


def until(session: CardSession, words: str) -> ScreenObservation:
    for _ in range(100):
        seen = keys(session)
        if words in seen.screen:
            return seen
        time.sleep(0.05)
    raise AssertionError(seen.screen)


def ended(session: CardSession) -> ScreenObservation:
    for _ in range(100):
        seen = keys(session)
        if not seen.running:
            return seen
        time.sleep(0.05)
    raise AssertionError("still running")


@pytest.mark.parametrize("command", ["ask", "ask; true", "cat /dev/null; ask"])
def test_a_program_that_asks_is_answered(session: CardSession, command: str) -> None:
    first = start(session, command)
    assert first.running
    assert "Your name?" in (first.screen or until(session, "Your name?").screen)
    seen = keys(session, "Ada\n")
    seen = seen if not seen.running else ended(session)
    assert "Hello Ada" in seen.screen
    assert (seen.exit_code, seen.running) == (0, False)


def test_a_product_that_was_called_directly_is_noted_when_it_has_ended(session: CardSession) -> None:
    start(session, "ask")
    seen = keys(session, "Ada\n")
    calls = seen.calls or ended(session).calls
    assert calls == (ProductCall(name="ask", arguments=(), status=0),)


def test_a_password_is_not_recorded(session: CardSession) -> None:
    start(session, "secret")
    until(session, "Password:")
    seen = keys(session, "hunter22\n")
    assert seen.typed == "\u2022" * 4
    assert "length 8" in (seen.screen if not seen.running else ended(session).screen)
    session.close()
    folder = session.ground.recorder.folder
    for path in folder.rglob("*"):
        assert not path.is_file() or b"hunter22" not in path.read_bytes()


def test_a_menu_is_drawn_and_follows_the_keys(session: CardSession) -> None:
    start(session, "menu")
    assert "> tea" in until(session, "> tea").screen
    keys(session, "\x1bOB")
    until(session, "> milk")
    keys(session, "q")
    assert ended(session).exit_code == 0


def test_an_interrupt_ends_a_program(session: CardSession) -> None:
    start(session, "endless")
    until(session, "begun")
    keys(session, "\x03")
    seen = ended(session)
    assert (seen.signal, seen.exit_code) == (2, None)


def test_the_terminal_has_the_size_that_was_asked_for(session: CardSession) -> None:
    start(session, "size", columns=70, rows=20)
    seen = ended(session)
    assert "20 70" in seen.screen
    assert seen.exit_code == 3


def test_a_flood_is_stopped(session: CardSession) -> None:
    start(session, "flood")
    for _ in range(100):
        seen = keys(session)
        if seen.stopped:
            break
    assert seen.stopped == "printed more than 16 MiB"
    assert len(seen.output) <= 4 << 20


def test_hostile_sequences_do_no_harm(session: CardSession) -> None:
    start(session, "escapes")
    assert ended(session).exit_code == 0


def test_one_program_at_a_time(session: CardSession) -> None:
    assert keys(session, "x").problem == "no program was started"
    start(session, "endless")
    second = start(session, "ask")
    assert second.problem == "`endless` is still running: end it first"
    assert not second.running


def test_other_commands_go_on_beside_a_program(session: CardSession) -> None:
    start(session, "endless")
    seen = session.perform(RunCommand(command="size"))
    assert seen.kind == "command"


def test_the_recording_plays(session: CardSession) -> None:
    start(session, "ask")
    until(session, "Your name?")
    keys(session, "Ada\n")
    ended(session)
    start(session, "size")
    ended(session)
    session.close()
    folder = session.ground.recorder.folder
    header, *events = [json.loads(line) for line in (folder / "terminal.cast").read_text().splitlines()]
    assert (header["version"], header["width"], header["height"]) == (2, 100, 30)
    assert [kind for _, kind, _ in events].count("i") == 1
    assert "Hello Ada" in "".join(text for _, kind, text in events if kind == "o")
    assert [at for at, _, _ in events] == sorted(at for at, _, _ in events)
    assert (folder / "terminal-2.cast").is_file()


def test_a_screen_is_read_back_as_it_was_recorded(session: CardSession) -> None:
    start(session, "ask")
    seen = until(session, "Your name?")
    assert session.ground.recorder.observation(seen.id) == seen
