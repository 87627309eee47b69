"""The hashes of lines by which GitHub follows an alert while lines move; which lines are meant lies with the format.

The algorithm is published: github/codeql-action, ``src/fingerprints.ts``. What this adds is only a limit on the size of a file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator

_BLOCK = 100
_FACTOR = 37
_WRAP = 2**64 - 1
_END = "\uffff"
_MOST = 1024 * 1024
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def line_hashes(data: bytes, wanted: Collection[int]) -> dict[int, str]:
    """The hashes of some lines of a file by their numbers, from 1; none of a file of more than 1 MiB.

    A hash is over the first hundred characters from the start of the line on, blanks and tabs left out, as a polynomial in 37
    that wraps at 64 bits; behind the colon stands how many lines up to this one have the same.
    """
    if len(data) > _MOST:
        return {}
    seen: Counter[str] = Counter()
    found: dict[int, str] = {}
    for number, block in enumerate(_blocks(_stream(data.decode("utf-8", "replace"))), 1):
        seen[block] += 1
        if number in wanted:
            found[number] = f"{_hash(block):x}:{seen[block]}"
    return found


def _stream(text: str) -> str:
    """The characters that count, as UTF-16 has them, with one more for the end of the file."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace(" ", "").replace("\t", "")
    return _ASTRAL.sub(_pair, lines) + _END


def _pair(found: re.Match[str]) -> str:
    high, low = divmod(ord(found[0]) - 0x10000, 0x400)
    return chr(0xD800 + high) + chr(0xDC00 + low)


def _blocks(stream: str) -> Iterator[str]:
    """The characters that the hash of each line is over; behind the end of the file stand zeros."""
    start = 0
    while start >= 0:
        yield stream[start : start + _BLOCK].ljust(_BLOCK, "\0")
        start = stream.find("\n", start) + 1 or -1


def _hash(block: str) -> int:
    value = 0
    for character in block:
        value = (value * _FACTOR + ord(character)) & _WRAP
    return value
