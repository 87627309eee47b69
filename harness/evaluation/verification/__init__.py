"""Checks a record against itself: the chain, every digest, and every literal verdict judged again from the recording.

It shows that a record agrees with itself, not that nobody wrote the whole of it anew: against that, keep the head of
the chain somewhere else.
"""

from __future__ import annotations

from collections.abc import Mapping

from harness.domain.cards import Card, Tier
from harness.domain.events import CardFinished
from harness.domain.golden import CaseResult
from harness.domain.requirements import binds_time
from harness.domain.results import Attempt, CardResult
from harness.domain.verdicts import State
from harness.domain.verification import Difference, Verification
from harness.errors import DocumentError, RecordError
from harness.evaluation.attempts import evaluate
from harness.evaluation.frame import Frame
from harness.evaluation.verification.again import AGAIN, aids_of, told_frame
from harness.evaluation.verification.chain import RUN, against_run, followed
from harness.evaluation.verification.files import CARD, against_digests
from harness.evaluation.verification.record import Record
from harness.evaluation.verification.replay import Replay
from harness.evaluation.verification.story import CAPTURE, Story, against_attempt, against_performed, stories
from harness.evaluation.verification.verdicts import against_attempts, against_replay
from harness.phrasebook.inputs import filled
from harness.readers import read_card, read_golden

LITERAL = "literal"


def verify(record: Record) -> Verification:
    """Check a whole record. Raises RecordError where ``events.jsonl`` cannot be read at all."""
    chain = followed(record.lines())
    found = _Found(record, stories(chain.events))
    found.differences += [*chain.differences, *against_run(chain, record.run)]
    for card in record.run.cards:
        found.card(card)
    for case in record.run.golden.carried_out if record.run.golden is not None else ():
        found.case(case)
    found.rest()
    return Verification(
        run=record.run.id,
        chain=chain.end,
        cards=len(record.run.cards),
        judged=found.judged,
        differences=tuple(dict.fromkeys(found.differences)),
        doubts=tuple(found.doubts),
    )


class _Found:
    """What was found so far, and the attempts that no card has claimed yet."""

    def __init__(self, record: Record, told: dict[tuple[str, int], Story]) -> None:
        self._record = record
        self._told = told
        self._seen: set[str] = set()
        self._seen_cases: set[str] = set()
        self.judged = 0
        self.differences: list[Difference] = []
        self.doubts: list[Difference] = []

    def card(self, card: CardResult) -> None:
        """Check one card and all its attempts."""
        if card.id in self._seen:
            self._differs(f"{RUN}: card {card.id}", "stands there twice")
            return
        self._seen.add(card.id)
        self.differences += against_attempts(card)
        for attempt in card.attempts:
            self._attempt(card, attempt)

    def case(self, case: CaseResult) -> None:
        """Check all attempts at a golden case; what their comparison came to is checked elsewhere."""
        told = [(n, story) for (id, n), story in sorted(self._told.items()) if id == case.id and story.is_of_golden]
        if case.id in self._seen_cases:
            self._differs(f"{RUN}: case {case.id}", "stands there twice")
        elif not told and case.evidence is not None:
            self._differs(f"{RUN}: case {case.id}", "has a result, and no event tells of an attempt at it")
        self._seen_cases.add(case.id)
        for number, story in told:
            if story.started and story.finished:
                attempt = story.finished[0].result
                self._attempt(_as_card(case, story, attempt), attempt)
            elif self._record.run.interrupted:
                self._told.pop((case.id, number))

    def rest(self) -> None:
        """Name the attempts that the events tell of and ``run.json`` does not."""
        if not self._record.run.interrupted:
            for card, number in self._told:
                self._differs(RUN, f"lacks attempt {number} of card {card}, of which the events tell")

    def _attempt(self, card: CardResult, attempt: Attempt) -> None:
        where = self._record.evidence(card.id, attempt.number)
        story = self._told.pop((card.id, attempt.number), None)
        if story is None:
            self._differs(where, f"run.json says `{attempt.verdict}`, and no event tells of this attempt")
            return
        files = self._record.files(card.id, attempt.number)
        self.differences += against_attempt(story, card, attempt, where)
        self.differences += against_digests(files, story.observed, story.attached, card.sha256, where)
        if attempt.isolation not in (None, self._record.run.isolation.reached):
            self._differs(where, f"ran at isolation `{attempt.isolation}`, and run.json names another for the run")
        self._again(card, attempt, story, files, where)

    def _again(self, card: CardResult, attempt: Attempt, story: Story, files: Mapping[str, bytes], where: str) -> None:
        """Judge an attempt again, if it came so far that there is something to judge."""
        if not attempt.steps and not story.observed:
            return
        evaluator = attempt.evaluator or card.evaluator
        if evaluator not in AGAIN:
            self.doubts.append(Difference(where=where, what=f"what `{evaluator}` judged cannot be judged again"))
            return
        read = _read_case if evaluator == CAPTURE else read_card
        try:
            text = read(files.get(CARD, b"").decode("utf-8", "replace"), card.path)
        except DocumentError as error:
            self._differs(f"{where}/{CARD}", f"is no card: {error.mistakes[0]}")
            return
        if text.id != card.id or (evaluator == LITERAL and not text.literal):
            self._differs(f"{where}/{CARD}", "is not the card that the run tells of")
            return
        ids = [event.observation for event in story.observed]
        replay = Replay(attempt, ids, lambda id: self._record.observation(where, files, id))
        try:
            aids = aids_of(evaluator, story, files)
            frame = self._frame(card, attempt, files)
        except RecordError as error:
            self._differs(where, error.what)
            return
        events = list(evaluate(text, AGAIN[evaluator], replay, frame, aids))
        replayed = next(event.result for event in reversed(events) if isinstance(event, CardFinished))
        self.differences += against_performed(story, events, where)
        self._compare(card, attempt, replay, replayed, where)

    def _frame(self, card: CardResult, attempt: Attempt, files: Mapping[str, bytes]) -> Frame:
        frame = Frame(
            attempt=attempt.number,
            least=self._record.run.isolation.least,
            hard_limits=any(binds_time(requirement) for requirement in card.requirements),
            data=self._record.run.data,
            page=self._record.run.page,
        )
        return told_frame(frame, files)

    def _compare(self, card: CardResult, attempt: Attempt, replay: Replay, replayed: Attempt, where: str) -> None:
        least = self._record.run.isolation.least
        self.judged += sum(len(step.expectations) for step in replayed.steps)
        if replay.trouble:
            self._differs(where, replay.trouble)
        elif replay.left:
            self._differs(where, f"{replay.left} observations are recorded that no line of the card asks for")
        self.differences += against_replay(attempt, replayed, least, card.path, where)

    def _differs(self, where: str, what: str) -> None:
        self.differences.append(Difference(where=where, what=what))


def _read_case(text: str, path: str) -> Card:
    return filled(read_golden(text, path)).card


def _as_card(case: CaseResult, story: Story, attempt: Attempt) -> CardResult:
    """A case as far as its steps were carried out, which is as those of a card are."""
    return CardResult(
        id=case.id,
        title=case.title,
        path=case.path,
        sha256=story.started[0].sha256,
        tier=Tier.FOUNDATION,
        verifies=case.verifies,
        evaluator=CAPTURE,
        state=State(attempt.verdict),
        attempts=(attempt,),
    )
