"""The elements of a recorded page, as a user would name them; what is expected of them is judged elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.domain.observations import PageObservation
from harness.domain.roles import ROLES_OF, aria_roles
from harness.domain.snapshots import Node, nodes, value_of

_MOST_NODES = 50_000
_NAMED_BY_CONTENT = frozenset({"row", "listitem", "alert", "status", "cell", "paragraph", "group", "list"})


@dataclass(frozen=True)
class Element:
    """One element: its ARIA role, its accessible name, the text below it, and its state. ``ticked`` is None if it is no box."""

    role: str
    name: str
    text: str
    value: str | None
    disabled: bool
    ticked: bool | None
    ref: str


def elements(page: PageObservation) -> list[Element]:
    """Every element of a page, frames included, in the order of the page."""
    found = [node for _, node in zip(range(_MOST_NODES), nodes(page.snapshot), strict=False)]
    return [
        _element(node, found[index + 1 :], page.snapshot) for index, node in enumerate(found) if node.role != "text"
    ]


def named(page: PageObservation, word: str, name: str) -> list[Element]:
    """The elements that a card's word for a role and a name stand for; the name is exact but for blanks.

    What has no name of its own (an alert, a row) is known by the whole of its text.
    """
    roles, wanted = aria_roles(word), _plain(name)
    return [one for one in elements(page) if one.role in roles and wanted in _names(one)]


def of_role(page: PageObservation, word: str) -> list[Element]:
    """Every element that a card's word for a role may stand for."""
    roles = aria_roles(word)
    return [one for one in elements(page) if one.role in roles]


def seen_beside_text(page: PageObservation) -> str:
    """What a user sees on a page that is not in its text: what fields hold, and the words on buttons, a line each."""
    found: list[str] = []
    for one in elements(page):
        if one.role in ROLES_OF["field"] and one.value:
            found.append(one.value)
        elif one.role == "button" and one.name:
            found.append(one.name)
    return "\n".join(found)


def _element(node: Node, following: list[Node], snapshot: str) -> Element:
    checked = node.marks.get("checked")
    return Element(
        role=node.role,
        name=node.name,
        text=" ".join(_texts(node, following)),
        value=value_of(node, snapshot) if node.role in ROLES_OF["field"] else None,
        disabled="disabled" in node.marks,
        ticked=checked == "" if node.role in ROLES_OF["box"] else None,
        ref=node.ref,
    )


def _texts(node: Node, following: list[Node]) -> Iterator[str]:
    """The text of an element and of all below it."""
    if node.value:
        yield node.value
    for other in following:
        if other.depth <= node.depth:
            return
        if text := other.value or (other.name if other.role != "img" else ""):
            yield text


def _names(element: Element) -> tuple[str, ...]:
    if element.name and element.role not in _NAMED_BY_CONTENT:
        return (_plain(element.name),)
    return tuple(dict.fromkeys(_plain(one) for one in (element.name, element.text) if one))


def _plain(text: str) -> str:
    return " ".join(text.split())
