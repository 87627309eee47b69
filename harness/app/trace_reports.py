"""Renders a trace in the format that a user names; drawing it up and printing it lie elsewhere."""

from __future__ import annotations

from pathlib import Path

from harness import __version__
from harness.adapters import clock, files
from harness.app.project import find_root, shown_from
from harness.app.reports import Look
from harness.domain.tracing import Trace
from harness.plugins import Family
from harness.reports import traces
from harness.reports.traces._view import TraceView

TRACE_REPORTS = Family(traces, kind="report")


def require_trace_report(name: str) -> None:
    """Raise UsageError, before any work is done, if there is no such report of a trace."""
    TRACE_REPORTS.load(name)


def rendered_trace(trace: Trace, name: str, look: Look, start: Path | None = None, only: str = "") -> str:
    """The trace of the project that ``start`` (the current folder) lies in, as text in the format of that name.

    ``only`` says which part of the whole it is, where it was narrowed down.
    """
    start = start or Path.cwd()
    root = find_root(start)
    view = TraceView(
        width=look.width,
        colour=look.colour,
        typed=lambda path: shown_from(start, root, path),
        links=files.seen_from(root, look.output) if look.output else None,
        when=clock.timestamp(),
        project=root.name,
        tool_version=__version__,
        only=only,
    )
    text: str = TRACE_REPORTS.load(name).render(trace, view)
    return text
