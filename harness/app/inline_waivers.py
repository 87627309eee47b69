"""Whether the comments of a file waive more of a principle than they did; which files are asked is told elsewhere."""

from __future__ import annotations

import hashlib

from harness.constitution.waivers import added, inline_waivers
from harness.domain.findings import Waiver
from harness.ports.sources import SourceFile

WAIVE = b"waive"
"""What stands in every file with such a comment."""


def is_waiving(path: str, now: bytes, then: bytes) -> bool:
    """Whether a file has a waiver that can cover something and did not stand there before."""
    return any(one.added for one in added(_inline(path, now), _inline(path, then)))


def _inline(path: str, data: bytes) -> tuple[Waiver, ...]:
    file = SourceFile(path, data, hashlib.sha256(data).hexdigest())
    return tuple(waiver for waiver in inline_waivers(file) if not waiver.trouble)
