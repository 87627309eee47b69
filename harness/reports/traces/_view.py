"""What a report of a trace is told beside the trace; it decides nothing about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from posixpath import normpath

from harness.domain.places import Place


@dataclass(frozen=True)
class TraceView:
    """``width`` counts columns, ``colour`` is for terminals only.

    ``typed`` makes a path of the project what someone would type here. ``links`` is the project's folder as seen from where the
    report will lie; None if nobody knows where that is. ``when`` is when the trace was drawn up (RFC 3339, UTC), ``project``
    what the project is called. ``only`` says which part of the trace this is; empty where it is the whole. ``pages`` gives the
    address of a page about some evidence, by its key; None where there is none.
    """

    width: int = 80
    colour: bool = False
    typed: Callable[[str], str] = str
    links: str | None = None
    when: str = "1970-01-01T00:00:00.000Z"
    project: str = ""
    tool_version: str = ""
    only: str = ""
    pages: Callable[[str], str | None] = lambda key: None

    def place(self, place: Place) -> str:
        """A place as a terminal can click it."""
        return f"{self.typed(place.path)}:{place.line}"

    def link(self, path: str) -> str:
        """A path of the project as seen from the report; it is only ever one below that folder or beside it."""
        return normpath(f"{self.links or '.'}/{path.lstrip('/')}")
