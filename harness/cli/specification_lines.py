"""A specification in lines for a terminal, one for each thing that it says; which specification is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.text import Text

from harness.cli.output import clean, count
from harness.domain.requirements import Requirement
from harness.domain.specifications import Delta, Specification, Task

_FEW = 3
_WIDEST_ID = 28
_LEVEL = 8


def lines_of(document: Specification, width: int, *, every_left_out: bool = False) -> Iterator[str]:
    """Everything that a document says; of what was left out the first few passages, unless all are wanted."""
    yield from (_fitted(line, width) for line in _lines(document, width, every_left_out))


def _lines(document: Specification, width: int, every_left_out: bool) -> Iterator[str]:
    told = " · ".join(filter(None, (document.format or "no known format", document.feature, document.change)))
    yield f"{document.path}  ({told})"
    if document.title:
        yield f"  {document.title}"
    yield from _requirements(document.requirements, width)
    yield from _section("stories", (_story(document, at) for at in range(len(document.stories))))
    yield from _section("entities", (_counted(one.name, len(one.fields), "field") for one in document.entities))
    yield from _section("terms", (_named(one.name, one.text) for one in document.terms))
    yield from _section(
        "edge cases", (one.text + (f" → {one.handled}" if one.handled else "") for one in document.edge_cases)
    )
    yield from _section(
        "open questions",
        (_named(f":{one.place.line} {one.requirement}".rstrip(), one.text) for one in document.clarifications),
    )
    yield from _section("changes", map(_delta, document.deltas))
    yield from _section("tests", (f"{one.requirement} → {one.target}" for one in document.test_links))
    yield from _tasks(document.tasks)
    yield from _section("constitution check", (f"{_PASSED[one.passed]}  {one.text}" for one in document.plan_checks))
    yield from _section("deviations", (_named(one.principle, one.why) for one in document.deviations))
    yield from _left_out(document, every_left_out)


_PASSED = {True: "pass", False: "fail", None: "open"}


def _requirements(requirements: tuple[Requirement, ...], width: int) -> Iterator[str]:
    """The requirements, those of a kind together where they follow each other."""
    widest = min(max((len(one.id) for one in requirements), default=0), _WIDEST_ID)
    for kind, group in groupby(requirements, key=lambda one: one.kind):
        yield f"  {kind.value}"
        for one in group:
            level = one.level.value if one.level else "-"
            examples = f"  ({count(len(one.scenarios), 'scenario')})" if one.scenarios else ""
            title = f"{one.title}: " if one.title and one.title != one.text else ""
            words = f"    {one.id:<{widest}}  {level:<{_LEVEL}}{title}{one.text}"
            yield _fitted(words, width - len(examples)) + examples


def _story(document: Specification, at: int) -> str:
    one = document.stories[at]
    priority = f" {one.priority}" if one.priority else ""
    return _counted(f"{one.id}{priority}  {one.title or one.text}", len(one.scenarios), "scenario")


def _delta(delta: Delta) -> str:
    return f"{delta.kind.value:<8}  {delta.name}" + (f" → {delta.renamed}" if delta.renamed else "")


def _tasks(tasks: tuple[Task, ...]) -> Iterator[str]:
    if tasks:
        done = sum(one.done for one in tasks)
        yield f"  tasks: {done} done, {len(tasks) - done} open"


def _left_out(document: Specification, every: bool) -> Iterator[str]:
    if not document.left_out:
        return
    shown = document.left_out if every else document.left_out[:_FEW]
    yield f"  left out: {count(len(document.left_out), 'passage')}"
    for one in shown:
        yield f"    :{one.place.line} {one.why}: {one.text}"
    if len(shown) < len(document.left_out):
        yield f"    … and {len(document.left_out) - len(shown)} more: `--left-out`"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    for at, line in enumerate(lines):
        if at == 0:
            yield f"  {title}"
        yield f"    {line}"


def _counted(words: str, number: int, noun: str) -> str:
    return f"{words} ({count(number, noun)})" if number else words


def _named(name: str, text: str) -> str:
    return f"{name}: {text}" if text else name


def _fitted(line: str, width: int) -> str:
    """A line that is no wider than the terminal; what is cut off ends with an ellipsis."""
    text = Text(clean(" ".join(line.split("\n"))))
    text.truncate(width, overflow="ellipsis")
    return text.plain
