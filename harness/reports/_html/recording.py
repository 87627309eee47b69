"""A terminal recording (asciicast v2) as frames that a page can play without a terminal; recording lies elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

_LONGEST = 4_000_000
_MOST_FRAMES = 1_500
_WIDEST, _HIGHEST = 250, 100
_LEAST_STEP = 0.04

Run = tuple[str, str]
"""A stretch of a row: its text, and its look as class names."""


class Frame(NamedTuple):
    """The rows that changed, by number, ``at`` seconds after the start."""

    at: float
    rows: dict[int, tuple[Run, ...]]


class Recording(NamedTuple):
    """A recording made ready: the size of the screen, its frames, and the rows that it ends with."""

    columns: int
    height: int
    frames: tuple[Frame, ...]
    last: tuple[str, ...]
    cut: bool


def recording(data: bytes) -> Recording | None:
    """The recording in a cast file; None where it is none, or nothing here can read control sequences (extra ``blind``)."""
    try:
        import pyte  # an extra, and heavy: only a report over a recording needs it
    except ImportError:
        return None
    try:
        header, *events = [
            json.loads(line) for line in data[:_LONGEST].decode("utf-8", "replace").splitlines()[:200_000]
        ]
        columns, height = min(int(header["width"]), _WIDEST), min(int(header["height"]), _HIGHEST)
        screen = pyte.Screen(columns, height)
        frames = tuple(_frames(screen, pyte.Stream(screen), events))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):  # cut short, or a stranger's
        return None
    last = tuple(row.rstrip() for row in screen.display)
    return Recording(columns, height, frames, last, len(data) > _LONGEST or len(frames) >= _MOST_FRAMES)


def _frames(screen: Any, stream: Any, events: list[Any]) -> Iterator[Frame]:
    """A frame wherever a reader could see a difference, with what changed since the one before."""
    shown: dict[int, tuple[Run, ...]] = {}
    for moment, more in _bursts(events):
        stream.feed(more)
        rows = {number: _row(screen, number) for number in range(screen.lines)}
        changed = {number: row for number, row in rows.items() if shown.get(number, ()) != row}
        shown = rows
        if changed:
            yield Frame(round(moment, 3), changed)


def _bursts(events: list[Any]) -> Iterator[tuple[float, str]]:
    """What was written, with all that came within the blink of an eye as one; at most so many, the last with all the rest."""
    bursts: list[tuple[float, str]] = []
    for moment, kind, data in events:
        if kind != "o":
            continue
        if bursts and (moment - bursts[-1][0] < _LEAST_STEP or len(bursts) >= _MOST_FRAMES):
            bursts[-1] = (bursts[-1][0], bursts[-1][1] + str(data))
        else:
            bursts.append((float(moment), str(data)))
    yield from bursts


def _row(screen: Any, number: int) -> tuple[Run, ...]:
    """A row of the screen in stretches of one look, without the blanks at its end."""
    runs: list[Run] = []
    for column in range(screen.columns):
        cell = screen.buffer[number][column]
        here = screen.cursor.y == number and screen.cursor.x == column and not screen.cursor.hidden
        look = _look(cell, here)
        if runs and runs[-1][1] == look:
            runs[-1] = (runs[-1][0] + cell.data, look)
        else:
            runs.append((cell.data, look))
    if runs and not runs[-1][1]:
        runs[-1] = (runs[-1][0].rstrip(), "")
    return tuple(run for run in runs if run[0])


def _look(cell: Any, cursor: bool) -> str:
    """Class names for the look of a cell; colours beyond the sixteen are shown plainly."""
    colour = cell.fg.replace("bright", "") if cell.fg.replace("bright", "") in _COLOURS else ""
    names = [f"c-{colour}" if colour else "", "b" if cell.bold else "", "u" if cell.underscore else ""]
    return " ".join(name for name in [*names, "r" if cell.reverse != cursor else ""] if name)


_COLOURS = frozenset({"red", "green", "brown", "yellow", "blue", "magenta", "cyan"})
