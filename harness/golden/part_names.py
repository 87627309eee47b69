"""Names of the parts of a step: no two are the same, and none holds what separates the ways into a part."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

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
    named: dict[str, Part] = {}
    for part in parts:
        name = free(part.name, named)
        named[name] = part if name == part.name else part.model_copy(update={"name": name})
    return tuple(named.values())


def free(name: str, taken: Mapping[str, Any]) -> str:
    """A name that is not taken, counted where it is."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name} ({number})"
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
