"""Which files and lines a cell of a compliance matrix names; whether they show anything lies in ``audit``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from harness.markdown.tables import Cell

NOTHING = frozenset({"", "-", "--", "–", "—", "n/a", "na", "none", "n.a.", "tbd", "not applicable"})
_NUMBERS = r"l?([0-9]{1,7})(?:\s*(?:-|–|—|\.\.|to)\s*l?([0-9]{1,7}))?"
_LINES = re.compile(_NUMBERS, re.IGNORECASE)
_WORD = re.compile(r"^\s*(?:lines?|ll?\.|ln)\s*[:.]?\s+", re.IGNORECASE)
_FRAGMENT = re.compile(r"L([0-9]{1,7})(?:C[0-9]+)?(?:-L?([0-9]{1,7})(?:C[0-9]+)?)?")
_BEHIND = re.compile(rf"(.+?):{_NUMBERS}(?::[0-9]+)?", re.IGNORECASE)
_BLOB = re.compile(r"https?://[^/]+/.+?/(?:blob|tree|raw)/[^/]+/(.+)")
_WHOLE = re.compile(r"\*|(?:all|whole|entire|throughout|full|every|multiple|various)\b.*", re.IGNORECASE)
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_MOST = 50

Range = tuple[int, int]


@dataclass(frozen=True)
class Target:
    """A path or glob, and the first and last line that are meant; None means all of them."""

    path: str
    lines: Range | None = None


def targets(files: Cell, lines: Cell | None) -> tuple[Target, ...]:
    """What the cells name: every file with every range of lines; a list of files goes with a list of lines of its length.

    Raises:
        ValueError: if the lines cannot be understood; the message says which.
    """
    named = _files(files)[:_MOST]
    ranges = line_ranges(lines.text if lines else "")[:_MOST]
    if len(named) > 1 and len(named) == len(ranges):
        return tuple(Target(one.path, range) for one, range in zip(named, ranges, strict=True))
    return tuple(
        Target(one.path, range) for one in named for range in ((one.lines,) if one.lines else ranges or (None,))
    )


def line_ranges(text: str) -> tuple[Range, ...]:
    """``12``, ``12-14``, ``L12``, ``3, 9-11`` as first and last lines; nothing where all lines or none are named.

    Raises:
        ValueError: if it is something else.
    """
    text = _WORD.sub("", text.strip(" *_~`")).strip()
    if text.lower() in NOTHING or _WHOLE.fullmatch(text):
        return ()
    return tuple(_range(part.strip(" ~`"), text) for part in re.split(r"[,;&]|\band\b", text) if part.strip(" ~`"))


def _range(part: str, text: str) -> Range:
    found = _LINES.fullmatch(_WORD.sub("", part))
    first = int(found[1]) if found else 0
    last = int(found[2] or first) if found else 0
    if not 0 < first <= last:
        raise ValueError(f"the lines '{text[:80]}' cannot be understood")
    return first, last


def _files(cell: Cell) -> list[Target]:
    linked = [target for link in cell.links if (target := _linked(link))]
    if linked:
        return linked
    if cell.text.strip(" *_`").lower() in NOTHING:
        return []
    parts = cell.codes or re.split(r"[,;]\s+|\s+and\s+", cell.text)
    return [target for part in parts if (target := _written(part.strip(" ,;`")))]


def _written(text: str) -> Target | None:
    """A path as typed, with the lines that may stand behind it: ``src/auth.py:10-20`` or ``src/auth.py#L10``."""
    path, _, fragment = text.partition("#")
    found = _FRAGMENT.fullmatch(fragment) or _BEHIND.fullmatch(text)
    if not found:
        return _target(text if not fragment else path, None)
    if found.re is _BEHIND:
        return _target(found[1], (int(found[2]), int(found[3] or found[2])))
    return _target(path, (int(found[1]), int(found[2] or found[1])))


def _linked(link: str) -> Target | None:
    """The file of the project that a link leads to; None where it leads elsewhere."""
    blob = _BLOB.fullmatch(link)
    inner = blob[1] if blob else link
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#", inner):
        return None
    path, _, fragment = inner.partition("#")
    found = _FRAGMENT.fullmatch(fragment)
    lines = (int(found[1]), int(found[2] or found[1])) if found else None
    decoded = _PERCENT.sub(lambda one: bytes([int(one[1], 16)]), path.encode()).decode("utf-8", "replace")
    return _target(decoded.partition("?")[0], lines)


def _target(path: str, lines: Range | None) -> Target | None:
    """A path that can be one: prose such as ``All routers`` is none."""
    path = path.strip()
    if not path or (" " in path and "/" not in path and "." not in path):
        return None
    ordered = (min(lines), max(lines)) if lines else None
    clean = str(PurePosixPath(path)) if not path.endswith("/") else f"{PurePosixPath(path)}/"
    return Target(clean, ordered)
