"""Bytes of a document to normalised text; what the text says is read elsewhere."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from harness.markdown import codes
from harness.markdown.collector import Collector

MOST_BYTES = 2 * 1024 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def decode(data: bytes, path: str) -> str:
    """The text of a document: UTF-8 without a byte order mark, lines ended by ``\\n``, in Unicode's NFC.

    Raises:
        DocumentError: if there are more than 2 MiB, bytes that are not UTF-8, or control characters.
    """
    if len(data) > MOST_BYTES:
        size = f"{len(data) / 1024 / 1024:.1f} MiB"
        raise Collector(path).refuse(codes.TOO_LARGE, 1, f"the file has {size}, more than 2 MiB", "split it")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise Collector(path).refuse(codes.NOT_UTF8, line, what, "save the file as UTF-8 text") from None
    return normalise(text, path)


def normalise(text: str, path: str) -> str:
    """Text as it is read everywhere: see ``decode``.

    Raises:
        DocumentError: if there are more than 2 MiB, or control characters.
    """
    if len(text) > MOST_BYTES:
        raise Collector(path).refuse(codes.TOO_LARGE, 1, "the text has more than 2 MiB", "split it")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = _CONTROL.search(lines)
    if found:
        line = lines.count("\n", 0, found.start()) + 1
        what = f"control character 0x{ord(found[0]):02x} cannot be seen on a page"
        raise Collector(path).refuse(codes.CONTROL_CHARACTER, line, what, "remove it")
    return unicodedata.normalize("NFC", lines)


def sha256(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
