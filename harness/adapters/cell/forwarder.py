"""Stands in for a browser that runs in a cell: hands its driver's pipes over and stays until the browser ends; knows no more.

Stands alone (``python -I -S forwarder.py FOLDER ARGUMENT…``) and imports only what costs no time.
"""

from __future__ import annotations

import _socket
import os
import sys

PIPES = (3, 4)


def main() -> None:
    folder, *arguments = sys.argv[1:]
    os.chdir(folder)  # an address of a socket holds no more than 108 bytes (unix(7))
    link = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
    link.connect("handover")
    rights = b"".join(number.to_bytes(4, sys.byteorder) for number in PIPES)
    link.sendmsg(["\0".join(arguments).encode()], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, rights)])
    for number in PIPES:
        os.close(number)
    link.recv(1)


main()
