"""The view of a page that an evaluator gets: short, with everything that its card names within reach; acting lies elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from harness.domain.snapshots import nodes
from harness.evaluation.page_lines import Lines, Measure, tag
from harness.evaluation.page_outline import WRAPPERS, Branch, outline, walk, words_in

_MEASURES = (Measure(30, 15, 600), Measure(12, 6, 400), Measure(8, 4, 200), Measure(5, 3, 100), Measure(3, 1, 60))
"""From the most that is told to the least; the first that is short enough is taken."""

_SMALL = 2000
"""Characters that need no shortening."""

_MOST_FOUND = 20
_MOST_NAMED = 12
_CONTEXT = 70
_NOTHING = "(nothing)"
_LEFT_OUT = "… the rest is left out: use find"
_ALSO = "… and among what is left out:"
_PLACES = ("row", "listitem", "article", "dialog", "alertdialog", "form", "region", "group", "navigation", "iframe")


def compact(snapshot: str, words: frozenset[str], most: int) -> str:
    """What a page shows, at most ``most`` characters, and of a large page at most half of the snapshot.

    ``words`` (lower case) are those of the card: what shows them is told before other things of its kind.
    """
    page = outline(snapshot, words)
    target = min(most, max(_SMALL, len(snapshot) // 2))
    for measure in _MEASURES:
        told = "\n".join(Lines(measure).of(page))
        whole = _with(told, _named_elsewhere(page, told) if words else [])
        if len(whole) <= target:
            return whole or _NOTHING
    return _cut(told, page, target)


def interactive(snapshot: str) -> str:
    """Only what can be acted on, a line each, with where it stands."""
    return (
        "\n".join(_placed(one, around) for one, around in walk(outline(snapshot)) if one.acts and one.node.ref)
        or _NOTHING
    )


def find(snapshot: str, query: str) -> str:
    """The elements that show words of the query, at most 20, best first, each with its reference and where it stands."""
    wanted = words_in(query)
    found = [(one, around, score) for one, around in walk(outline(snapshot)) if (score := _score(one, wanted, query))]
    found.sort(key=lambda hit: -hit[2])
    lines = dict.fromkeys(_placed(one, around) for one, around, _ in found[: 2 * _MOST_FOUND])
    return "\n".join(list(lines)[:_MOST_FOUND]) or _NOTHING


def subtree(snapshot: str, ref: str | None, depth: int | None) -> str:
    """The part of the snapshot that a reference stands for, so many levels deep; empty where there is no such reference."""
    if ref is None and depth is None:
        return snapshot
    lines = snapshot.split("\n")
    start = next((node for node in nodes(snapshot) if node.ref == ref), None) if ref else None
    if ref and start is None:
        return ""
    first, indent = (start.line, start.depth) if start else (0, 0)
    kept = [lines[first]]
    for line in lines[first + 1 :]:
        level = len(line) - len(line.lstrip(" ")) - indent
        if start is not None and level <= 0:
            break
        if depth is None or level <= 2 * depth:
            kept.append(line)
    return "\n".join(kept)


def _named_elsewhere(page: Sequence[Branch], told: str) -> list[str]:
    """What the card seems to name and is not told so far."""
    found = (one for one, _ in walk(page) if one.node.name.casefold() in one.signs)
    wanted = dict.fromkeys(tag(one) for one in found if one.acts or one.role == "heading")
    return [line for line in wanted if line.partition(" [")[0] not in told][:_MOST_NAMED]


def _with(told: str, missing: Sequence[str]) -> str:
    return "\n".join([told, _ALSO, *(f" {line}" for line in missing)]) if missing else told


def _cut(told: str, page: Sequence[Branch], most: int) -> str:
    """As many whole lines as there is room for, and in any case what the card names."""
    room = most * 3 // 4
    head = told[: room + 1].rpartition("\n")[0] or told[:room]
    tail = _with(_LEFT_OUT, _named_elsewhere(page, head))
    return f"{head}\n{tail}"[:most]


def _score(branch: Branch, wanted: frozenset[str], query: str) -> int:
    """How well an element fits: the words that it shows, and more if it is called just so; 0 if not at all."""
    if branch.role in WRAPPERS and branch.children and not branch.acts:
        return 0
    named = branch.name if branch.acts or branch.role == "heading" else branch.node.name
    text = f"{branch.role} {named} {branch.node.value or ''} {branch.placeholder}"
    shown = wanted & words_in(text)
    if not shown - {branch.role}:
        return 0 if branch.role not in wanted else 1
    exact = named.casefold() == query.strip().casefold()
    return 4 * len(shown) + 2 * branch.acts + 100 * exact


def _placed(branch: Branch, around: Sequence[Branch]) -> str:
    """An element, and in which row, part or dialog it stands."""
    line = tag(branch)
    place = next(
        (one for one in reversed(around) if one.role in _PLACES and (one.node.name or one.role in _PLACES[:3])), None
    )
    if place is None:
        return line
    return f"{line}  — in {place.role}: {place.beginning(_CONTEXT)}"
