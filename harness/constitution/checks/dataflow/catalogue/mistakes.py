"""What is wrong in an entry that a user wrote: the fault, and the remedy; where it stands is known to whoever reads it."""

from __future__ import annotations

from collections.abc import Iterable

from harness.domain.nearest import did_you_mean


class EntryError(ValueError):
    """An entry that cannot be used: ``what`` in one line, and a ``hint`` on what to do."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(f"{what}; {hint}" if hint else what)
        self.what = what
        self.hint = hint


def unknown(noun: str, word: str, known: Iterable[str]) -> EntryError:
    """A word that stands for nothing, with the one that was meant."""
    return EntryError(f"there is no {noun} '{word}'", did_you_mean(word, known))
