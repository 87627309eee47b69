"""A product command as the user's view has it: hands its own descriptors to the recorder, which starts the real one.

Stands alone in the view under the command's name; it knows no product. Fields are joined by NUL because the other end
must not unpickle what a stranger sends.
"""

from __future__ import annotations

import os
import signal
import sys

import _socket

FORWARDED = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGCONT")


def descriptor(number: int) -> int:
    """The caller's descriptor, or the null device where the caller has closed it."""
    try:
        os.fstat(number)
    except OSError:
        return os.open("/dev/null", os.O_RDWR)
    return number


def fail(name: str, what: str) -> None:
    os.write(2, f"{name}: {what}\n".encode())
    os._exit(126)


def main() -> None:
    name = os.path.basename(sys.argv[0])
    given = [descriptor(number) for number in (0, 1, 2)]
    link = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
    words = [name, os.getcwd(), str(len(sys.argv) - 1), *sys.argv[1:]]
    request = b"\0".join([os.fsencode(word) for word in words] + [b"%s=%s" % item for item in os.environb.items()])
    rights = b"".join(number.to_bytes(4, sys.byteorder) for number in given)
    try:
        link.connect(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "recorder"))
        link.sendmsg([request], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, rights)])
    except OSError as error:
        fail(name, os.strerror(error.errno or 0))

    def forward(number: int, _: object) -> None:
        link.send(str(int(number)).encode())

    def pause(number: int, _: object) -> None:
        link.send(str(int(signal.SIGSTOP)).encode())
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
        signal.signal(-status, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [-status])
        os.kill(os.getpid(), -status)
    os._exit(status if status >= 0 else 128 - status)


main()
