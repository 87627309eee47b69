"""Products that take too much, never end, outlive themselves or kill what they see: bounded, named, and gone afterwards."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ElementTree

import pytest

from harness.app.reports import Look, rendered
from harness.domain.verdicts import Cause, Isolation
from tests.attacks.arena import Project, step, user_runs

pytestmark = [pytest.mark.requires_cell, pytest.mark.requires_git]

EVERYWHERE = [Isolation.CELL, Isolation.SANDBOX, Isolation.EXPORT]
CONFINED = [Isolation.CELL, Isolation.SANDBOX]

DAEMONS = """
import os, signal, subprocess, sys, time

def daemon(deed):
    if os.fork():
        return
    os.setsid()
    if os.fork():
        os._exit(0)
    for descriptor in (0, 1, 2):
        os.close(descriptor)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    deed()

def breed():
    while True:
        if os.fork() == 0:
            os.setsid()
            time.sleep(0.2)
            os.fork() and os._exit(0)

daemon(lambda: time.sleep(600))
subprocess.Popen(['nohup', 'sleep', '600'], start_new_session=True)
subprocess.Popen("trap '' TERM HUP INT; sleep 600 & sleep 600", shell=True)
print('sold', flush=True)
"""


@pytest.mark.parametrize("level", EVERYWHERE)
def test_daemons_end_with_the_card(project: Project, level: Isolation) -> None:
    project.command("shop", DAEMONS)
    project.card(step("Run `shop`.", "It succeeds.", 'You see "sold".'), step("Run `shop &`.", "It succeeds."))
    project.run(level).passed()


@pytest.mark.long
def test_a_child_that_keeps_the_output_open_does_not_keep_the_card(project: Project) -> None:
    project.command("shop", "import subprocess\nsubprocess.Popen(['sleep', '600'])\nprint('sold')")
    project.card(step("Run `shop`.", "It succeeds.", 'You see "sold".'), step("Run `shop | cat`.", 'You see "sold".'))
    project.seconds = 5
    outcome = project.run()
    assert outcome.attempt.steps[0].verdict == "pass", outcome.explained()
    assert outcome.attempt.seconds < 60


FILL = """
import errno, os

def filled(folder):
    try:
        with open(os.path.join(folder, 'full'), 'wb', buffering=0) as file:
            for _ in range(1000):
                file.write(bytes(1 << 20))
    except OSError as error:
        return error.errno in (errno.ENOSPC, errno.EFBIG, errno.EACCES, errno.EPERM)
    return False

places = [place for place in PLACES if os.path.isdir(place)]
for folder, folders, names in os.walk('/'):
    folders[:] = [name for name in folders if os.path.join(folder, name) not in ('/usr', '/proc')]
    if os.access(folder, os.W_OK) and not any(os.path.samefile(folder, place) for place in places):
        places.append(folder)
print('places', places)
assert all([filled(place) for place in places])
"""


def test_every_place_that_can_be_written_to_is_bounded_by_one_disk(project: Project) -> None:
    project.command("shop", FILL.replace("PLACES", "['/product', '/home/user', '/tmp', '/dev/shm']"))
    total = """
total = sum(os.stat(os.path.join(folder, 'full')).st_size for folder in places[:3])
assert total <= 600 << 20, total
for place in places[:3]:
    os.remove(os.path.join(place, 'full'))
"""
    project.card(
        *user_runs(FILL.replace("PLACES", "['/home/user', '/tmp', '/dev/shm']") + total),
        step("Run `shop`.", "It succeeds."),
    )
    outcome = project.run(Isolation.CELL).passed()
    assert "places ['/home/user', '/tmp', '/dev/shm', '/dev/pts']" in outcome.output


@pytest.mark.long
def test_more_files_than_any_product_needs_are_refused(project: Project) -> None:
    project.command(
        "shop",
        "import errno\n"
        "try:\n"
        "    for number in range(10 ** 6):\n"
        "        open(f'/tmp/{number}', 'x').close()\n"
        "except OSError as error:\n"
        "    assert error.errno == errno.ENOSPC\n"
        "    print('refused')\n",
    )
    project.card(step("Run `shop`.", 'You see "refused".'))
    project.run(Isolation.CELL).passed()


BOMB = "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass\n"


def test_a_fork_bomb_fails_the_product_and_ends_with_the_card(project: Project) -> None:
    project.command("shop", BOMB)
    project.card(step("Run `shop`.", "It succeeds."), step("Run `stock`.", "It succeeds."))
    project.seconds = 2
    project.run(Isolation.CELL).failed(Cause.PRODUCT, "still running after")


@pytest.mark.long
def test_two_gigabytes_of_output_are_cut_short(project: Project) -> None:
    project.command("shop", "import os, sys\nwhile True: os.write(int(sys.argv[1]), b'0123456789abcde\\n' * 65536)")
    project.card(step("Run `shop 1`.", "It succeeds."))
    project.run().failed(Cause.PRODUCT, "printed more than 16 MiB")
    project.card(step("Run `shop 2`.", "It succeeds."))
    project.run().failed(Cause.PRODUCT, "printed more than 16 MiB")


def test_a_line_without_end_is_cut_short(project: Project) -> None:
    project.command("shop", "import os\nwhile True: os.write(1, b'x' * 65536)")
    project.card(step("Run `shop`.", "It succeeds.", 'You see "sold".'))
    project.run().failed(Cause.PRODUCT, "printed more than 16 MiB")


def test_two_streams_that_take_turns_byte_by_byte_are_read_to_the_end(project: Project) -> None:
    project.command(
        "shop", "import os\nfor _ in range(60_000):\n    os.write(1, b'o')\n    os.write(2, b'e')\nprint('\\nsold')"
    )
    project.card(step("Run `shop`.", "It succeeds.", 'You see "sold".'))
    project.run().passed()


def test_a_memory_hog_is_refused_more_and_goes_before_anything_of_the_host(project: Project) -> None:
    project.command(
        "shop",
        "print('first to go', open('/proc/self/oom_score_adj').read())\n"
        "import mmap\n"
        "try:\n"
        "    mmap.mmap(-1, 1 << 40, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)\n"
        "except OSError:\n"
        "    print('refused')\n",
    )
    project.card(step("Run `shop`.", 'You see "refused".', 'You see "first to go 1000".'))
    project.run().passed()


KILL_ALL = """
import os, signal
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV, signal.SIGSTOP, signal.SIGKILL):
    for pid in (1, -1):
        try:
            os.kill(pid, number)
        except OSError:
            pass
"""


@pytest.mark.parametrize("level", CONFINED)
def test_a_product_that_kills_everything_in_sight_hits_nothing_of_ours(project: Project, level: Isolation) -> None:
    project.command("shop", KILL_ALL + "print('alone')")
    project.card(step("Run `shop`.", 'You see "alone".'), step("Run `stock`.", 'You see "1 left".'))
    project.run(level).passed()


def test_a_user_that_kills_everything_in_sight_hits_nothing_of_ours(project: Project) -> None:
    project.card(*user_runs(KILL_ALL.replace("(1, -1)", "(1,)")), step("Run `stock | cat`.", 'You see "1 left".'))
    project.run(Isolation.CELL).passed()


def test_a_product_that_kills_its_own_service_fails(project: Project) -> None:
    project.service("import time\nprint('READY')\ntime.sleep(60)\n")
    project.command("shop", KILL_ALL + "print('alone')")
    project.card(step("Run `shop`.", 'You see "alone".'))
    project.run().failed(Cause.PRODUCT, "services-alive", "`web`", "SIG")


NASTY = (
    r"import sys; sys.stdout.buffer.write(b'sold\n\x1b]0;title\x07\x1b[2J\x1b[31mred\x1b[0m\x00nul\xff\xfe\r\x08\x9b'"
    r"b' ]]> <script>alert(1)</script> \xef\xbf\xbf \xe2\x80\xae rtl\n')"
)


def test_escapes_nul_and_broken_text_stay_harmless_in_record_and_reports(project: Project) -> None:
    project.command("shop", NASTY)
    project.card(step("Run `shop`.", 'You see "sold".', 'You see "bought".'))
    outcome = project.run().failed(Cause.PRODUCT, "bought")
    names = ("terminal", "markdown", "junit", "json", "html")
    run, folder = outcome.finished.run, outcome.finished.folder
    reports = {name: rendered(run, folder, name, Look(width=100)) for name in names}
    for name, text in reports.items():
        assert not {"\x1b", "\0", "\x07", "\x08", "\x9b", "\u202e"} & set(text), name
        text.encode()
    assert "<script>alert" not in reports["html"]
    ElementTree.fromstring(reports["junit"])
    json.loads(reports["json"])
    for line in (outcome.finished.folder / "events.jsonl").read_text().splitlines():
        json.loads(line)


HANGS = {
    "a command that never ends": "import time\ntime.sleep(600)",
    "one that takes no notice of signals": (
        "import signal, time\n"
        "for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}: signal.signal(number, signal.SIG_IGN)\n"
        "time.sleep(600)"
    ),
    "one that closes its output": "import os, time\nos.close(1)\nos.close(2)\ntime.sleep(600)",
    "one that stops itself": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "one that waits for input": "import signal\nsignal.pause()",
}


@pytest.mark.parametrize("hang", HANGS)
def test_a_command_that_does_not_end_fails_in_time(project: Project, hang: str) -> None:
    project.command("shop", HANGS[hang])
    project.card(step("Run `shop`.", "It succeeds."))
    project.seconds = 2
    project.run().failed(Cause.PRODUCT, "was stopped: still running after")


def test_a_hanging_command_behind_a_launcher_fails_in_time_too(project: Project) -> None:
    project.command("shop", HANGS["one that takes no notice of signals"])
    project.card(step("Run `shop | cat`.", "It succeeds."))
    project.seconds = 2
    project.run().failed(Cause.PRODUCT, "was stopped: still running after")


def test_a_service_that_is_never_ready_is_the_environments_fault(project: Project) -> None:
    project.service("import time\nprint('not yet')\ntime.sleep(600)\n", seconds=5.0)
    project.card(step("Run `stock`.", "It succeeds."))
    project.run().undecided(Cause.ENVIRONMENT, "service `web` was not ready in time", "not yet")


def test_a_service_that_ends_before_it_is_ready_is_the_environments_fault(project: Project) -> None:
    project.service("print('no such setting')\nraise SystemExit(3)\n")
    project.card(step("Run `stock`.", "It succeeds."))
    project.run().undecided(Cause.ENVIRONMENT, "service `web` ended with exit code 3", "no such setting")


def test_a_service_that_dies_during_the_card_is_the_products_fault(project: Project) -> None:
    project.service(
        "import os, time\nprint('READY', flush=True)\n"
        "while not os.path.exists('/home/user/go'): time.sleep(0.01)\n"
        "print('farewell', flush=True)\nos.abort()\n"
    )
    project.card(
        step("Run `touch go; sleep 0.5`.", "It succeeds."),
        step("Run `stock`.", "It succeeds."),
    )
    project.run().failed(Cause.PRODUCT, "services-alive", "SIGABRT", "farewell")


def test_a_service_that_floods_its_log_is_kept_in_bounds(project: Project) -> None:
    project.service("import os\nprint('READY', flush=True)\nwhile True: os.write(1, b'flood\\n' * 10000)\n")
    project.card(step("Run `sleep 1; stock`.", "It succeeds."))
    outcome = project.run().passed()
    (log,) = outcome.finished.folder.rglob("web.log")
    assert log.stat().st_size <= 16 << 20


SERVER = """
import socket, time
server = socket.create_server(('127.0.0.1', 8000))
print('READY', flush=True)
while True:
    peer = server.accept()[0]
    peer.recv(65536)
    try:
        for part in answer():
            peer.sendall(part)
    except OSError:
        pass
    peer.close()
"""
ANSWERS = {
    "an endless body": (
        "def answer():\n    yield b'HTTP/1.1 200 OK\\r\\n\\r\\n'\n    while True: yield b'x' * 65536\n",
        "the answer is longer than 16 MiB",
    ),
    "a body byte by byte": (
        "def answer():\n    yield b'HTTP/1.1 200 OK\\r\\n\\r\\n'\n"
        "    while True:\n        yield b'x'\n        time.sleep(0.05)\n",
        "did not end in time",
    ),
    "headers byte by byte": (
        "def answer():\n    yield b'HTTP/1.1 200 OK\\r\\nX: '\n    while True:\n        yield b'x'\n        time.sleep(0.05)\n",
        "no answer in time",
    ),
    "chunks whose size comes byte by byte": (
        "def answer():\n    yield b'HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n'\n"
        "    while True:\n        yield b'0'\n        time.sleep(0.05)\n",
        "in time",
    ),
    "huge headers": (
        "def answer():\n    yield b'HTTP/1.1 200 OK\\r\\nX: ' + b'x' * (1 << 20) + b'\\r\\n\\r\\n'\n",
        "got no answer",
    ),
    "very many headers": (
        "def answer():\n    yield b'HTTP/1.1 200 OK\\r\\n'\n    for n in range(100000): yield b'X%d: x\\r\\n' % n\n",
        "got no answer",
    ),
    "no HTTP at all": ("def answer():\n    yield b'\\x00\\xffSSH-2.0\\r\\n' * 100\n", "got no answer"),
    "silence": ("def answer():\n    time.sleep(600)\n    yield b''\n", "no answer in time"),
    "an end at once": ("def answer():\n    return []\n", "got no answer"),
}


@pytest.mark.long
@pytest.mark.parametrize("what", ANSWERS)
def test_a_service_that_answers_badly_fails_the_product_in_time(project: Project, what: str) -> None:
    source, said = ANSWERS[what]
    project.service("import time\n" + source + SERVER)
    project.card(step("Send `GET http://127.0.0.1:8000/`.", 'You see "sold".'))
    project.seconds = 4
    outcome = project.run()
    assert outcome.card.cause == Cause.PRODUCT, outcome.explained()
    assert said in outcome.card.reason, outcome.explained()


@pytest.mark.long
def test_a_service_that_accepts_nobody_does_not_block_what_else_is_asked_of_the_view(project: Project) -> None:
    project.service(
        "import socket, time\nserver = socket.create_server(('127.0.0.1', 8000), backlog=0)\n"
        "mine = [socket.socket() for _ in range(5)]\n"
        "for peer in mine:\n    peer.setblocking(False)\n    peer.connect_ex(('127.0.0.1', 8000))\n"
        "print('READY', flush=True)\ntime.sleep(600)\n"
    )
    project.card(step("Send `GET http://127.0.0.1:8000/`.", "The status is 200."))
    project.seconds = 4
    project.run().failed(Cause.PRODUCT, "got no answer")


@pytest.mark.parametrize("level", CONFINED)
def test_several_cards_at_a_time_use_the_same_port(project: Project, level: Isolation) -> None:
    project.service("import time\ndef answer():\n    yield b'HTTP/1.1 200 OK\\r\\n\\r\\nsold'\n" + SERVER)
    for number in range(4):
        project.card(step("Send `GET http://127.0.0.1:8000/`.", 'You see "sold".'), id=f"PORT-{number}")
    assert len(project.run(level, workers=4).passed().cards) == 4


def test_a_very_deep_and_locked_folder_is_removed_with_the_copy(project: Project) -> None:
    project.command(
        "shop",
        "import os\n"
        "for _ in range(2000):\n    os.mkdir('deep')\n    os.chdir('deep')\n"
        "open('file', 'w').close()\nos.chmod('.', 0)\nos.mkdir('/home/user/locked')\nos.chmod('/home/user/locked', 0)\n"
        "print('deep')",
    )
    project.card(step("Run `shop`.", 'You see "deep".'))
    project.run(Isolation.SANDBOX).passed()


def test_links_pipes_and_sockets_left_at_home_mislead_nobody(project: Project) -> None:
    secret = os.path.join(os.environ["HOME"], "secret")
    with open(secret, "w") as file:
        file.write("of-the-host")
    project.command(
        "shop",
        "import os, socket\n"
        f"os.symlink({secret!r}, 'link')\nos.mkfifo('pipe')\nsocket.socket(socket.AF_UNIX).bind('socket')\n"
        "os.symlink('/proc/1/environ', 'environ')\nos.symlink('/dev/zero', 'zero')\nos.symlink('loop', 'loop')\nprint('laid')",
    )
    files = ("link", "pipe", "socket", "environ", "zero", "loop")
    project.card(
        step("Run `shop`.", 'You see "laid".'),
        *(step("Run `stock`.", f'The file `{name}` contains "of-the-host".') for name in files),
    )
    outcome = project.run(Isolation.CELL)
    assert [one.verdict for one in outcome.attempt.steps[1 : 1 + len(files)]] != ["pass"], outcome.explained()
    assert all(one.verdict != "pass" for one in outcome.attempt.steps[1 : 1 + len(files)]), outcome.explained()
    assert "of-the-host" not in outcome.output
