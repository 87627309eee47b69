"""A product command in the user's shell behaves as if it ran there: descriptors, arguments, endings, signals, terminal."""

from __future__ import annotations

import pytest

from tests.attacks.arena import Outcome, Project, step, user_runs

pytestmark = [pytest.mark.requires_cell, pytest.mark.requires_git]

SHOP = """
import json, os, signal, sys, time

def main(what, *rest):
    if what == 'echo':
        print(json.dumps([os.fsencode(word).hex() for word in rest]))
    elif what == 'copy':
        sys.stdout.write(sys.stdin.read())
    elif what == 'both':
        print('to stdout'); print('to stderr', file=sys.stderr)
    elif what == 'end':
        raise SystemExit(int(rest[0]))
    elif what == 'die':
        if rest[0] != '9':
            signal.signal(int(rest[0]), signal.SIG_DFL)
        os.kill(os.getpid(), int(rest[0]))
    elif what == 'hear':
        for name in rest:
            signal.signal(getattr(signal, name), lambda number, frame: heard(number))
        open('ready', 'w').close()
        while True:
            time.sleep(0.01)
    elif what == 'tick':
        open('ready', 'w').close()
        while True:
            open('ticks', 'a').write('x')
            time.sleep(0.01)
    elif what == 'size':
        print('size', os.get_terminal_size(0).columns, os.isatty(1))
    elif what == 'sizes':
        signal.signal(signal.SIGWINCH, lambda *_: (print('now', os.get_terminal_size(0).columns), sys.exit()))
        open('ready', 'w').close()
        while True:
            time.sleep(0.01)
    elif what == 'open':
        print('open', [number for number in (0, 1, 2) if os.path.exists(f'/proc/self/fd/{number}')])
        print('only', sorted(int(name) for name in os.listdir('/proc/self/fd'))[:-1])
    elif what == 'count':
        print(sum(len(word) for word in rest))

def heard(number):
    open('heard', 'a').write(signal.Signals(number).name + '\\n')
    if number in (signal.SIGTERM, signal.SIGINT):
        sys.exit(7)

main(*sys.argv[1:])
"""


@pytest.fixture
def shop(project: Project) -> Project:
    project.command("shop", SHOP)
    return project


def passes(project: Project, *steps: str) -> Outcome:
    project.card(*steps)
    return project.run().passed()


def test_pipes_redirections_and_here_documents_work(shop: Project) -> None:
    passes(
        shop,
        step("Run `printf 'b\\na\\n' | shop copy | sort > out.txt; cat out.txt`.", "You see a line matching `^a$`."),
        step("Run `shop copy < out.txt | head -1`.", 'You see "a".', 'You do not see "b".'),
        step("Run `shop both 2>err.txt >out.txt; cat err.txt`.", 'You see "to stderr".', 'You do not see "to stdout".'),
        step("Run `shop both >all.txt 2>&1; cat all.txt | wc -l`.", 'You see "2".'),
        step("Run `shop copy <<< 'here it is'`.", 'You see "here it is".'),
        step("Run `shop copy <(true); cat <(shop echo) | shop copy`.", 'You see "[]".'),
        step("Run `yes | head -1 | shop copy`.", 'You see "y".'),
    )


def test_exit_codes_and_deaths_by_signal_are_the_products(shop: Project) -> None:
    passes(
        shop,
        step('Run `shop end 3; echo "code $?"`.', 'You see "code 3".'),
        step('Run `shop end 255; echo "code $?"`.', 'You see "code 255".'),
        *(
            step(f'Run `shop die {number}; echo "code $?"`.', f'You see "code {128 + number}".')
            for number in (1, 2, 9, 12, 15)
        ),
        *user_runs(
            "import subprocess\n"
            "codes = [subprocess.run(['shop', 'die', str(number)]).returncode for number in (1, 2, 9, 10, 12, 15)]\n"
            "assert codes == [-1, -2, -9, -10, -12, -15], codes\n"
        ),
    )


SIGNALS = """
import os, signal, subprocess, time

def until(condition):
    for _ in range(1000):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError(condition)

def size(name):
    return os.path.getsize(name) if os.path.exists(name) else 0

def ticks():
    before = size('ticks')
    until(lambda: size('ticks') > before)

names = ['SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGQUIT', 'SIGCONT', 'SIGWINCH', 'SIGINT']
caller = subprocess.Popen(['shop', 'hear', *names])
until(lambda: os.path.exists('ready'))
for count, name in enumerate(names, start=1):
    caller.send_signal(getattr(signal, name))
    until(lambda: size('heard') and len(open('heard').readlines()) == count)
assert open('heard').read().split() == names, open('heard').read()
assert caller.wait(10) == 7
os.remove('ready')

caller = subprocess.Popen(['shop', 'tick'])
until(lambda: os.path.exists('ready'))
ticks()
caller.send_signal(signal.SIGTSTP)
pid, status = os.waitpid(caller.pid, os.WUNTRACED)
assert os.WIFSTOPPED(status)
time.sleep(0.1)
before = size('ticks')
time.sleep(0.2)
assert size('ticks') == before
caller.send_signal(signal.SIGCONT)
ticks()
caller.send_signal(signal.SIGTERM)
assert caller.wait(10) == -signal.SIGTERM
os.remove('ready')

caller = subprocess.Popen(['shop', 'tick'])
until(lambda: os.path.exists('ready'))
ticks()
caller.kill()
caller.wait()
time.sleep(0.2)
before = size('ticks')
time.sleep(0.2)
assert size('ticks') == before, 'the product outlives its caller'
"""


def test_signals_to_the_launcher_reach_the_product(shop: Project) -> None:
    passes(shop, *user_runs(SIGNALS))


TERMINAL = """
import fcntl, os, pty, signal, struct, termios, time

def resized(descriptor, columns):
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack('HHHH', 40, columns, 0, 0))

def under_a_terminal(command, then=lambda descriptor: None):
    pid, descriptor = pty.fork()
    if pid == 0:
        while os.get_terminal_size(0).columns != 97:
            time.sleep(0.01)
        os.execvp(command[0], command)
    resized(descriptor, 97)
    then(descriptor)
    seen = b''
    try:
        while chunk := os.read(descriptor, 1024):
            seen += chunk
    except OSError:
        pass
    return seen.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def when_ready(deed):
    def then(descriptor):
        while not os.path.exists('ready'):
            time.sleep(0.01)
        os.remove('ready')
        deed(descriptor)
    return then

assert 'size 97 True' in under_a_terminal(['shop', 'size'])[0]
assert 'now 61' in under_a_terminal(['shop', 'sizes'], when_ready(lambda terminal: resized(terminal, 61)))[0]
assert under_a_terminal(['shop', 'hear', 'SIGINT'], when_ready(lambda terminal: os.write(terminal, b'\\x03')))[1] == 7
assert 'SIGINT' in open('heard').read()
"""


def test_the_product_sees_the_users_terminal_and_its_size(shop: Project) -> None:
    passes(shop, *user_runs(TERMINAL))


def test_closed_descriptors_do_not_hurt(shop: Project) -> None:
    passes(
        shop,
        step("Run `shop open <&-`.", 'You see "open [0, 1, 2]".', 'You see "only [0, 1, 2]".'),
        step('Run `shop open >&- ; echo "code $?"`.', 'You see "code 0".'),
        step("Run `shop open 2>&- 9>&- 5</dev/null`.", 'You see "only [0, 1, 2]".'),
        step('Run `shop end 4 <&- >&- 2>&-; echo "code $?"`.', 'You see "code 4".'),
    )


def test_arguments_arrive_byte_for_byte(shop: Project) -> None:
    words = [
        b"",
        b" ",
        b"a b",
        b"two\nlines",
        b"\xff\xfe",
        "ü".encode(),
        b"-n",
        b"--",
        b"$HOME",
        b"'\"\\",
        b"*",
        b"=x=",
    ]
    passes(
        shop,
        *user_runs(
            f"import json, subprocess\nwords = {words!r}\n"
            "told = subprocess.run([b'shop', b'echo', *words], capture_output=True, check=True).stdout\n"
            "assert [bytes.fromhex(word) for word in json.loads(told)] == words, told\n"
        ),
    )


def test_a_very_long_argument_arrives_and_one_that_is_too_long_is_refused_in_words(shop: Project) -> None:
    passes(
        shop,
        step("Run `shop count $(head -c 120000 /dev/zero | tr '\\0' x)`.", 'You see "120000".'),
        step(
            "Run `a=$(head -c 120000 /dev/zero | tr '\\0' x); shop count $a $a $a; echo \"code $?\"`.",
            'You see "Message too long".',
            'You see "code 126".',
        ),
    )


def test_a_command_line_that_no_system_takes_is_the_cards_mistake(shop: Project) -> None:
    shop.card(step(f"Run `true | {'x' * 140_000}`.", "It succeeds."))
    outcome = shop.run()
    assert (outcome.card.state, outcome.card.cause) == ("inconclusive", "card"), outcome.explained()


def test_a_hundred_calls_at_once_all_end(shop: Project) -> None:
    passes(
        shop,
        step(
            "Run `for i in $(seq 100); do shop echo $i > out.$i & done; wait; cat out.* | wc -l`.",
            'You see "100".',
            "It succeeds.",
        ),
    )


def test_a_call_from_a_folder_that_is_gone_still_runs(shop: Project) -> None:
    passes(shop, step('Run `mkdir gone; cd gone; rmdir $HOME/gone; shop echo; echo "code $?"`.', 'You see "code 0".'))
