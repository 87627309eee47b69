"""What is asked of a site; gathering and writing one lies in ``site``, which weighs more."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SiteOptions:
    """What to show. ``runs`` are ids or folders of runs; without any, the history of the project.

    ``hide_sealed`` leaves out what sealed cards say and showed; ``folder`` is where the site is to lie.
    """

    folder: Path
    runs: tuple[str, ...] = ()
    hide_sealed: bool = False
