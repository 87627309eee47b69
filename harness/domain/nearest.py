"""Which known word a mistyped one was meant to be; it knows no list of words itself."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_MOST = 20


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like ``word``, or None where none is close; case does not matter."""
    by_lower = {candidate.lower(): candidate for candidate in known}
    close = get_close_matches(word.lower()[:80], by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, if there is one, and the known ones; of many the first twenty."""
    candidates = sorted(known)
    listed = ", ".join(f"'{candidate}'" for candidate in candidates[:_MOST])
    if len(candidates) > _MOST:
        listed += f" and {len(candidates) - _MOST:,} more"
    close = nearest(word, candidates)
    if close is None:
        return f"known are {listed}" if candidates else "none are known"
    return f"did you mean '{close}'? known are {listed}"
