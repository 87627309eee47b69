"""How a file of Python is encoded (PEP 263), and what has to become of its bytes before a grammar can read them."""

from __future__ import annotations

import codecs
import re

from harness.constitution.checks.dataflow.lowering.parsing import Unparsable

_DECLARED = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)
_BLANK_OR_COMMENT = re.compile(rb"[ \t\f]*(?:#|\r|\n|$)")
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_UTF_8 = "utf-8"
_MARK = codecs.BOM_UTF8


def readable(data: bytes) -> tuple[bytes, str]:
    """A file as the grammar can read it, no byte moved, and the name of its encoding.

    Raises:
        Unparsable: if it is no text in the encoding that it declares, or in one whose quotes are not those of ASCII.
    """
    if b"\0" in data:
        raise Unparsable(data.count(b"\n", 0, data.index(b"\0")) + 1, "it holds a null character")
    if b"\r" in data:
        data = _LONE_RETURN.sub(b"\n", data)  # for Python it ends a line, for the grammar it is a blank
    if data.isascii():
        return data, "ascii"
    codec = _declared(data)
    try:
        data.decode(codec)
    except UnicodeDecodeError as error:
        raise Unparsable(data.count(b"\n", 0, error.start) + 1, f"it is not encoded in {codec}") from error
    return data, codec


def _declared(data: bytes) -> str:
    """The encoding that the first or second line names."""
    first, _, rest = data.partition(b"\n")
    lines = [first, rest.partition(b"\n")[0]] if _BLANK_OR_COMMENT.match(first) else [first]
    for number, line in enumerate(lines, 1):
        if found := _DECLARED.match(line):
            return _known(found[1].decode(), number)
    return _UTF_8


def _known(name: str, line: int) -> str:
    try:
        codec = codecs.lookup(name)
        plain = bytes(range(128))
        if codec.name != _UTF_8 and (plain.decode(name) != plain.decode() or not _is_of_single_bytes(name)):
            raise Unparsable(line, f"its encoding `{name}` is not one that can be read")
    except (LookupError, UnicodeDecodeError) as error:
        raise Unparsable(line, f"its encoding `{name}` is not known") from error
    return codec.name


def _is_of_single_bytes(name: str) -> bool:
    return all(len(bytes((byte,)).decode(name, errors="replace")) == 1 for byte in range(128, 256)) and (
        len(bytes(range(128, 256)).decode(name, errors="replace")) == 128
    )
