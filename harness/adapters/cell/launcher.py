"""A product command as the user's view has it: hands its own descriptors to the recorder, which starts the real one.

Stands alone in the view under the command's name; it knows no product. Fields are joined by NUL because the other end
must not unpickle what a stranger sends.
"""

from __future__ import annotations

import _socket
import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

FORWARDED = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGCONT")


def descriptor(number: int) -> int:
    """The caller's descriptor, or the null device where the caller has closed it."""
    try:
        os.fstat(number)
    except OSError:
        return os.open("/dev/null", os.O_RDWR)
    return number


def folder() -> str:
    """Where the caller stands; nowhere if that was removed, as the other end will find."""
    try:
        return os.getcwd()
    except OSError:
        return "."


def fail(name: str, what: str) -> NoReturn:
    os.write(2, f"{name}: {what}\n".encode())
    os._exit(126)


def main() -> None:
    name = os.path.basename(sys.argv[0])
    given = [descriptor(number) for number in (0, 1, 2)]
    link = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
    words = [name, folder(), str(len(sys.argv) - 1), *sys.argv[1:]]
    request = b"\0".join([os.fsencode(word) for word in words] + [b"%s=%s" % item for item in os.environb.items()])
    rights = b"".join(number.to_bytes(4, sys.byteorder) for number in given)
    try:
        # By its descriptor: an address of a socket holds no more than 108 bytes (unix(7)).
        calls = os.open(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), os.O_PATH | os.O_CLOEXEC)
        link.connect(f"/proc/self/fd/{calls}/recorder")
        link.sendmsg([request], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, rights)])
    except OSError as error:
        fail(name, os.strerror(error.errno or 0))

    def forward(number: int, _: object) -> None:
        try:
            link.send(str(int(number)).encode())
        except OSError:
            return  # it has just ended

    def pause(number: int, _: object) -> None:
        forward(signal.SIGSTOP, _)
        os.kill(os.getpid(), signal.SIGSTOP)

    for forwarded in FORWARDED:
        signal.signal(getattr(signal, forwarded), forward)
    signal.signal(signal.SIGTSTP, pause)
    answer = link.recv(1024).decode() or "lost"
    word, _, rest = answer.partition(" ")
    if word != "ended":
        fail(name, rest or "the recorder is gone")
    status = int(rest)
    if status < 0:
        if -status not in (signal.SIGKILL, signal.SIGSTOP):
            signal.signal(-status, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [-status])
        os.kill(os.getpid(), -status)
    os._exit(status if status >= 0 else 128 - status)


main()
