"""Names of the parts of a step: no two are the same, and none holds what separates the ways into a part."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable

from harness.domain.golden import Part

BETWEEN = " / "
"""What separates a step, a part and the way into it."""
_PLAIN = re.compile(r"[^\s/\"\\](?:[^/\"\\\n]*[^\s/\"\\])?")
_LINE = re.compile(r"line [0-9]+")


def spelled(name: str) -> str:
    """The path of a file as part of a name."""
    if BETWEEN not in name and "\\" not in name:
        return name
    return name.replace("\\", "\\\\").replace("/", "\\/")


def apart(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts, those counted whose names are the same."""
    parts = tuple(parts)
    if len({part.name for part in parts}) == len(parts):
        return parts
    names = Names()
    named = []
    for part in parts:
        name = names.free(part.name)
        named.append(part if name == part.name else part.model_copy(update={"name": name}))
    return tuple(named)


class Names:
    """Names that are taken; one that is asked for again is counted."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def free(self, name: str) -> str:
        """The name, or with the first number behind it that makes it another one; then it is taken."""
        found, number = name, self._last.get(name, 1)
        while found in self._taken:
            number += 1
            found = f"{name} ({number})"
        self._last[name] = number
        self._taken.add(found)
        return found


def step_into(key: str) -> str:
    """A key of JSON as part of a way: as it is, or quoted where it could be taken for something else."""
    if _PLAIN.fullmatch(key) and not _LINE.fullmatch(key):
        return key
    return json.dumps(key, ensure_ascii=False).replace("/", "\\u002f")


def is_below(leaf: str, others: Collection[str]) -> bool:
    """Whether a leaf is one of the others, or lies below one."""
    if not others:
        return False
    at = len(leaf)
    while at > 0:
        if leaf[:at] in others:
            return True
        at = leaf.rfind(BETWEEN, 0, at)
    return False
