"""How many mistakes a lint found, of whichever documents; finding them lies with each."""

from __future__ import annotations

from harness.domain.places import Mistake, Severity


class Linted:
    """What lint found; what was linted stands beside it."""

    mistakes: tuple[Mistake, ...]

    @property
    def errors(self) -> int:
        """How many mistakes keep a document from being used."""
        return sum(mistake.severity is Severity.ERROR for mistake in self.mistakes)

    @property
    def warnings(self) -> int:
        """How many mistakes do not."""
        return len(self.mistakes) - self.errors
