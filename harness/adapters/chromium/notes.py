"""Which element an action touches, as a user would name it: looked up before, its value read off the page after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.adapters.chromium.elements import CLICKABLE, FIELD
from harness.adapters.chromium.problems import unless_gone
from harness.domain.observations import Touched
from harness.domain.snapshots import Node, nodes, value_of

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

_MILLISECONDS = 2000


@dataclass
class Note:
    """What is known of the element that the action under way touches; ``password`` if what it holds is secret."""

    role: str = ""
    name: str = ""
    unique: bool = True
    password: bool = False

    def touched(self, snapshot: str) -> Touched | None:
        """The element with what it holds in a later snapshot."""
        if not self.role:
            return None
        alike = [node for node in nodes(snapshot) if (node.role, node.name) == (self.role, self.name)]
        value = value_of(alike[0], snapshot) if len(alike) == 1 else None
        return Touched(role=self.role, name=self.name, unique=self.unique, value=value)


async def of_element(locator: Locator) -> Note:
    """What a found element is called; it was found by role and name, so no other is called like it."""
    shown = await unless_gone(locator.aria_snapshot(timeout=_MILLISECONDS), "")
    password = await unless_gone(locator.get_attribute("type", timeout=_MILLISECONDS), None) == "password"
    first = next(nodes(shown), None)
    if first is None:
        return Note(password=password)
    return Note(first.role, first.name or (first.value or "" if first.role == "text" else ""), True, password)


def of_reference(ref: str, snapshot: str) -> Note:
    """What the element behind a reference was called in the snapshot that gave the reference."""
    return _note([node for node in nodes(snapshot) if node.ref == ref], snapshot)


def of_focus(snapshot: str) -> Note:
    """What has the focus."""
    return _note([node for node in nodes(snapshot) if "active" in node.marks and node.role not in _NOTHING], snapshot)


async def at_point(page: Page, x: int, y: int) -> Note:
    """What lies at a point of what can be seen: the innermost that can be used, else the innermost that has a name."""
    snapshot = await unless_gone(page.aria_snapshot(mode="ai", boxes=True, timeout=_MILLISECONDS), "")
    there = [node for node in nodes(snapshot) if node.holds(x, y)]
    usable = [node for node in there if node.role in (*CLICKABLE, *FIELD)]
    return _note(usable or [node for node in there if node.name], snapshot)


_NOTHING = ("generic", "document")


def _note(found: list[Node], snapshot: str) -> Note:
    if not found:
        return Note()
    node = found[-1]
    alike = sum((other.role, other.name) == (node.role, node.name) for other in nodes(snapshot))
    return Note(node.role, node.name, alike == 1)
