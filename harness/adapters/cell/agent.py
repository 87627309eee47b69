"""The resident of a view: starts processes there on request and says how they ended; decides nothing.

It runs as a stand-alone script inside the view (``python -I -S agent.py FD``) as process 1 of its own pid namespace, so nothing
in the view can kill it, and undumpable, so nothing there can read or trace it. It imports only what costs no time.

One message asks for one thing and carries descriptors; the last descriptor is the *line* on which the answer goes back, and
on which the asker may send signal numbers. When the asker hangs up, what runs for it is killed. Messages are marshal because
both ends are the same interpreter and json takes longer to import than the rest of the agent takes to start.
"""

from __future__ import annotations

import _socket
import errno
import marshal
import os
import resource
import select
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from collections.abc import Sequence
    from typing import Any
else:
    # The same without its enumerations, which take as long to import as the interpreter takes to start.
    import _signal as signal

MESSAGE_SIZE = 1 << 20
MOST_DESCRIPTORS = 5
PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
KEYCTL_JOIN_SESSION_KEYRING = 1
KEYCTL_NUMBERS = {"x86_64": 250, "aarch64": 219, "riscv64": 219, "ppc64le": 271, "s390x": 280}
RESET_SIGNALS = (signal.SIGPIPE, signal.SIGINT, signal.SIGXFSZ, signal.SIGCHLD)
KILLING_SECONDS = 5.0


def prctl(option: int, value: int) -> None:
    """Set an attribute of this process (prctl(2))."""
    import ctypes

    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def leave_keyring() -> None:
    """Join a new session keyring: no namespace keeps the host user's keys from those who inherit theirs (keyrings(7))."""
    import ctypes

    if number := KEYCTL_NUMBERS.get(os.uname().machine):
        ctypes.CDLL(None).syscall(number, KEYCTL_JOIN_SESSION_KEYRING, None)


def receive(link: _socket.socket) -> tuple[Any, list[int]] | None:
    """The next message and its descriptors; None at the end of the link."""
    space = _socket.CMSG_SPACE(MOST_DESCRIPTORS * 4)
    data, ancillary, _, _ = link.recvmsg(MESSAGE_SIZE, space, _socket.MSG_CMSG_CLOEXEC)
    descriptors: list[int] = []
    for _, _, raw in ancillary:
        descriptors += [int.from_bytes(raw[at : at + 4], sys.byteorder) for at in range(0, len(raw) - 3, 4)]
    return (marshal.loads(data), descriptors) if data else None


def pack(descriptors: list[int]) -> list[tuple[int, int, bytes]]:
    """Descriptors as ancillary data."""
    raw = b"".join(number.to_bytes(4, sys.byteorder) for number in descriptors)
    return [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, raw)]


class Agent:
    """Serves one link: ``lines`` maps a line's descriptor to (socket, pid), ``children`` a pid to its line's descriptor."""

    def __init__(self, link: _socket.socket) -> None:
        self.link = link
        self.lines: dict[int, tuple[_socket.socket, int]] = {}
        self.children: dict[int, int] = {}
        self.poll = select.poll()
        self.poll.register(link.fileno(), select.POLLIN)
        wake_read, wake_write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self.wake = wake_read
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self.poll.register(wake_read, select.POLLIN)

    def serve(self) -> None:
        """Answer until the asker hangs up."""
        self.link.send(b"up")
        while True:
            for descriptor, _ in self.poll.poll():
                if descriptor == self.wake:
                    self.drain()
                elif descriptor == self.link.fileno():
                    request = receive(self.link)
                    if request is None:
                        return
                    self.answer(*request)
                elif descriptor in self.lines:
                    self.hear(descriptor)

    def drain(self) -> None:
        """Note every child that ended, and tell its line."""
        try:
            while os.read(self.wake, 4096):
                pass
        except BlockingIOError:
            pass
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self.ended(pid, status, usage)

    def ended(self, pid: int, status: int, usage: resource.struct_rusage) -> None:
        descriptor = self.children.pop(pid, None)
        if descriptor is None:
            return
        line = self.lines[descriptor][0]
        say(line, ("ended", os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime))
        self.hang_up(descriptor)

    def hear(self, descriptor: int) -> None:
        """A signal number to pass on, or the asker hung up: then what runs for it is killed."""
        line, pid = self.lines[descriptor]
        try:
            data = line.recv(64)
        except OSError:
            data = b""
        if data:
            kill(pid, int(data))
            return
        kill(pid, signal.SIGKILL)
        self.children.pop(pid, None)
        self.hang_up(descriptor)

    def hang_up(self, descriptor: int) -> None:
        self.poll.unregister(descriptor)
        self.lines.pop(descriptor)[0].close()

    def answer(self, request: dict[str, Any], descriptors: list[int]) -> None:
        line = _socket.socket(fileno=descriptors[-1])
        given = descriptors[:-1]
        try:
            KINDS[request["kind"]](self, request, given, line)
        except Exception as error:  # noqa: BLE001 - the boundary of a request: a bad one must not end the whole view
            number = getattr(error, "errno", None) or errno.EINVAL
            say(line, ("failed", number, os.strerror(number)))
            line.close()
        finally:
            for descriptor in given:
                os.close(descriptor)

    def start(self, request: dict[str, Any], given: list[int], line: _socket.socket) -> None:
        """Start a process with the given stdin, stdout and stderr."""
        pid = spawn(request, given)
        keep = line.fileno()
        self.lines[keep] = (line, pid)
        self.children[pid] = keep
        self.poll.register(keep, select.POLLIN)
        say(line, ("started", pid))

    def socket(self, request: dict[str, Any], given: list[int], line: _socket.socket) -> None:
        """Make a TCP socket of the view's network and hand it over; connecting, which takes time, is the asker's."""
        family = _socket.AF_INET6 if request["six"] else _socket.AF_INET
        with_fd(line, _socket.socket(family, _socket.SOCK_STREAM | _socket.SOCK_CLOEXEC).detach())

    def open(self, request: dict[str, Any], given: list[int], line: _socket.socket) -> None:
        """Open a file as the view sees it, symbolic links included, and hand it over."""
        if request["parents"]:
            os.makedirs(os.path.dirname(request["path"]), exist_ok=True)
        descriptor = os.open(request["path"], request["flags"] | os.O_NONBLOCK | os.O_NOCTTY, 0o644)
        with_fd(line, descriptor)


KINDS = {"start": Agent.start, "socket": Agent.socket, "open": Agent.open}


def with_fd(line: _socket.socket, descriptor: int) -> None:
    """Answer with a descriptor, then close it here."""
    try:
        line.sendmsg([marshal.dumps(("given",))], pack([descriptor]))
    finally:
        os.close(descriptor)
    line.close()


def say(line: _socket.socket, message: tuple[Any, ...]) -> None:
    """Send an answer; an asker that hung up does not matter, and none is ever waited for."""
    try:  # noqa: SIM105 - contextlib takes long to import
        line.send(marshal.dumps(message), _socket.MSG_DONTWAIT)
    except OSError:
        pass


def kill(pid: int, number: int) -> None:
    """Signal the process group that the process leads."""
    try:  # noqa: SIM105 - contextlib takes long to import
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def spawn(request: dict[str, Any], given: list[int]) -> int:
    """Fork and execute; raises OSError with the child's errno if it could not be executed."""
    trouble_read, trouble_write = os.pipe2(os.O_CLOEXEC)
    try:
        try:
            pid = os.fork()
            if pid == 0:
                execute(request, given, trouble_write)
        finally:
            os.close(trouble_write)
        trouble = os.read(trouble_read, 16)
    finally:
        os.close(trouble_read)
    if trouble:
        os.waitpid(pid, 0)
        raise OSError(int(trouble), os.strerror(int(trouble)))
    return pid


def execute(request: dict[str, Any], given: list[int], trouble: int) -> None:
    """In the child: become the process asked for, or write the errno that kept it from that, and end."""
    try:
        become(request, given)
    except Exception as error:  # noqa: BLE001 - the boundary of a process
        os.write(trouble, str(getattr(error, "errno", None) or errno.EINVAL).encode())
    finally:
        os._exit(127)


def become(request: dict[str, Any], given: Sequence[int]) -> None:
    """Turn this child into the process asked for."""
    os.setsid()
    for number in RESET_SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.set_wakeup_fd(-1)
    copies = [os.dup(descriptor) for descriptor in given]
    for target, descriptor in zip(request["targets"], copies, strict=True):
        os.dup2(descriptor, target)
    if request["terminal"]:
        own_terminal()
    yield_memory_first()
    for name, most in request["limits"]:
        number = getattr(resource, name)
        hard = resource.getrlimit(number)[1]
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(number, (wanted, wanted))
    if request["trusted"]:
        os.chdir(request["folder"])
    else:
        enter(request["folder"], request["private"], request["environment"]["HOME"])
    os.execvpe(request["argv"][0], request["argv"], request["environment"])


def own_terminal() -> None:
    """Make standard input the controlling terminal of this session, so that passwords can be asked for and Ctrl-C works."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def yield_memory_first() -> None:
    """Where the machine's memory runs out, this process and its children go before anything of the host (proc(5)).

    In a view all do already, and /proc cannot be written to.
    """
    try:
        descriptor = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    except OSError:
        return
    os.write(descriptor, b"1000")
    os.close(descriptor)


def enter(folder: str, private: Sequence[str], home: str) -> None:
    """Go to a folder; or home, if that is gone or turns out, by whatever links and dots it is named, to be a private one."""
    try:
        os.chdir(folder)
        here = os.getcwd() + "/"
    except OSError:
        os.chdir(home)
        return
    if any(here.startswith(f"{place}/") for place in private):
        os.chdir(home)


def end_descendants() -> None:
    """Kill everything below this subreaper, stopping first what could go on forking meanwhile."""
    import time

    until = time.monotonic() + KILLING_SECONDS
    while time.monotonic() < until and (pids := descendants(os.getpid())):
        for number in (signal.SIGSTOP, signal.SIGKILL):
            for pid in descendants(os.getpid()) if number == signal.SIGKILL else pids:
                try:
                    os.kill(pid, number)
                except OSError:
                    continue
        reap()
        time.sleep(0.001)


def descendants(pid: int) -> list[int]:
    """Every process below one, nearest first."""
    found: list[int] = []
    for task in listed(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/children") as children:
                found += [int(word) for word in children.read().split()]
        except OSError:
            continue
    return found + [below for child in found for below in descendants(child)]


def listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def main() -> None:
    link = _socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(link.fileno(), False)
    # Process 1 of a namespace gets from inside it only the signals that it handles; Python handles this one by itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_keyring()
    if os.getpid() == 1:
        prctl(PR_SET_DUMPABLE, 0)
        Agent(link).serve()
        return
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    try:
        Agent(link).serve()
    finally:
        end_descendants()


if __name__ == "__main__":
    main()
