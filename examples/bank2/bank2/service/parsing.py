"""Owns reading the head of one HTTP/1.1 request (RFC 9112). It does not answer, and does not know what is asked for."""

import re
from email.message import Message
from http.client import HTTPException, LineTooLong, parse_headers
from typing import BinaryIO, NamedTuple

LONGEST_LINE = 65_536
LARGEST_BODY = 64 * 1024
VERSION = re.compile(r"HTTP/([0-9]{1,10})\.([0-9]{1,10})")
OLDEST = "HTTP/0.9"


class Unreadable(Exception):
    """What was sent is no request that can be answered; its connection is closed, for what follows is unclear.

    `is_bare` says that the sender seems to speak HTTP/0.9, in which an answer has no head.
    """

    def __init__(self, status: int, words: str, is_bare: bool = False) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.is_bare = is_bare


class RequestLine(NamedTuple):
    method: str
    target: str
    version: str
    """As it was sent, or HTTP/0.9 when none was."""

    @property
    def is_persistent(self) -> bool:
        """Whether this version keeps connections open unless it is told otherwise (RFC 9112, section 9.3)."""
        return read_version(self.version) >= (1, 1)


def read_version(text: str) -> tuple[int, int]:
    found = VERSION.fullmatch(text)
    if found is None:
        raise Unreadable(400, f"Bad request version ({text!r})", is_bare=True)
    return int(found[1]), int(found[2])


def parse_request_line(line: str) -> RequestLine:
    """The three words of the line, or the two of HTTP/0.9."""
    words = line.split()
    version = OLDEST
    if len(words) >= 3:
        version = words[-1]
        if read_version(version) >= (2, 0):
            raise Unreadable(505, f"Invalid HTTP version ({version.removeprefix('HTTP/')})", is_bare=True)
    if not 2 <= len(words) <= 3:
        raise Unreadable(400, f"Bad request syntax ({line!r})", is_bare=version == OLDEST)
    method, target = words[:2]
    if len(words) == 2 and method != "GET":
        raise Unreadable(400, f"Bad HTTP/0.9 request type ({method!r})", is_bare=True)
    return RequestLine(method, "/" + target.lstrip("/") if target.startswith("//") else target, version)


def read_head(stream: BinaryIO) -> Message:
    try:
        return parse_headers(stream)
    except LineTooLong as error:
        raise Unreadable(431, "Line too long") from error
    except HTTPException as error:
        raise Unreadable(431, "Too many headers") from error


def read_length(head: Message) -> int:
    """The bytes of the body. It must be told once and in digits: nobody may read it in another way (CWE-444)."""
    lengths = head.get_all("Content-Length", [])
    if "Transfer-Encoding" in head or len(lengths) > 1:
        raise Unreadable(400, "send one Content-Length and no Transfer-Encoding")
    length = lengths[0].strip() if lengths else "0"
    if not (length.isascii() and length.isdecimal() and len(length) < 10):
        raise Unreadable(400, "the Content-Length is not a number")
    if int(length) > LARGEST_BODY:
        raise Unreadable(413, f"the body must not be larger than {LARGEST_BODY} bytes")
    return int(length)
