"""Where files of evidence lie in a site, by what is in them; which of them are taken along is told in ``app``."""

from __future__ import annotations

import hashlib
from collections.abc import Set as AbstractSet

from harness.reports._html.budget import LONGEST_TEXT, Copies

EVIDENCE = "evidence"
"""The folder of the site."""
LONGEST_SHOWN = LONGEST_TEXT
"""Bytes from which on an output is shown in part, and lies in the site as a whole."""
_KINDS = {".png": ".png", ".cast": ".cast"}


def copy_name(name: str, data: bytes) -> str:
    """Where the copy of a file of that name and content lies, from the site's folder on."""
    kind = _KINDS.get(f".{name.rpartition('.')[2]}", ".txt")
    return f"{EVIDENCE}/{hashlib.sha256(data).hexdigest()[:32]}{kind}"


def addresses(copies: AbstractSet[str], up: str) -> Copies:
    """What gives the address of a copy as seen from a page, from which ``up`` leads to the site's folder."""

    def address(name: str, data: bytes) -> str | None:
        where = copy_name(name, data)
        return f"{up}{where}" if where in copies else None

    return address
