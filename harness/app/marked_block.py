"""A block of ours in a file that is somebody else's, between two marks; outside of them no byte is ever touched."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_BEGIN = re.compile(rb"^<!-- harness:begin sha256=([0-9a-f]{64}) -->[ \t]*\r?$", re.MULTILINE)
_END = re.compile(rb"^<!-- harness:end -->[ \t]*(?:\r?\n|\r?\Z)", re.MULTILINE)
_ANY = re.compile(rb"<!--\s*harness:(?:begin|end)")
_BOM = b"\xef\xbb\xbf"


class DamagedError(Exception):
    """The marks in a file do not make a block."""


@dataclass(frozen=True)
class Marked:
    """A file with our block in it, in its own bytes: what stands before the first mark and behind the last, and between.

    ``digest`` is what the mark says of the body as it was written.
    """

    before: bytes
    body: bytes
    after: bytes
    digest: str

    def is_as_written(self, front: bytes = b"") -> bool:
        """Whether nobody edited the body, or the ``front`` that was written above it."""
        return _digest(front, self.body) == self.digest

    def says(self, text: str) -> bool:
        """Whether the body is this text, whatever its line ends."""
        return _plain(self.body) == text.encode()


def marked(data: bytes) -> Marked | None:
    """The block in a file; None where there is none.

    Raises:
        DamagedError: if a mark is missing, changed, or there is more than one block.
    """
    begins, ends = list(_BEGIN.finditer(data)), list(_END.finditer(data))
    marks = len(_ANY.findall(data))
    if not marks:
        return None
    if len(begins) != 1 or len(ends) != 1 or marks != 2 or ends[0].start() < begins[0].end():
        raise DamagedError
    begin, end = begins[0], ends[0]
    body = data[begin.end() : end.start()].removeprefix(b"\n")
    return Marked(data[: begin.start()], body, data[end.end() :], begin[1].decode())


def block(text: str, front: str = "", like: bytes = b"") -> bytes:
    """The marks with a text between them, below its ``front``; line ends are those of a file ``like`` it has to be in."""
    body = text.encode()
    digest = _digest(front.encode(), body)
    whole = front.encode() + f"<!-- harness:begin sha256={digest} -->\n".encode() + body + b"<!-- harness:end -->\n"
    return whole.replace(b"\n", b"\r\n") if b"\r\n" in like else whole


def with_block(data: bytes, written: bytes) -> bytes:
    """A file of somebody else's with a block behind all that it says."""
    end = b"\r\n" if b"\r\n" in data else b"\n"
    if not data.removeprefix(_BOM):
        return data + written
    return data + (b"" if data.endswith(b"\n") else end) + end + written


def _digest(front: bytes, body: bytes) -> str:
    return hashlib.sha256(_plain(front) + b"\0" + _plain(body)).hexdigest()


def _plain(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")
