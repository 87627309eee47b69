"""Reads Playwright's accessibility snapshots: which elements a page has and what they hold; judges nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

LINE = re.compile(
    r"""^(?P<indent>\s*)-\ (?P<quote>')?(?P<role>[a-z]+)(?:\ (?P<name>"(?:[^"\\]|\\.)*"|/(?:[^/\\]|\\.)*/))?"""
    r"""(?P<marks>(?:\ \[[^\]]*\])*)(?P<end>'?:?)(?:\ (?P<rest>.*))?$""",
    re.VERBOSE,
)
_HINT = re.compile(r"\s*- /placeholder:")
_HELD = re.compile(r"(?P<indent>\s*)- text:(?: (?P<rest>.*))?$")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|.)")
_MARK = re.compile(r"\[([a-z]+)(?:=([^\]]*))?\]")
_BOX = re.compile(r"(-?[\d.]+),(-?[\d.]+),(-?[\d.]+),(-?[\d.]+)")


@dataclass(frozen=True)
class Node:
    """One element of a snapshot; ``line`` is its number from 0, ``value`` the text that stands behind it, if any.

    ``held`` is the number of the line where that text stands: of a field with a placeholder that is one further below.
    """

    line: int
    depth: int
    role: str
    name: str
    marks: dict[str, str]
    value: str | None
    held: int

    @property
    def ref(self) -> str:
        """The reference by which the element can be acted on."""
        return self.marks.get("ref", "")

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in its box."""
        found = _BOX.fullmatch(self.marks.get("box", ""))
        if not found:
            return False
        left, top, width, height = map(float, found.groups())
        return left <= x < left + width and top <= y < top + height


def nodes(snapshot: str) -> Iterator[Node]:
    """Every element of a snapshot, in its order."""
    # Cut at line feeds alone: a name may hold other characters that Python takes for the end of a line.
    lines = snapshot.split("\n")
    passed = -1
    for number, line in enumerate(lines):
        found = LINE.match(line) if number > passed else None
        if not found:
            continue
        quoted = found["quote"] is not None
        marks = {mark[1]: mark[2] or "" for mark in _MARK.finditer(found["marks"])}
        name = _unquoted(found["name"] or "", quoted)
        depth, value, held = len(found["indent"]), found["rest"], number
        if value is None and (below := _behind_placeholder(lines, number, depth)):
            value, held = below["rest"], number + 2
            passed = held
        yield Node(number, depth, found["role"], name, marks, _plain(value), held)


def _behind_placeholder(lines: list[str], number: int, depth: int) -> re.Match[str] | None:
    """Where a field holds its text when it has a placeholder, too: two lines below, as if it were something in it."""
    if number + 2 >= len(lines) or not _HINT.match(lines[number + 1]):
        return None
    found = _HELD.match(lines[number + 2])
    return found if found and len(found["indent"]) > depth else None


def value_of(node: Node, snapshot: str) -> str | None:
    """What an element holds: a box ``true`` or ``false``, a list its chosen option, a field its text; None for any other."""
    if node.role in ("checkbox", "switch", "radio", "menuitemcheckbox", "menuitemradio"):
        return "true" if node.marks.get("checked") == "" and "checked" in node.marks else "false"
    if node.role in ("combobox", "listbox") and (chosen := _chosen(node, snapshot)) is not None:
        return chosen
    if node.role in ("textbox", "searchbox", "combobox", "spinbutton", "slider"):
        return node.value or ""
    return None


def _chosen(node: Node, snapshot: str) -> str | None:
    chosen = [below.name for below in _below(node, snapshot) if below.role == "option" and "selected" in below.marks]
    return ", ".join(chosen) if chosen else None


def _below(node: Node, snapshot: str) -> Iterator[Node]:
    for other in nodes("\n".join(snapshot.split("\n")[node.line + 1 :])):
        if other.depth <= node.depth:
            return
        yield other


def _unquoted(name: str, quoted: bool) -> str:
    if not name.startswith('"'):
        return name
    try:
        return str(json.loads(name.replace("''", "'") if quoted else name))
    except ValueError:
        return name[1:-1]


def _plain(rest: str | None) -> str | None:
    """A YAML scalar as Playwright writes it."""
    if rest is None or not rest.startswith('"'):
        return rest
    try:
        return str(json.loads(_ESCAPE.sub(lambda one: f"\\u00{one[1]}" if one[1] else one[0], rest)))
    except ValueError:
        return rest
