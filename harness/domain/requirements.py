"""What the system shall do, as a specification states it."""

from __future__ import annotations

from harness.domain.base import Frozen
from harness.domain.places import Place


class Requirement(Frozen):
    """One numbered requirement; ``sha256`` is of its normalised text, so that a change of it shows."""

    id: str
    text: str
    place: Place
    sha256: str

    @property
    def nonfunctional(self) -> bool:
        """Whether a time limit that a card states for it is hard."""
        return binds_time(self.id)


def binds_time(requirement: str) -> bool:
    """Whether the requirement of this id makes the time limits of the cards that verify it hard (``NFR-…``)."""
    return requirement.upper().startswith("NFR")
