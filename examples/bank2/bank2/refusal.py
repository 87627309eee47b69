"""Owns the one exception that says "no" to a user, and why. What an edge makes of the reason is the edge's matter."""

from enum import Enum, auto


class Reason(Enum):
    """Why the bank says no."""

    UNREADABLE = auto()
    """A value or a file cannot be read as what it should be."""
    AGAINST_THE_RULES = auto()
    """Understood, and forbidden: too little money, a frozen account."""
    UNKNOWN = auto()
    """Nothing of this name exists, or nothing that this customer may know of."""
    AT_ODDS = auto()
    """It contradicts what is there already."""
    NOT_SIGNED_IN = auto()
    NOT_FOR_YOU = auto()
    SPENT = auto()
    """A sign-in link that was good once."""


class Refusal(Exception):
    """A "no" in words that the user is shown."""

    def __init__(self, reason: Reason, words: str) -> None:
        super().__init__(words)
        self.reason = reason
        self.words = words
