"""Whether a text or a pattern is among the lines shown; how lines and words are told apart lies elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from harness.domain.expectations import Sees, SeesLine
from harness.domain.observations import ActionObservation, Observation, PageObservation
from harness.domain.verdicts import Cause
from harness.evaluation.evidence import Evidence, Judgement
from harness.evaluation.excerpts import beginning, nearest, quoted
from harness.evaluation.judges.judgements import fails, passes, undecided
from harness.evaluation.judges.wording import wording
from harness.evaluation.matching import plain, showing
from harness.evaluation.shown import lines, screen
from harness.phrasebook import regex

BEHIND_DIALOG = "a dialog is open, and the page behind it was not seen since: answer the dialog first"
SHOWS_NOTHING = "the step shows nothing to look at"


def sees(expectation: Sees, evidence: Evidence) -> Judgement:
    """The text stands in one line as whole words, or stands in none."""
    expected = wording(expectation)
    seen = _showing(evidence.step)
    if seen is None:
        return undecided(Cause.CARD, expected, SHOWS_NOTHING)
    if not plain(expectation.text):
        return undecided(Cause.CARD, expected, "the line names no text")
    return judged_text(expected, seen, expectation.text, expectation.shown)


def judged_text(expected: str, seen: Observation, text: str, wanted: bool) -> Judgement:
    """Judge whether an observation shows a text, or with ``wanted`` false does not."""
    found = showing(_seen_now(seen), text)
    if found is None and (behind := _behind(seen, wanted, lambda line: showing([line], text) is not None)):
        return undecided(Cause.CARD, expected, behind)
    if found is not None:
        return (passes if wanted else fails)(expected, quoted(found.strip()))
    if wanted:
        return fails(expected, nearest(screen(seen), text))
    return passes(expected, beginning(screen(seen)))


def sees_line(expectation: SeesLine, evidence: Evidence) -> Judgement:
    """One line matches, as it was shown or with its quotes, dashes and blanks made plain."""
    expected = wording(expectation)
    seen = _showing(evidence.step)
    if seen is None:
        return undecided(Cause.CARD, expected, SHOWS_NOTHING)
    try:
        pattern = regex.compile(expectation.pattern)
    except ValueError as error:
        return undecided(Cause.CARD, expected, f"the pattern is invalid: {error}")

    def matches(line: str) -> bool:
        return bool(pattern.search(line) or pattern.search(plain(line)))

    found = next(filter(matches, _seen_now(seen)), None)
    if found is None and (behind := _behind(seen, True, matches)):
        return undecided(Cause.CARD, expected, behind)
    return (
        fails(expected, nearest(screen(seen), expectation.pattern))
        if found is None
        else passes(expected, quoted(found))
    )


def _showing(observation: Observation | None) -> Observation | None:
    return None if isinstance(observation, ActionObservation) else observation


def _seen_now(seen: Observation) -> list[str]:
    """The lines shown; while a dialog is open its message, for the page behind it was read before the action."""
    if isinstance(seen, PageObservation) and seen.dialog is not None:
        return lines(seen.model_copy(update={"text": "", "snapshot": ""}))
    return lines(seen)


def _behind(seen: Observation, wanted: bool, shows: Callable[[str], bool]) -> str:
    """Why it cannot be told while a dialog is open: what is wanted stood on the page before, or what is not may stand there."""
    if not isinstance(seen, PageObservation) or seen.dialog is None:
        return ""
    return BEHIND_DIALOG if not wanted or any(map(shows, lines(seen))) else ""
