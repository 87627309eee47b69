"""The tasks of a BMAD story, with the acceptance criteria that each names (``(AC: 1, 2)``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness.domain.places import Place
from harness.domain.specifications import Task
from harness.markdown.tree import Block, Item
from harness.readers.specifications._bmad_labels import BOX, items_of
from harness.readers.specifications._prose import one_line
from harness.readers.specifications._task_lines import numbers

_TASK_ID = re.compile(
    r"[*_]{0,2}(?:Task\s+|T)?(?P<id>[0-9]{1,4}(?:\.[0-9]{1,4}){0,4})[*_]{0,2}\s*[:.)–—-]?\s+(?P<text>.*)",
    re.I | re.DOTALL,
)
_FOR = re.compile(r"\(\s*(?:[^()]{0,60}\b)?ACs?\b\s*[:#]?([^()]{0,80})\)", re.I)


def tasks(blocks: Sequence[Block], story: str, path: str) -> Iterator[Task]:
    """Every item with a check box, those below others too; ``story`` is the id of the story that they are of."""
    for item in items_of(blocks):
        found = BOX.fullmatch(item.text)
        if found:
            yield _task(item, found, story, path)
        yield from tasks(item.below, story, path)


def _task(item: Item, found: re.Match[str], story: str, path: str) -> Task:
    named = _TASK_ID.fullmatch(found["text"])
    prefix = f"{story}-AC" if story else "AC"
    named_criteria = [number for group in _FOR.findall(found["text"]) for number in numbers(group.replace("AC", " "))]
    return Task(
        id=named["id"] if named else "",
        text=one_line(named["text"] if named else found["text"]),
        done=found["mark"] != " ",
        story=story,
        requirements=tuple(dict.fromkeys(f"{prefix}{number}" for number in named_criteria)),
        place=Place(path=path, line=item.line),
    )
