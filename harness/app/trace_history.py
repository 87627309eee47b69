"""``harness trace history``: keeps a line for each trace, tells how they went on, and plots it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harness.adapters import clock, files
from harness.adapters.git import Git
from harness.adapters.history_file import HISTORY, append_line, read_history
from harness.app.roots import find_root
from harness.domain.base import Frozen
from harness.domain.tracing import HistoryLine, Trace, Worsening
from harness.errors import TreeError, UsageError
from harness.reports._plot import History, drawing, lines_of
from harness.trace.codes import HISTORY as BROKEN
from harness.trace.history import line_of, same, worsening


class HistoryReport(Frozen):
    """A history as machines read it."""

    schema_version: int = 1
    path: str
    lines: tuple[HistoryLine, ...]
    worsening: tuple[Worsening, ...]


@dataclass(frozen=True)
class Kept:
    """A history as it was read, from ``path`` as someone would type it, and the metrics that worsened."""

    path: str
    lines: tuple[HistoryLine, ...]
    worsening: tuple[Worsening, ...]


def remember(root: Path, trace: Trace) -> bool:
    """Keep a line of a whole trace; whether one was written. Nothing is kept of one that documents are missing from.

    Raises:
        DocumentError: if a line of the history is none.
        MachineError: if it cannot be written.
        UsageError: if it leads out of the project.
    """
    if trace.mistakes or not trace.rows:
        return False
    return append_line(root, line_of(trace, clock.timestamp(), _revision(root)), BROKEN, same)


def history_of(start: Path, file: Path | None = None) -> Kept:
    """The history of the project that ``start`` lies in, or the one in a file.

    Raises:
        DocumentError: with every line that is none.
        UsageError: if there is no history yet.
    """
    root = find_root(start)
    path = file or root / HISTORY
    if not path.is_file():
        what = f"'{file}' is not a file" if file else "there is no history yet"
        raise UsageError(what, "each `harness trace` of the whole project keeps a line")
    name = files.typed(path.resolve())
    lines = read_history(path, name, BROKEN)
    return Kept(name, lines, worsening(lines))


def history_text(kept: Kept, last: int, width: int, *, ascii: bool) -> str:
    """The last lines of a history, plotted for a terminal."""
    return "\n".join(lines_of(_plotted(kept, last), width, ascii=ascii)) + "\n"


def history_json(kept: Kept, last: int) -> str:
    """The last lines of a history as JSON."""
    report = HistoryReport(path=kept.path, lines=kept.lines[-last:], worsening=kept.worsening)
    return report.model_dump_json(indent=2) + "\n"


def write_plot(kept: Kept, last: int, path: Path) -> None:
    """Write the last lines of a history as a picture. Raises MachineError if it cannot be written."""
    files.write_over(path, drawing(_plotted(kept, last)))


def _plotted(kept: Kept, last: int) -> History:
    return History(kept.path, kept.lines[-last:], kept.worsening, len(kept.lines))


def _revision(root: Path) -> str:
    try:
        return Git(root).line("rev-parse", "--verify", "-q", "HEAD")
    except TreeError:
        return ""
