"""The elements of a recorded page, as a user would name them; what is expected of them is judged elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.domain.observations import PageObservation
from harness.domain.roles import ROLES_OF, aria_roles
from harness.domain.snapshots import LINE, Node, nodes

_PROPERTY = re.compile(r"\s*- /[a-z]+:")
_MOST_NODES = 50_000
_MOST_BELOW = 2_000
_NAMED_BY_CONTENT = frozenset({"row", "listitem", "alert", "status", "cell", "paragraph", "group", "list"})


@dataclass(frozen=True)
class Element:
    """One element: its ARIA role, its accessible name, the text below it, and its state.

    ``pictured`` is the text with the names of pictures. ``ticked`` is None if it is no box, or a box that is half ticked.
    """

    role: str
    name: str
    text: str
    pictured: str
    value: str | None
    disabled: bool
    ticked: bool | None
    ref: str


def elements(page: PageObservation) -> list[Element]:
    """Every element of a page, frames included, in the order of the page."""
    found = [node for _, node in zip(range(_MOST_NODES), nodes(page.snapshot), strict=False)]
    return [_element(found, index) for index, node in enumerate(found) if node.role != "text"]


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


def is_whole(page: PageObservation) -> bool:
    """Whether all of the page was recorded and is read, so that what is not found is not there."""
    last = page.snapshot.rstrip("\n").rpartition("\n")[2]
    return page.snapshot.count("\n") < _MOST_NODES and (
        not last or LINE.match(last) is not None or _PROPERTY.match(last) is not None
    )


def seen_beside_text(page: PageObservation) -> str:
    """What a user sees on a page that is not in its text: what fields hold, and the words on buttons, a line each."""
    found: list[str] = []
    for one in elements(page):
        if one.role in ROLES_OF["field"] and one.value:
            found.append(one.value)
        elif one.role == "button" and one.name:
            found.append(one.name)
    return "\n".join(found)


def _element(found: Sequence[Node], index: int) -> Element:
    node = found[index]
    checked = node.marks.get("checked")
    return Element(
        role=node.role,
        name=node.name,
        text=" ".join(_texts(found, index)),
        pictured=" ".join(_texts(found, index, pictures=True)),
        value=_value(found, index) if node.role in ROLES_OF["field"] else None,
        disabled="disabled" in node.marks,
        ticked=checked == "" if node.role in ROLES_OF["box"] and checked != "mixed" else None,
        ref=node.ref,
    )


def _value(found: Sequence[Node], index: int) -> str:
    """What a field holds; a list holds the options that are chosen."""
    chosen = [one.name for one in _below(found, index) if one.role == "option" and "selected" in one.marks]
    return ", ".join(chosen) or found[index].value or ""


def _below(found: Sequence[Node], index: int) -> Iterator[Node]:
    for at in range(index + 1, min(len(found), index + _MOST_BELOW)):
        if found[at].depth <= found[index].depth:
            return
        yield found[at]


def _texts(found: Sequence[Node], index: int, pictures: bool = False) -> Iterator[str]:
    """The text of an element and of all below it."""
    if found[index].value:
        yield found[index].value or ""
    for other in _below(found, index):
        if text := other.value or (other.name if pictures or other.role not in ROLES_OF["image"] else ""):
            yield text


def _names(element: Element) -> tuple[str, ...]:
    if element.name and element.role not in _NAMED_BY_CONTENT:
        return (_plain(element.name),)
    return tuple(dict.fromkeys(_plain(one) for one in (element.name, element.text, element.pictured) if one))


def _plain(text: str) -> str:
    return " ".join(text.split())
