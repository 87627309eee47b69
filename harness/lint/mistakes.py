"""How a rule says what it found; what it looks for lies in the rule."""

from __future__ import annotations

from harness.domain.cards import Card, CardFormat
from harness.domain.places import Mistake, Place, Severity

SPECIFY = "; if the card cannot be written so, specify the feature better first"


def mistake(card: Card, line: int, what: str, hint: str, code: str, level: Severity = Severity.ERROR) -> Mistake:
    """One mistake of a card at a line."""
    return Mistake(place=Place(path=card.path, line=line), what=what, hint=hint, code=code, severity=level)


def level_for(card: Card) -> Severity:
    """The level of a rule that cards of other dialects could not know: there it only warns."""
    return Severity.ERROR if card.format is CardFormat.NATIVE else Severity.WARNING
