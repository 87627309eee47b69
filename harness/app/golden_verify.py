"""Compares the golden cases of a recorded run again, with the goldens of that time; the chain is checked elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from harness.adapters.records import RunReader
from harness.app.golden_cases import Kept, kept_of
from harness.app.golden_check import ACCEPTED_FILE, PICTURES_FOLDER, UNACCEPTED_FILE
from harness.app.golden_judging import told
from harness.app.golden_materials import seen
from harness.app.golden_pair import Sides, judged
from harness.app.golden_record import CASE_FILE
from harness.app.golden_run import CAPTURE, Shown, crash_of
from harness.domain.events import CardFinished, CardStarted, Event
from harness.domain.golden import CHANGED, CaseOutcome, CaseResult, GoldenCase
from harness.domain.observations import Observation
from harness.domain.results import Attempt
from harness.domain.verification import Difference
from harness.errors import DocumentError, RecordError
from harness.evaluation.verification.chain import followed
from harness.golden.judging import Judged
from harness.golden.snapshot_text import SUFFIX
from harness.phrasebook.inputs import filled
from harness.readers import read_golden

_CARD = "card.md"
_OBSERVATIONS = "observations/"


@dataclass
class Again:
    """How many cases were compared again, where the record says something else, and what could not be told."""

    cases: int = 0
    differences: list[Difference] = field(default_factory=list)
    doubts: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class _Recording:
    """One attempt as it is recorded; see ``golden_materials``."""

    reader: RunReader
    where: str
    files: Mapping[str, bytes]

    def observation(self, id: str) -> Observation:
        return self.reader.observation(self.where, self.files, id)

    def beside(self, name: str) -> bytes | None:
        return self.files.get(f"{_OBSERVATIONS}{name}")

    def attachment(self, name: str) -> bytes | None:
        return self.files.get(name)

    def picture(self, digest: str) -> bytes:
        """A picture of the golden. Raises RecordError where it was not kept."""
        data = self.files.get(picture_file(digest))
        if data is None:
            raise RecordError(f"the golden picture {digest} was not kept", "")
        return data


def picture_file(digest: str) -> str:
    """Where a picture of a golden is kept beside the evidence."""
    return f"{PICTURES_FOLDER}/{digest.removeprefix('sha256:')}.png"


def compared_again(reader: RunReader) -> Again:
    """Compare every case of a run again, from what was recorded of it."""
    found = Again()
    golden = reader.run.golden
    assert golden is not None
    attempts = _attempts(followed(reader.lines()).events)
    for case in golden.carried_out:
        if case.evidence is None and case.outcome is CaseOutcome.UNDECIDED:
            continue
        found.cases += 1
        compare = _compare if golden.base is None else _compare_sides
        try:
            compare(reader, case, attempts.get(case.id, {}), found)
        except (RecordError, DocumentError, KeyError, AssertionError) as error:
            what = error.what if isinstance(error, RecordError) else str(error)
            found.differences.append(
                Difference(where=case.evidence or case.id, what=f"cannot be compared again: {what}")
            )
    return found


def _attempts(events: Sequence[Event]) -> Mapping[str, Mapping[int, list[Event]]]:
    """The events of each attempt at each case, of those that were finished; a card with the same id is none."""
    told: dict[str, dict[int, list[Event]]] = defaultdict(lambda: defaultdict(list))
    for event in events:
        card = getattr(event, "card", None)
        number = event.result.number if isinstance(event, CardFinished) else getattr(event, "attempt", None)
        if isinstance(card, str) and isinstance(number, int):
            told[card][number].append(event)
    return {
        card: {number: one for number, one in sorted(numbers.items()) if _is_of_golden(one) and _finished(one)}
        for card, numbers in told.items()
    }


def _is_of_golden(events: Sequence[Event]) -> bool:
    return any(isinstance(event, CardStarted) and event.evaluator == CAPTURE for event in events)


def _finished(events: Sequence[Event]) -> Attempt | None:
    return next((event.result for event in events if isinstance(event, CardFinished)), None)


def _compare(reader: RunReader, result: CaseResult, attempts: Mapping[int, list[Event]], found: Again) -> None:
    where = result.evidence or result.id
    recordings = {
        number: _Recording(reader, reader.evidence(result.id, number), reader.files(result.id, number))
        for number in attempts
    }
    if not recordings:
        found.differences.append(Difference(where=where, what="no finished attempt is recorded"))
        return
    first = next(iter(recordings.values()))
    text = first.files.get(CASE_FILE, first.files.get(_CARD, b"")).decode("utf-8", "replace")
    case = read_golden(text, result.path)
    if (case.id, case.card.sha256, case.card.title) != (result.id, result.sha256, result.title):
        found.differences.append(
            Difference(where=where, what="run.json tells of another case, or of another text of it")
        )
        return
    shown = [_shown(case, events, recordings[number]) for number, events in attempts.items()]
    again = _judged(case, _kept(result, first), shown, first)
    if not _agrees(result, again):
        found.differences.append(Difference(where=where, what=_told(result, again)))


def _compare_sides(reader: RunReader, result: CaseResult, attempts: Mapping[int, list[Event]], found: Again) -> None:
    """Compare what two revisions showed; which requirements had changed between them is not in the record."""
    golden, sides = reader.run.golden, Sides()
    assert golden is not None
    case = None
    for number, events in attempts.items():
        where = reader.evidence(result.id, number)
        recording = _Recording(reader, where, reader.files(result.id, number))
        case = filled(read_golden(recording.files[_CARD].decode("utf-8", "replace"), result.path))
        sides.of(number).append(_shown(case, events, recording))
    what = "run.json tells of another case, or of another text of it"
    if case is not None and (case.id, case.card.sha256) == (result.id, result.sha256):
        change = judged(case, sides, golden.base, golden.head)
        again = Judged(change.outcome, change.reason, "", change.differences, change.more)
        if _agrees(result, again):
            return
        what = _told(result, again)
    found.differences.append(Difference(where=result.evidence or result.id, what=what))


def _shown(case: GoldenCase, events: Sequence[Event], recording: _Recording) -> Shown:
    attempt = _finished(events)
    assert attempt is not None
    one = seen(case, attempt, events, recording, recording.reader.run.isolation.least)
    return Shown(one.captures, one.pictures, one.outcome, one.reason, one.unended, crash_of(attempt))


def _kept(result: CaseResult, recording: _Recording) -> Kept | None:
    """The golden of that time; None where there was none."""
    name = (PurePosixPath(result.path).parent / f"{result.id}{SUFFIX}").as_posix()
    for file, accepted in ((ACCEPTED_FILE, True), (UNACCEPTED_FILE, False)):
        if file in recording.files:
            return kept_of(recording.files[file], name, result.id, accepted)
    return None


def _judged(case: GoldenCase, kept: Kept | None, shown: Sequence[Shown], recording: _Recording) -> Judged:
    if CASE_FILE not in recording.files:
        return told(case, kept, shown, recording.picture).judged
    each = [told(case, kept, [one], recording.picture).judged for one in shown]
    return next((one for one in each if one.outcome is not CaseOutcome.SAME), each[0])


def _agrees(result: CaseResult, again: Judged) -> bool:
    """Whether the recorded outcome is the one reached again, or left open for a reason that the recording cannot show."""
    if result.outcome is CaseOutcome.UNDECIDED and result.reason:
        return again.outcome not in CHANGED
    same = result.outcome is again.outcome and result.differences == again.differences
    return same and result.more_differences == again.more_differences


def _told(result: CaseResult, again: Judged) -> str:
    if result.outcome is again.outcome:
        return f"the case is recorded as `{result.outcome}`, with other differences than the recording shows"
    first = f": {again.differences[0]}" if again.differences else f": {again.reason}" if again.reason else ""
    return f"the case is recorded as `{result.outcome}`, and the recording shows `{again.outcome}`{first}"
