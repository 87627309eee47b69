"""Files of the user's folder: whether they exist and what they contain; looking at them lies elsewhere."""

from __future__ import annotations

from harness.domain.expectations import FileContains, FileExists
from harness.domain.observations import FileObservation
from harness.domain.verdicts import Cause
from harness.evaluation.evidence import Evidence, Judgement
from harness.evaluation.judges.judgements import fails, passes, undecided
from harness.evaluation.judges.obstacles import NO_FILE
from harness.evaluation.judges.text import judged_text
from harness.evaluation.judges.wording import wording
from harness.evaluation.matching import plain


def file_contains(expectation: FileContains, evidence: Evidence) -> Judgement:
    """One line of the file has the text as whole words, or none has. A file that is not there satisfies neither."""
    expected = wording(expectation)
    file = evidence.file
    if file is None or not plain(expectation.text):
        return undecided(
            Cause.EVALUATOR if file is None else Cause.CARD, expected, NO_FILE if file is None else "no text"
        )
    if not file.exists:
        return _absent(file, expected)
    if file.content is None:
        return fails(expected, f"`{file.path}` cannot be read: {file.problem or 'not a file'}")
    return judged_text(expected, file, expectation.text, expectation.contains)


def file_exists(expectation: FileExists, evidence: Evidence) -> Judgement:
    """There is something at the path, or there is nothing."""
    expected = wording(expectation)
    file = evidence.file
    if file is None:
        return undecided(Cause.EVALUATOR, expected, NO_FILE)
    if file.exists:
        return (passes if expectation.exists else fails)(expected, f"`{file.path}` exists")
    absent = _absent(file, expected)
    if file.problem is not None or expectation.exists:
        return absent
    return passes(expected, f"`{file.path}` does not exist")


def _absent(file: FileObservation, expected: str) -> Judgement:
    if file.problem is not None:
        return undecided(Cause.CARD, expected, f"`{file.path}` could not be looked at: {file.problem}")
    return fails(expected, f"`{file.path}` does not exist")
