"""How a file of Python is encoded (PEP 263), and what has to become of its bytes before a grammar can read them."""

from __future__ import annotations

import codecs
import re
import warnings

from harness.constitution.checks.dataflow.lowering.parsing import Unparsable

_DECLARED = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK_OR_COMMENT = re.compile(rb"[ \t\f]*(?:#|\r|\n|$)")
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_UTF_8 = "utf-8"
_ASCII = bytes(range(128))


def readable(data: bytes) -> tuple[bytes, str]:
    """A file as the grammar can read it, no byte moved, and the name of its encoding.

    Raises:
        Unparsable: if it is no text in the encoding that it declares, or in one whose quotes are not those of ASCII.
    """
    if b"\0" in data:
        raise Unparsable(data.count(b"\n", 0, data.index(b"\0")) + 1, "it holds a null character")
    if b"\r" in data:
        data = _LONE_RETURN.sub(b"\n", data)  # for Python it ends a line, for the grammar it is a blank
    codec = _declared(data)
    if data.isascii():
        return data, "ascii"
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        raise Unparsable(data.count(b"\n", 0, error.start) + 1, f"it is not encoded in {codec}") from error
    return data, codec


def _declared(data: bytes) -> str:
    """The encoding that the first line names, or the second one if the first holds no code."""
    first = data.find(b"\n") + 1 or len(data)
    second = data.find(b"\n", first) + 1 or len(data)
    if found := _DECLARED.match(data, 0, first):
        return _known(found[1].decode(), 1)
    if _BLANK_OR_COMMENT.match(data) and (found := _DECLARED.match(data, first, second)):
        return _known(found[1].decode(), 2)
    return _UTF_8


def _known(name: str, line: int) -> str:
    """The codec of that name.

    Raises:
        Unparsable: if there is none, or if what is ASCII, or any byte, may mean something else to it.
    """
    try:
        codec = codecs.lookup(name).name
        # Codecs of escapes warn of those that they do not know.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            is_plain = _ASCII.decode(name) == _ASCII.decode() and (codec == _UTF_8 or _is_of_single_bytes(name))
    except (LookupError, UnicodeDecodeError):
        is_plain = False
    if not is_plain:
        raise Unparsable(line, f"its encoding `{name}` is not one that can be read")
    return codec


def _is_of_single_bytes(name: str) -> bool:
    return all(len((bytes((byte,)) + b"a").decode(name, errors="replace")) == 2 for byte in range(128, 256))
