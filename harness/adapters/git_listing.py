"""What ``git ls-files`` says of a folder: its paths, and what it means where one of them is not there; it runs nothing."""

from __future__ import annotations

import os
from enum import Enum, auto

LISTING = ("ls-files", "-z", "-t", "--stage", "--cached", "--others", "--exclude-standard")
"""The command that is read here: everything that git tracks or would track."""
_SUBMODULE = "160000"


class Absence(Enum):
    """What it means that something which git lists is not there."""

    DELETED = auto()
    SPARSE = auto()
    SUBMODULE = auto()


def tracked_and_new(listed: bytes) -> dict[str, Absence]:
    """Each path in what the command printed, once; that of a repository which is not tracked ends with a slash."""
    return dict(_row(os.fsdecode(row)) for row in listed.split(b"\0") if row)


def _row(row: str) -> tuple[str, Absence]:
    """Such as ``H 100644 <id> 0<tab>a.py``, or ``? b.py`` for what git does not track."""
    tag, rest = row[:1], row[2:]
    if tag == "?":
        return rest, Absence.DELETED
    facts, _, path = rest.partition("\t")
    if facts.startswith(_SUBMODULE):
        return path, Absence.SUBMODULE
    return path, Absence.SPARSE if tag == "S" else Absence.DELETED
