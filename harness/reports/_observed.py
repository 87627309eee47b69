"""What a tool showed, as a few plain lines for a reader who was not there; judging it lies elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    FileObservation,
    FolderObservation,
    Observation,
    PageObservation,
    ResponseObservation,
    ScreenObservation,
)
from harness.domain.rework import Quote
from harness.domain.visible import visible
from harness.reports._lines import cut

HEAD, TAIL = 24, 12
"""Of a longer text the first and the last lines are shown."""
_LONGEST = 240
_TAB = "    "


def observed(seen: Observation) -> Quote:
    """What was done, and what came back."""
    what, lines = _told(seen)
    return quoted(what, lines)


def quoted(what: str, lines: Sequence[str]) -> Quote:
    """Lines of somebody else's, each harmless and cut; of many only the first and the last."""
    over = len(lines) - HEAD - TAIL
    kept = [*lines[:HEAD], *lines[-TAIL:]] if over > 0 else lines
    return Quote(
        what=cut(visible(what), 2 * _LONGEST),
        lines=tuple(cut(visible(line.replace("\t", _TAB)), _LONGEST) for line in kept),
        head=HEAD if over > 0 else 0,
        left_out=max(over, 0),
    )


@singledispatch
def _told(seen: Observation) -> tuple[str, list[str]]:
    raise NotImplementedError(type(seen))


@_told.register
def _(seen: CommandObservation) -> tuple[str, list[str]]:
    return seen.command, [*_lines(seen.shown), *_end(seen)]


@_told.register
def _(seen: ScreenObservation) -> tuple[str, list[str]]:
    typed = f" ⌨ {seen.typed}" if seen.typed else ""
    end = ["(still running)"] if seen.running else _end(seen)
    return f"{seen.command}{typed}", [*_problem(seen.problem), *_lines(seen.screen), *end]


@_told.register
def _(seen: ResponseObservation) -> tuple[str, list[str]]:
    status = [f"{seen.status} {seen.reason}".rstrip()] if seen.status is not None else []
    location = [f"{name}: {value}" for name, value in seen.headers if name in ("content-type", "location")]
    return seen.request, [*status, *location, *_problem(seen.failure), *_lines(seen.body)]


@_told.register
def _(seen: FileObservation) -> tuple[str, list[str]]:
    if seen.content is not None:
        return f"file {seen.path}", _lines(seen.content) or ["(empty)"]
    return f"file {seen.path}", [*_problem(seen.problem), "(it is there)" if seen.exists else "(there is no such file)"]


@_told.register
def _(seen: FolderObservation) -> tuple[str, list[str]]:
    changes = [f"{one.change} {one.path} ({one.size:,} bytes)" for one in seen.changes]
    return "the user's folder", changes or ["(nothing changed)"]


@_told.register
def _(seen: ActionObservation) -> tuple[str, list[str]]:
    return seen.did, _problem(seen.problem)


@_told.register
def _(seen: PageObservation) -> tuple[str, list[str]]:
    status = f" (status {seen.status})" if seen.status is not None else ""
    troubles = [f"({one.kind}: {' '.join(one.text.split())})" for one in seen.troubles]
    dialog = [f"({seen.dialog.kind}: {seen.dialog.message})"] if seen.dialog else []
    page = [f"{seen.url} “{seen.title}”{status}"] if seen.url else []
    return seen.did, [*_problem(seen.problem), *page, *dialog, *troubles, *_lines(seen.text)]


def _lines(text: str) -> list[str]:
    return text.rstrip().splitlines()


def _problem(problem: str | None) -> list[str]:
    return [f"({' '.join(problem.split())})"] if problem else []


def _end(seen: CommandObservation | ScreenObservation) -> list[str]:
    if seen.stopped:
        return [f"(stopped: {seen.stopped})"]
    return [f"(ended by signal {seen.signal})"] if seen.signal is not None else [f"(exit code {seen.exit_code})"]
