"""What the user can see and reach: nothing of the product's source, the project, the host, or its networks."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from harness.domain.verdicts import Isolation
from tests.attacks.arena import SECRET, Project, step, user_runs

pytestmark = [pytest.mark.requires_cell, pytest.mark.requires_git]

CONFINED = [Isolation.CELL, Isolation.SANDBOX]
KEY = "sk-attack-on-the-key"


def everything_of(root: Path) -> str:
    """A program that looks for words of the project and the host in all that can be read."""
    words = [SECRET, "SECRET-OF-THE-SPECIFICATION", "verifies: [FR-001]", KEY]
    return f"""
import os, stat
words = [word[::-1].encode() for word in {[word[::-1] for word in words]!r}]
skipped = ('/usr', '/proc', {str(root)!r})

def content(path):
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return b''
    with open(descriptor, 'rb') as file:
        try:
            return file.read(1 << 20) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b''
        except OSError:
            return b''

paths = [f'/proc/{{pid}}/{{name}}' for pid in os.listdir('/proc') if pid.isdigit()
         for name in ('environ', 'cmdline', 'mem', 'maps', 'auxv', 'stack', 'mountinfo')]
for folder, folders, names in os.walk('/'):
    folders[:] = [name for name in folders if os.path.join(folder, name) not in ('/usr', '/proc')]
    paths += [os.path.join(folder, name) for name in names]
found = [path for path in paths for word in words if word in content(path) and path != '/home/user/probe.py']
assert not found, found
assert len(paths) > 20
"""


def test_no_file_and_no_process_in_sight_tells_of_the_project_or_the_keys(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    project.command("shop", "import time\ntime.sleep(1)\n")
    search = everything_of(project.root)
    waiting = "import subprocess\nbusy = subprocess.Popen(['shop'])\n"
    project.card(*user_runs(waiting + search + "busy.kill()\n"))
    project.run(Isolation.CELL).passed()


def test_no_process_in_the_sandbox_has_the_keys(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    project.card(
        *user_runs(
            f"import os, glob\nword = {KEY[::-1]!r}[::-1].encode()\n"
            "for path in glob.glob('/proc/[0-9]*/environ'):\n"
            "    try:\n"
            "        assert word not in open(path, 'rb').read(), path\n"
            "    except PermissionError:\n"
            "        pass\n"
        )
    )
    project.run(Isolation.SANDBOX).passed()


@pytest.mark.parametrize("level", CONFINED)
def test_the_hosts_files_are_not_there(project: Project, level: Isolation) -> None:
    hidden = [
        str(project.root),
        os.environ["HOME"],
        os.environ["TMPDIR"],
        str(Path(__file__).parents[2]),
        "/etc/shadow",
    ]
    hidden += ["/etc/ssh", "/root/.ssh", "/boot", "/sys", "/var/lib", "/var/log", "/run/systemd", "/run/docker.sock"]
    project.card(*user_runs(f"import os\nfor path in {hidden!r}:\n    assert not os.path.lexists(path), path\n"))
    project.run(level).passed()


def test_the_product_is_not_there_for_its_user(project: Project) -> None:
    project.card(
        *user_runs("import os\nassert not os.path.lexists('/product')\nassert 'product' not in os.listdir('/')")
    )
    project.run(Isolation.CELL).passed()


AGENT_IS_CLOSED = """
import ctypes, os

def refused(deed):
    try:
        deed()
    except OSError:
        return True
    return False

for name in ('environ', 'mem', 'maps', 'io', 'syscall', 'auxv'):
    assert refused(lambda: open(f'/proc/1/{name}', 'rb').read(1)), name
for name in ('root', 'cwd', 'exe', *(f'fd/{number}' for number in range(10))):
    assert refused(lambda: os.readlink(f'/proc/1/{name}')), name
libc = ctypes.CDLL(None, use_errno=True)
assert libc.ptrace(16, 1, None, None) == -1 and ctypes.get_errno() == 1
assert refused(lambda: os.pidfd_open(1) and os.stat('/proc/1/root/'))
"""


@pytest.mark.parametrize("level", CONFINED)
def test_the_first_process_can_neither_be_read_nor_traced(project: Project, level: Isolation) -> None:
    project.card(*user_runs(AGENT_IS_CLOSED))
    project.run(level).passed()


KERNEL_IS_CLOSED = """
import os

open_to_us = []
for top in ('/proc', '/sys'):
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if not (folder == '/proc' and (name.isdigit() or 'self' in name))]
        for path in (os.path.join(folder, name) for name in names):
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
            except OSError:
                continue
            if not os.path.islink(path) and os.stat(path).st_rdev != os.stat('/dev/null').st_rdev:
                open_to_us.append(path)
assert not open_to_us, open_to_us[:20]
for name in ('kcore', 'kmsg'):
    try:
        assert not open(f'/proc/{name}', 'rb').read(1), name
    except OSError:
        pass
"""


@pytest.mark.parametrize("level", CONFINED)
@pytest.mark.parametrize("who", ["user", "product"])
def test_nothing_of_the_kernels_settings_can_be_opened_for_writing(
    project: Project, who: str, level: Isolation
) -> None:
    if who == "user":
        project.card(*user_runs(KERNEL_IS_CLOSED))
    else:
        project.command("shop", KERNEL_IS_CLOSED + "print('closed')")
        project.card(step("Run `shop`.", 'You see "closed".'))
    project.run(level).passed()


def test_a_setup_command_finds_the_kernels_settings_closed_too(project: Project) -> None:
    project.write("look.py", KERNEL_IS_CLOSED)
    project.tables.insert(0, "")
    project.setup = ["python3 look.py"]
    project.card(step("Run `stock`.", "It succeeds."))
    project.run(Isolation.CELL).passed()


def test_the_keys_in_the_hosts_keyring_are_out_of_reach(project: Project) -> None:
    ask = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
numbers = {'x86_64': (249, 250), 'aarch64': (218, 219)}.get(os.uname().machine)
if numbers:
    found = libc.syscall(numbers[0], b'user', b'harness-attack', None, 0)
    assert found == -1, found
"""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    numbers = {"x86_64": 248, "aarch64": 217}.get(os.uname().machine)
    session = ctypes.c_int(-3)
    key = libc.syscall(numbers, b"user", b"harness-attack", b"secret", 6, session) if numbers else -1
    project.command("shop", ask + "print('nothing')")
    project.card(*user_runs(ask), step("Run `shop`.", 'You see "nothing".'))
    try:
        for level in CONFINED:
            project.run(level).passed()
    finally:
        if key > 0 and numbers:
            libc.syscall(numbers + 2, 3, key)  # KEYCTL_REVOKE


REACH_OUT = """
import errno, socket

def refused(family, address, *reasons):
    peer = socket.socket(family, socket.SOCK_STREAM)
    peer.settimeout(5)
    try:
        peer.connect(address)
    except OSError as error:
        assert error.errno in reasons, (address, error)
        return
    raise AssertionError(address)

refused(socket.AF_INET, ('127.0.0.1', PORT), errno.ECONNREFUSED)
refused(socket.AF_INET, ('192.0.2.1', 80), errno.ENETUNREACH)
refused(socket.AF_INET6, ('2001:db8::1', 80), errno.ENETUNREACH, errno.EADDRNOTAVAIL)
refused(socket.AF_UNIX, ABSTRACT, errno.ECONNREFUSED)
try:
    socket.getaddrinfo('example.org', 80)
except socket.gaierror:
    pass
else:
    raise AssertionError('a name was resolved')
"""


@pytest.mark.parametrize("level", CONFINED)
@pytest.mark.parametrize("who", ["user", "product"])
def test_no_network_leads_out(project: Project, who: str, level: Isolation) -> None:
    name = f"\0harness-attack-{os.getpid()}"
    with socket.create_server(("127.0.0.1", 0)) as loopback, socket.socket(socket.AF_UNIX) as abstract:
        abstract.bind(name)
        abstract.listen()
        reach = REACH_OUT.replace("PORT", str(loopback.getsockname()[1])).replace("ABSTRACT", repr(name))
        if who == "user":
            project.card(*user_runs(reach))
        else:
            project.command("shop", reach + "print('alone')")
            project.card(step("Run `shop`.", 'You see "alone".'))
        project.run(level).passed()


def test_a_request_of_a_card_reaches_no_port_of_the_host(project: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        project.service("import time\nprint('READY')\ntime.sleep(60)\n")
        project.card(step(f"Send `GET http://127.0.0.1:{port}/`.", "The status is 200."))
        outcome = project.run()
        assert "connection refused" in outcome.card.reason, outcome.explained()


def test_a_request_to_no_possible_port_ends_no_view(project: Project) -> None:
    project.service("import time\nprint('READY')\ntime.sleep(60)\n")
    project.card(
        step("Send `GET http://127.0.0.1:99999/`.", "The status is 200."), step("Run `stock`.", "It succeeds.")
    )
    outcome = project.run()
    assert outcome.attempt.steps[1].verdict == "pass", outcome.explained()


def test_packages_of_our_own_interpreter_are_not_in_the_users_view(project: Project) -> None:
    import sys

    packages = f"{sys.base_prefix}/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    if not sys.base_prefix.startswith("/usr") or sys.base_prefix.startswith("/usr/local"):
        project.card(*user_runs(f"import os\nassert not os.path.isdir({packages!r}) or not os.listdir({packages!r})"))
    else:
        project.card(*user_runs("import os\nassert not os.path.isdir('/usr/src') or not os.listdir('/usr/src')"))
    project.run().passed()


def test_a_package_that_the_user_installs_at_home_does_not_run_in_the_product(project: Project) -> None:
    project.command("shop", "import site\nprint('user site', site.ENABLE_USER_SITE)")
    project.card(step("Run `shop`.", "It succeeds.", 'You see "user site False".'))
    project.run().passed()


FORGE = """
import array, json, os, socket

RECORDER = '/run/harness/calls/recorder'

def ask(request, descriptors=(0, 1, 2), seconds=10):
    link = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    link.settimeout(seconds)
    link.connect(RECORDER)
    if descriptors:
        socket.send_fds(link, [request], list(descriptors))
    else:
        link.send(request)
    return link.recv(1024)

def call(name=b'shop', folder=b'/home/user', words=(), variables=()):
    return b'\\0'.join([name, folder, str(len(words)).encode(), *words, *variables])
"""


@pytest.mark.parametrize(
    "folder", ["/product", "/home/user/../../product", "/home/user/link", "/proc/1/cwd", "/nowhere"]
)
def test_a_forged_folder_puts_the_product_at_home(project: Project, folder: str) -> None:
    project.command("shop", "import os\nprint('stands in', os.getcwd())")
    forged = f"os.symlink('/product', '/home/user/link')\nprint(ask(call(folder={folder.encode()!r})))"
    project.card(*user_runs(FORGE + forged, 'You see "stands in /home/user".', "You see \"b'ended 0'\"."))
    project.run().passed()


def test_an_exported_folder_puts_the_product_at_home(project: Project) -> None:
    project.command("shop", "import os\nprint('stands in', os.getcwd())")
    project.card(
        step("Run `PWD=/pro''duct; export PWD`.", "It succeeds."),
        step("Run `shop`.", 'You see "stands in /home/user".'),
    )
    project.run().passed()


def test_forged_requests_start_nothing_and_end_nothing(project: Project) -> None:
    project.command("shop", "print('sold')")
    attacks = """
forged = [b'', b'x', b'\\0', b'\\0\\0\\0', b'\\xff' * 65536, call(name=b'bash', words=[b'-c', b'echo STARTED']),
          call(name=b'../../bin/sh'), call(name=b'/bin/sh'), call(name=b''), b'shop\\0/home/user\\0-1\\0x',
          b'shop\\0/home/user\\0999999\\0x', b'shop\\0/home/user\\0' + b'9' * 5000, b'shop\\0/home/user\\0one\\0x']
for request in forged:
    try:
        print('answer', ask(request))
    except OSError as error:
        print('answer', error)
for descriptors in ((), (0,), (0, 1), (0, 1, 2, 2), (0, 1, 2) * 20):
    try:
        answer = ask(call(), descriptors)
    except OSError:
        answer = b''
    assert b'ended' not in answer, (descriptors, answer)
idle = []
for _ in range(100):
    link = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    link.connect(RECORDER)
    idle.append(link)
assert ask(call()) == b'ended 0'
for message in (b'-9', b'0', b'9999', b'x', b'\\0'):
    link = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    link.connect(RECORDER)
    socket.send_fds(link, [call()], [0, 1, 2])
    link.send(message)
    link.close()
"""
    project.card(*user_runs(FORGE + attacks, 'You do not see "STARTED".'), step("Run `shop | cat`.", 'You see "sold".'))
    outcome = project.run().passed()
    assert outcome.finished.run.problems == ()


STEERING = """
LD_PRELOAD LD_LIBRARY_PATH PYTHONPATH PYTHONSTARTUP PYTHONHOME NODE_OPTIONS PERL5LIB RUBYOPT BASH_ENV ENV EDITOR VISUAL
GIT_EDITOR PAGER MANPAGER BROWSER JAVA_TOOL_OPTIONS IFS GCONV_PATH PATH HOME FLASK_APP DJANGO_SETTINGS_MODULE
"""


def test_variables_that_steer_loaders_do_not_reach_the_product(project: Project) -> None:
    project.command(
        "shop",
        "import os\nprint('steered by', [name for name, value in os.environ.items() if value == '/home/user/evil'])\n"
        "print('told', os.environ.get('SHOP_CURRENCY'))\n",
    )
    forged = f"""
names = {STEERING.split()!r}
ask(call(variables=[name.encode() + b'=/home/user/evil' for name in names] + [b'SHOP_CURRENCY=EUR']))
os.environ.update({{name: '/home/user/evil' for name in names if name not in ('PATH', 'PYTHONHOME', 'LD_PRELOAD')}})
os.system('shop')
"""
    project.card(*user_runs(FORGE + forged, 'You see "steered by []".', 'You see "told EUR".'))
    outcome = project.run().passed()
    assert "/home/user/evil']" not in outcome.output


def test_a_folder_handed_over_as_input_is_refused(project: Project) -> None:
    project.command("shop", "print('sold')")
    forged = """
folder = os.open('/run/harness/calls', os.O_RDONLY)
print(ask(call(), (folder, 1, 2)))
print(ask(call(), (os.open('/home/user', os.O_PATH), 1, 2)))
ours, theirs = socket.socketpair()
print('by socket', ask(call(), (theirs.fileno(), 1, 2)))
"""
    project.card(
        *user_runs(FORGE + forged, "You see \"b'failed Is a directory'\".", "You see \"by socket b'ended 0'\".")
    )
    project.run().passed()


def test_a_launcher_cannot_be_replaced(project: Project) -> None:
    project.command("shop", "print('sold')")
    project.card(
        *user_runs(
            """
import os, shutil, subprocess
launcher = shutil.which('shop')
folder = os.path.dirname(launcher)
for deed in (lambda: os.remove(launcher), lambda: open(launcher, 'w'), lambda: os.chmod(launcher, 0o777),
             lambda: os.rename(launcher, launcher + 'x'), lambda: os.symlink('/bin/true', folder + '/shop2'),
             lambda: os.rename('/run/harness', '/run/x'), lambda: os.remove('/run/harness/calls/recorder')):
    try:
        deed()
    except OSError:
        continue
    raise AssertionError(deed)
"""
        ),
        step("Run `shop | cat`.", 'You see "sold".'),
    )
    project.run().passed()


def test_a_program_of_the_same_name_earlier_on_the_path_is_no_call_of_the_product(project: Project) -> None:
    project.command("shop", "print('no such thing')\nraise SystemExit(1)")
    fake = "#!/bin/sh\necho no such thing\nexit 1\n"
    project.card(
        step("Create the file `fake/shop` containing", "The file `fake/shop` exists.", block=fake),
        step("Run `chmod +x fake/shop; PATH=$HOME/fake:$PATH shop`.", "It is refused."),
    )
    outcome = project.run()
    assert "nothing of the product was asked" in outcome.card.reason, outcome.explained()
