"""Why an evaluator cannot carry a card out, in words for the person who wrote it."""

from __future__ import annotations

from harness.domain.base import Frozen


class Inability(Frozen):
    """``what`` in one line, the ``lines`` of the card that it is about, and what to do."""

    what: str
    lines: tuple[str, ...]
    hint: str

    @property
    def reason(self) -> str:
        """What, and below it the lines."""
        return "\n".join([self.what, *(f"  {line}" for line in self.lines)])
