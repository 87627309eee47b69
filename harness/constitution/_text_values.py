"""What must be so of a value that a regular expression found: how random it is, its check digits, what excuses it."""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from harness.constitution._byte_regex import ByteRegex, Found

Checksum = Literal["crc32-base62"]
_BASE62 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_DIGITS = 6


@dataclass(frozen=True)
class Terms:
    """What a value must meet to be told of; a value is what a pattern's first group holds, or else the whole match.

    ``entropy`` is the least number of bits that each of its characters tells, from how often each occurs in it. What one of
    ``unless`` is found in, or one of ``unless_line`` in the line where it begins, is spared.
    """

    unless: tuple[ByteRegex, ...] = ()
    unless_line: tuple[ByteRegex, ...] = ()
    entropy: float = 0.0
    checksum: Checksum | None = None

    def meets(self, found: Found) -> bool:
        """Whether a match is to be told of."""
        if self.entropy and entropy(found.value) < self.entropy:
            return False
        if self.checksum and not _CHECKSUMS[self.checksum](found.value):
            return False
        if any(regex.occurs(found.value) for regex in self.unless):
            return False
        return not any(regex.occurs(found.line) for regex in self.unless_line)


def entropy(value: bytes) -> float:
    """The bits that each byte of a value tells, from how often each occurs in it (Shannon); 0 of one that is empty."""
    counts, length = Counter(value), len(value)
    return sum(count / length * math.log2(length / count) for count in counts.values())


def ends_with_crc32(value: bytes) -> bool:
    """Whether the last six characters are the CRC-32 of those before them, in base 62, without a prefix such as ``ghp_``.

    So end the tokens of GitHub and npm (https://github.blog/engineering/behind-githubs-new-authentication-token-formats/).
    """
    _, mark, rest = value.partition(b"_")
    body = rest if mark else value
    return len(body) > _DIGITS and _base62(zlib.crc32(body[:-_DIGITS])) == body[-_DIGITS:]


def _base62(number: int) -> bytes:
    digits = bytearray()
    while number:
        number, digit = divmod(number, len(_BASE62))
        digits.append(_BASE62[digit])
    return bytes(reversed(digits)).rjust(_DIGITS, b"0")


_CHECKSUMS: dict[str, Callable[[bytes], bool]] = dict.fromkeys(get_args(Checksum), ends_with_crc32)
