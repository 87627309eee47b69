"""What a report of a decision is told beside the decision; it decides nothing about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from posixpath import normpath

from harness.domain.places import Place
from harness.reports._html.markup import path_reference, quoted_path


@dataclass(frozen=True)
class DecisionView:
    """``width`` counts columns, ``colour`` is for terminals only.

    ``typed`` makes a path of the project what someone would type here. ``links`` is the project's folder as seen from where the
    report will lie; None if nobody knows where that is. ``prefix`` leads from the top of the repository to the project, with a
    slash at its end; only the formats that lead into the repository ask for it. ``shown_at`` is the address, with a slash at
    its end, below which everyone finds the files of the repository; empty where there is none. ``log`` and ``bundle`` are
    where the decision was written to, and the bundle for the next attempt, as a user would type them; empty where there is
    none.
    """

    width: int = 80
    colour: bool = False
    typed: Callable[[str], str] = str
    links: str | None = None
    prefix: Callable[[], str] = str
    shown_at: str = ""
    log: str = ""
    bundle: str = ""

    def place(self, place: Place) -> str:
        """A place as a terminal can click it."""
        return f"{self.typed(place.path)}:{place.line}"

    def in_repository(self, place: Place) -> str:
        """The path of a place from the top of the repository on."""
        return f"{self.prefix()}{place.path}"

    def link(self, path: str) -> str:
        """Where a file of the project is found: at the address of the repository, else as seen from the report.

        It is only ever one below the project's folder or beside it.
        """
        if self.shown_at:
            return f"{self.shown_at}{quoted_path(normpath(f'/{self.prefix()}/{path}').lstrip('/'))}"
        return path_reference(normpath(f"{self.links or '.'}/{path.lstrip('/')}"))
