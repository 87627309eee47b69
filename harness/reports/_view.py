"""What a report is told beside the run; it decides nothing about the run."""

from __future__ import annotations

from harness.domain.base import Frozen


class View(Frozen):
    """``folder`` is the run's, as a user would type it; ``width`` counts columns; ``colour`` is for terminals only."""

    folder: str
    colour: bool = False
    width: int = 80
