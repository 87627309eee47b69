"""The tree of what a page showed, with what each part of it says of a card; how much of it is told lies with the view."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from harness.domain.roles import CLICKABLE, ROLES_OF
from harness.domain.snapshots import Node, nodes

ACTING = CLICKABLE | ROLES_OF["field"] | ROLES_OF["box"]
"""Roles of what can be acted on, whatever it looks like."""

_LISTS = frozenset({"listbox", "tree", "radiogroup"})

PLAIN = frozenset(
    {"text", "code", "strong", "emphasis", "insertion", "deletion", "mark", "subscript", "superscript", "time"}
)
CELLS = frozenset({"cell", "gridcell", "columnheader", "rowheader"})
WRAPPERS = CELLS | {
    "generic",
    "none",
    "presentation",
    "paragraph",
    "rowgroup",
    "caption",
    "group",
    "figure",
    "blockquote",
}
"""Roles of what says nothing by itself: without a name only what is in it is told."""

_FILLED = ROLES_OF["field"] | ROLES_OF["box"]
_PICTURES = ROLES_OF["image"]
_MOST_NODES = 60_000
_MOST_LEVELS = 60
_LONGEST_NAME = 200
_WORD = re.compile(r"\w+")
_PLACEHOLDER = re.compile(r'\s*- /placeholder: "?(.*?)"?$')


@dataclass(frozen=True, eq=False)
class Branch:
    """One element with all below it.

    ``inline`` if it is part of a line of text. ``signs`` are the words of interest in it, and the whole names made of nothing
    but such words. ``has_field`` if something in it can be filled in.
    """

    node: Node
    children: tuple[Branch, ...]
    placeholder: str
    inline: bool
    signs: frozenset[str]
    has_field: bool

    @property
    def role(self) -> str:
        """Its ARIA role."""
        return self.node.role

    @property
    def acts(self) -> bool:
        """Whether a user can do something with it."""
        return self.role in ACTING or "cursor" in self.node.marks

    @property
    def name(self) -> str:
        """What it is called: by itself, or else by what is in it."""
        return self.node.name or self.text

    @property
    def text(self) -> str:
        """All that is in it, in one line."""
        return " ".join(_said(self))

    def beginning(self, most: int) -> str:
        """How its name, or all that is in it, begins; without reading on."""
        begun = self.node.name
        for piece in () if begun else _said(self):
            begun += f" {piece}"
            if len(begun) > most:
                break
        plain = " ".join(begun[: 2 * most].split())
        return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def outline(snapshot: str, words: frozenset[str] = frozenset()) -> tuple[Branch, ...]:
    """The topmost elements of a page. What is too much or too deep for any reader is left out, or hung higher."""
    found = list(islice(nodes(snapshot), _MOST_NODES))
    lines = snapshot.split("\n")
    above = _parents(found)
    below: list[list[Branch]] = [[] for _ in found]
    top: list[Branch] = []
    for index in reversed(range(len(found))):
        children = tuple(reversed(below[index]))
        branch = _branch(found[index], children, lines, words)
        parent = above[index]
        (top if parent is None else below[parent]).append(branch)
    return tuple(reversed(top))


def walk(branches: Sequence[Branch]) -> Iterator[tuple[Branch, tuple[Branch, ...]]]:
    """Every element in the order of the page, with what it stands in, innermost last."""
    # Iterators, because who asks for the beginning of something large does not want all of it.
    waiting: list[tuple[Iterator[Branch], tuple[Branch, ...]]] = [(iter(branches), ())]
    while waiting:
        rest, around = waiting[-1]
        branch = next(rest, None)
        if branch is None:
            waiting.pop()
            continue
        yield branch, around
        waiting.append((iter(branch.children), (*around, branch)))


def words_in(text: str) -> frozenset[str]:
    """The words of a text, in lower case."""
    return frozenset(_WORD.findall(text.lower()))


def _parents(found: Sequence[Node]) -> list[int | None]:
    above: list[int | None] = []
    path: list[int] = []
    for index, node in enumerate(found):
        while path and found[path[-1]].depth >= node.depth:
            path.pop()
        above.append(path[-1] if path else None)
        if len(path) < _MOST_LEVELS:
            path.append(index)
    return above


def _branch(node: Node, children: tuple[Branch, ...], lines: Sequence[str], words: frozenset[str]) -> Branch:
    inside = all(child.inline for child in children)
    bare = node.role in WRAPPERS and not node.name
    inline = node.role in (PLAIN | _PICTURES | ACTING) - _LISTS or (inside and bare)
    following = lines[node.line + 1] if node.line + 1 < len(lines) else ""
    hint = _PLACEHOLDER.match(following)
    signs = _signs(node, words).union(*(child.signs for child in children))
    has_field = node.role in _FILLED or any(child.has_field for child in children)
    return Branch(node, children, hint[1] if hint else "", inline, signs, has_field)


def _signs(node: Node, words: frozenset[str]) -> frozenset[str]:
    if not words:
        return frozenset()
    named = words_in(node.name)
    found = words & (named | words_in(node.value or ""))
    meant = {word for word in named if len(word) > 2 or word.isdigit()}
    whole = {node.name.casefold()} if meant and meant <= words and len(node.name) <= _LONGEST_NAME else set()
    return found | whole


def _said(branch: Branch) -> Iterator[str]:
    for one, around in walk((branch,)):
        if any(other is not branch and other.node.name for other in around):
            continue  # its name is what it holds
        if one is not branch and one.node.name:
            yield one.node.name
        if one.node.value and (one.role not in ROLES_OF["field"]):
            yield one.node.value
