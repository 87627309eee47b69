"""The lines in which a page is told: what stands together in one line, and what of a long row of likes is left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from harness.domain.roles import ROLES_OF
from harness.evaluation.page_outline import CELLS, PLAIN, WRAPPERS, Branch, walk

_MARKS = ("checked", "disabled", "expanded", "level", "pressed", "selected", "active")
_PLURALS = {
    "listitem": "list items",
    "switch": "switches",
    "radio": "radios",
    "searchbox": "searchboxes",
    "textbox": "textboxes",
}
_FIELDS_FACTOR = 5
"""How many times more of a form is told than of other rows: most of it is to be filled in."""

_MOST_OPTIONS = 12
_MOST_WIDE = 160
_SHORT_TITLE = 30
_MOST_TITLES = 8
_BETWEEN_CELLS = "   "
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Measure:
    """How much is told: of a row of more than ``long`` likes only ``kept`` of them, of a text ``text`` characters."""

    long: int
    kept: int
    text: int


class Lines:
    """Tells a page in lines. ``measure`` says how much of it; what shows words of interest is told in any case."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure

    def of(self, branches: Sequence[Branch]) -> list[str]:
        """The lines of some elements that stand beside each other, each line indented by how deep it stands."""
        lines: list[str] = []
        for alike, run in groupby(branches, lambda one: one.role):
            row = list(run)
            hidden = self._hidden(row) if alike not in PLAIN else frozenset()
            lines += self._row(row, hidden)
        return _joined(lines)

    def _row(self, row: Sequence[Branch], hidden: frozenset[int]) -> Iterator[str]:
        """A row of likes; where some are left out, how many, and what they are about."""
        left_out: list[Branch] = []
        for index, branch in enumerate(row):
            if index in hidden:
                left_out.append(branch)
                continue
            yield from self._left_out(left_out)
            left_out = []
            yield from self._branch(branch)
        yield from self._left_out(left_out)

    def _left_out(self, branches: Sequence[Branch]) -> Iterator[str]:
        """How many are left out; a single one takes no more room than to say so."""
        if len(branches) == 1:
            yield from self._branch(branches[0])
        elif branches:
            yield _more(branches)

    def _hidden(self, row: Sequence[Branch]) -> frozenset[int]:
        long = self._measure.long * (_FIELDS_FACTOR if row[0].has_field else 1)
        if len(row) <= long:
            return frozenset()
        kept = {*range(self._measure.kept), len(row) - 1, *_favoured(row)[: 2 * self._measure.kept]}
        return frozenset(range(len(row))) - kept

    def _branch(self, branch: Branch) -> Iterator[str]:
        if branch.inline:
            # A phrase goes on in the line before it, if that is one, too; a wrapper stands in a line of its own.
            told = self.phrase(branch)
            if told:
                yield _GOES_ON + told if branch.role not in WRAPPERS else told
            return
        if branch.role == "row":
            yield from self._table_row(branch)
            return
        lines = self.of(branch.children)
        head = self._head(branch)
        if not head:
            yield from lines
        elif len(lines) == 1 and not lines[0].startswith(" "):
            yield f"{head}: {lines[0]}"
        elif lines:
            yield f"{head}:"
            yield from (f" {line}" for line in lines)
        else:
            yield head

    def _table_row(self, branch: Branch) -> Iterator[str]:
        """The cells beside each other, as long as each of them fits into a line."""
        cells = [self.of((cell,)) for cell in branch.children]
        if all(len(cell) <= 1 for cell in cells):
            yield f"{self._head(branch)}: {_BETWEEN_CELLS.join(cell[0] if cell else '-' for cell in cells)}"
            return
        yield f"{self._head(branch)}:"
        yield from (f" {line}" for cell in cells for line in cell)

    def _head(self, branch: Branch) -> str:
        """Role, name and state; nothing for what only holds other things together."""
        node = branch.node
        if branch.role in WRAPPERS and not branch.acts:
            own_name = node.name and not (branch.children and branch.role in CELLS)
            return self._cut(branch, node.name) if own_name else ""
        own = self._cut(branch, node.value) if node.value else ""
        head = _tag(branch, node.name)
        return f"{head}: {own}" if own else head

    def phrase(self, branch: Branch) -> str:
        """An element and all below it within one line."""
        if branch.role in ROLES_OF["field"]:
            return _field(branch)
        if branch.acts:
            return _tag(branch, branch.name)
        node = branch.node
        if branch.role in ROLES_OF["image"]:
            return f'img "{node.name}"' if node.name else ""
        own = node.value or (node.name if not branch.children else "")
        if own:
            return self._cut(branch, own)
        fields = {_plain(child.node.name) for child in branch.children if child.acts}
        # A label repeats what its field is called.
        parts = [self.phrase(child) for child in branch.children if _plain(child.node.value or "") not in fields]
        return " ".join(part for part in parts if part)

    def _cut(self, branch: Branch, text: str) -> str:
        """A text, or its beginning and what is around its first word of interest."""
        most, text = self._measure.text, _plain(text)
        if len(text) <= most * 5 // 4:
            return text
        end = most
        begun = f"{text[:end].rstrip()} …"
        at = min((found for sign in branch.signs if (found := text.lower().find(sign, end)) >= 0), default=-1)
        if at < 0:
            return begun
        around = text[max(at - 40, end) : at + 80].strip()
        return f"{begun} {around} …" if at + 80 < len(text) else f"{begun} {around}"


_GOES_ON = "\x00"
"""At the beginning of what stands in one line with its like."""


def tag(branch: Branch) -> str:
    """An element by itself: its role, name, state, what it holds, and its reference."""
    if branch.role in ROLES_OF["field"]:
        return _field(branch)
    if branch.role in PLAIN or (branch.role in WRAPPERS and not branch.acts):
        return _plain(branch.name or branch.node.value or "")
    return _tag(branch, branch.name, always=True)


def _field(branch: Branch) -> str:
    node = branch.node
    options = [child for child, _ in walk(branch.children) if child.role == "option"]
    if options and branch.role == "combobox":
        chosen = next((one.node.name for one in options if "selected" in one.node.marks), "")
        listed = "; ".join(_plain(one.node.name) for one in options[:_MOST_OPTIONS])
        more = f"; … {len(options) - _MOST_OPTIONS} more" if len(options) > _MOST_OPTIONS else ""
        return f"{_tag(branch, node.name)}: {chosen} (of: {listed}{more})"
    held = node.value or next((one.node.value for one in branch.children if one.role == "text" and one.node.value), "")
    hint = f' placeholder "{branch.placeholder}"' if branch.placeholder and branch.placeholder != node.name else ""
    return f"{_tag(branch, node.name)}{hint}" + (f": {_short(held, _MOST_WIDE)}" if held else "")


def _tag(branch: Branch, name: str, always: bool = False) -> str:
    """``button "Pay" [disabled] [ref=e7]``; the reference only where something can be done with it, unless ``always``."""
    node = branch.node
    marks = [
        f"[{mark}={node.marks[mark]}]" if node.marks[mark] else f"[{mark}]" for mark in _MARKS if mark in node.marks
    ]
    if node.ref and (branch.acts or always):
        marks.append(f"[ref={node.ref}]")
    named = f'"{_short(_plain(name), _MOST_WIDE)}"' if name else ""
    return " ".join(part for part in (branch.role, named, *marks) if part)


def _joined(lines: Sequence[str]) -> list[str]:
    """The lines, with phrases that follow each other in one, as long as it does not grow too wide."""
    joined: list[str] = []
    for line in lines:
        phrase = line.startswith(_GOES_ON)
        text = line.removeprefix(_GOES_ON)
        if phrase and joined and joined[-1].startswith(_GOES_ON) and len(joined[-1]) < _MOST_WIDE:
            joined[-1] += f" {text}"
        else:
            joined.append(line)
    return [line.removeprefix(_GOES_ON) for line in joined]


def _favoured(row: Sequence[Branch]) -> list[int]:
    """Those of a row that show words of interest which most of the others do not, best first."""
    count = Counter(sign for branch in row for sign in branch.signs)
    rare = {sign for sign, often in count.items() if often <= max(2, len(row) // 8)}
    scores = {index: len(branch.signs & rare) for index, branch in enumerate(row)}
    return sorted((index for index, score in scores.items() if score), key=lambda index: (-scores[index], index))


def _more(left_out: Sequence[Branch]) -> str:
    role = left_out[0].role
    what = _PLURALS.get(role, f"{role}s") if role not in WRAPPERS or role in CELLS else "parts"
    titles = [
        _short(_plain(one.name), _SHORT_TITLE)
        for branch in left_out[:_MOST_TITLES]
        for one in [next((one for one, _ in walk((branch,)) if one.role == "heading"), None)]
        if one is not None
    ]
    told = f" ({'; '.join(titles)}{'; …' if len(titles) < len(left_out) else ''})" if titles else ""
    return f"… {len(left_out)} more {what}{told}: use find"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _plain(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
