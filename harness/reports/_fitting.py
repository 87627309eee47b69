"""Fits what goes back with work into as many bytes as an agent reads well: worst first, and what is left out is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from harness.domain.rework import LeftOut, Quote, Rework, Task, TaskKind
from harness.reports.bundles import markdown

MOST_BYTES = 60_000
"""Of all of ``rework.md``."""
MOST_OF_ONE = 12_000
"""Of one task."""
_ROOM_FOR_THE_REST = 2_500
_SHARES = (24, 12, 6, 3, 1)
_MOST_IDS = 12


def fitted(rework: Rework, most: int = MOST_BYTES) -> Rework:
    """As many of the tasks as there is room for, each with as much as there is room for; how many others there are."""
    tasks = [_slim(task) for task in rework.tasks]
    room = most - _ROOM_FOR_THE_REST - _size(markdown.head(rework)) - _size(markdown.foot(rework))
    kept: list[Task] = []
    for task, block in zip(tasks, markdown.blocks(tasks), strict=True):
        room -= _size(block) + 2
        if room < 0:
            break
        kept.append(task)
    return rework.model_copy(update={"tasks": tuple(kept), "left_out": _left_out(tasks[len(kept) :], rework.left_out)})


def _left_out(tasks: Sequence[Task], before: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    counts = Counter(task.kind for task in tasks)
    counts.update({one.kind: one.count for one in before})
    return tuple(
        LeftOut(
            kind=kind,
            count=counts[kind],
            ids=tuple(task.id for task in tasks if task.kind is kind and task.id)[:_MOST_IDS],
        )
        for kind in TaskKind
        if counts[kind]
    )


def _slim(task: Task) -> Task:
    """The task, with fewer and fewer lines of each kind until it fits."""
    slim = task
    for share in _SHARES:
        if _size(markdown.block(1, slim)) <= MOST_OF_ONE:
            return slim
        slim = _shared(task, share)
    return slim


def _shared(task: Task, share: int) -> Task:
    dropped = sum(max(len(lines) - share, 0) for lines in (task.spots, task.steps, task.difference))
    return task.model_copy(
        update={
            "requirements": task.requirements[:share],
            "sample": task.sample[:share],
            "spots": task.spots[:share],
            "steps": task.steps[-share:],
            "observed": tuple(_shorter(one, share) for one in task.observed[-share:]),
            "difference": task.difference[:share],
            "more": task.more + dropped,
        }
    )


def _shorter(quote: Quote, share: int) -> Quote:
    """The first and the last lines of it, so many of each."""
    over = len(quote.lines) - 2 * share
    if over <= 0:
        return quote
    kept = (*quote.lines[:share], *quote.lines[-share:])
    return quote.model_copy(update={"lines": kept, "head": share, "left_out": quote.left_out + over})


def _size(text: str) -> int:
    return len(text.encode())
