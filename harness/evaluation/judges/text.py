"""Whether a text or a pattern is among the lines shown; how lines and words are told apart lies elsewhere."""

from __future__ import annotations

from harness.domain.expectations import Sees, SeesLine
from harness.domain.observations import ActionObservation, Observation
from harness.domain.verdicts import Cause
from harness.evaluation.evidence import Evidence, Judgement
from harness.evaluation.excerpts import beginning, nearest, quoted
from harness.evaluation.judges.judgements import fails, passes, undecided
from harness.evaluation.judges.wording import wording
from harness.evaluation.matching import plain, showing
from harness.evaluation.shown import lines, screen
from harness.phrasebook import regex

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
    found = showing(lines(seen), text)
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
    found = next((line for line in lines(seen) if pattern.search(line) or pattern.search(plain(line))), None)
    return (
        fails(expected, nearest(screen(seen), expectation.pattern))
        if found is None
        else passes(expected, quoted(found))
    )


def _showing(observation: Observation | None) -> Observation | None:
    return None if isinstance(observation, ActionObservation) else observation
