"""Workflow commands, which GitHub shows as annotations at the lines of a change; what they say lies with the reports.

GitHub shows ten of each kind for a step: of a run so many are printed as commands, and the others as plain lines of the log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harness.domain.visible import visible
from harness.reports._lines import cut, for_logs

KINDS = ("error", "warning", "notice")
"""Worst first."""
MOST = 10
"""How many of each kind GitHub shows for a step."""
_LONGEST = 4_000
_LONGEST_TITLE = 200
_LONGEST_LINE = 500
_MOST_PLAIN = 1_000


@dataclass(frozen=True)
class Annotation:
    """What is said of a place: ``lines`` below each other, ``file`` empty where it is about no file."""

    kind: str
    title: str
    lines: tuple[str, ...]
    file: str = ""
    line: int = 1
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        numbers = {"line": self.line, "col": self.column, "endLine": self.end_line, "endColumn": self.end_column}
        given = {"file": self.file} | {name: str(number) for name, number in numbers.items() if number and self.file}
        named = given | {"title": cut(self.title, _LONGEST_TITLE)}
        properties = ",".join(f"{name}={_property(value)}" for name, value in named.items() if value)
        message = "\n".join(visible(line) for line in self.lines if line)
        return f"::{self.kind} {properties}::{_data(cut(message, _LONGEST))}"


def in_order(found: Iterable[Annotation]) -> str:
    """One command a line, worst first. Nothing of the tree can begin another command."""
    return "".join(f"{one}\n" for one in sorted(found, key=lambda one: KINDS.index(one.kind)))


def in_step(found: Iterable[Annotation]) -> str:
    """As many as GitHub shows of each kind, one command a line, worst first; below them the others as a group of the log."""
    shown: list[str] = []
    others: list[Annotation] = []
    left = Counter(dict.fromkeys(KINDS, MOST))
    for one in sorted(found, key=lambda one: KINDS.index(one.kind)):
        left[one.kind] -= 1
        if left[one.kind] >= 0:
            shown.append(f"{one}\n")
        else:
            others.append(one)
    return "".join([*shown, *_group(others)])


def _group(others: list[Annotation]) -> Iterator[str]:
    if others:
        yield f"::group::{len(others):,} more, which GitHub does not show as annotations\n"
        yield from (f"{_plain(one)}\n" for one in others[:_MOST_PLAIN])
        yield from [f"… and {len(others) - _MOST_PLAIN:,} more, in the record\n"] if len(others) > _MOST_PLAIN else []
        yield "::endgroup::\n"


def _plain(one: Annotation) -> str:
    """An annotation on one line of a log, which commands nothing."""
    place = f"{one.file}:{one.line}: " if one.file else ""
    first = next(filter(None, one.lines), "")
    return for_logs(cut(visible(f"{one.kind}: {place}{one.title}: {first}"), _LONGEST_LINE))


def _data(text: str) -> str:
    """A message as the runner reads it (actions/toolkit, packages/core/src/command.ts)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")
