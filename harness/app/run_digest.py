"""What a trace needs of one recorded run: its results in short, once the record was checked against its own events.

What a gate asks of it beside that lies in ``run_digest_parts``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from harness.adapters.records import RunReader
from harness.app.golden_check import ACCEPTED_FILE, RECEIVED_FILE
from harness.app.run_digest_parts import kinds_of, parts_of
from harness.app.run_digest_tests import results_of_tests
from harness.domain.events import Attached, Event
from harness.domain.findings import CheckResults, Outcome, PrincipleResult
from harness.domain.golden import CaseOutcome, CaseResult, GoldenResults
from harness.domain.places import Place
from harness.domain.results import CardResult, Run
from harness.domain.run_digest import RunDigest
from harness.domain.tracing import EvidenceKind, Result, Shown
from harness.domain.verdicts import Cause, State, Verdict
from harness.evaluation.conclusions import card_verdict
from harness.evaluation.verification.chain import EVENTS, against_run, followed
from harness.evaluation.verification.story import Story, against_attempt, stories
from harness.evaluation.verification.verdicts import against_attempts
from harness.trace.fingerprints import golden_fingerprint

_MOST_LINES = 20
_NOT_THE_PRODUCT = (Cause.ENVIRONMENT, Cause.EVALUATOR)
"""What may keep one attempt from its end and not the next, and says nothing of the product."""


def digest_of(folder: Path) -> RunDigest:
    """The run that is recorded in ``folder``. Raises RecordError where that cannot be read."""
    reader = RunReader(folder)
    run = reader.run
    chain = followed(reader.lines() if (folder / EVENTS).exists() else ())  # a finished run has some
    trouble = _trouble(run, [*chain.differences, *against_run(chain, run)], chain.events)
    digest = RunDigest(
        id=run.id,
        tree=run.tree.hash if run.tree else "",
        subject=(run.tree.subject or "") if run.tree else "",
        finished=run.finished,
        interrupted=run.interrupted,
        isolation=run.isolation.reached,
        kinds=tuple(kinds_of(run)),
        head=chain.head,
        documents={one.path: one.sha256 for one in run.documents},
        trouble=trouble,
        contradicts=bool(trouble),
    )
    if trouble:
        return digest
    return digest.model_copy(update={"results": tuple(_results(run, chain.events)), **parts_of(run)})


def _trouble(run: Run, differences: Iterable[object], events: Iterable[Event]) -> str:
    """The first thing in which a record does not agree with itself."""
    told = stories(events)
    found = [*map(str, differences), *_against_golden(run, told)]
    for card in run.cards:
        found += map(str, against_attempts(card))
        for attempt in card.attempts:
            where = attempt.evidence or card.id
            story = told.get((card.id, attempt.number))
            if story is None:
                found.append(f"{where}: no event tells of this attempt")
            else:
                found += map(str, against_attempt(story, card, attempt, where))
    return f"the record does not agree with itself: {found[0]}" if found else ""


def _against_golden(run: Run, told: Mapping[tuple[str, int], Story]) -> Iterator[str]:
    """Where the outcome of a golden case is not what the events allow: what was the same was finished and left nothing."""
    by_case: dict[str, list[Story]] = {}
    for (id, _), story in told.items():
        if not story.is_of_golden:
            continue  # of a card with the same id
        by_case.setdefault(id, []).append(story)
    for case in run.golden.cases if run.golden is not None and run.golden.base is None else ():
        if case.outcome is not CaseOutcome.SAME:
            continue
        own = by_case.get(case.id, [])
        files = {one.file for story in own for one in story.attached}
        if not any(story.finished for story in own):
            yield f"case {case.id} is recorded as `{case.outcome}`, and no event tells that it was carried out"
        elif RECEIVED_FILE in files:
            yield f"case {case.id} is recorded as `{case.outcome}`, and something else was received"


def _results(run: Run, events: Iterable[Event]) -> Iterator[Result]:
    yield from (_of_card(card, run) for card in run.cards)
    if run.golden is not None and run.golden.base is None:
        yield from _of_golden(run.golden, run, events)
    if run.constitution is not None:
        yield from _of_constitution(run.constitution, run)
    yield from results_of_tests(run)


def _of_card(card: CardResult, run: Run) -> Result:
    verdict = card_verdict(card, run.isolation.least)
    shown = {Verdict.PASS: Shown.PASS, Verdict.FAIL: Shown.FAIL}.get(verdict, Shown.UNDECIDED)
    if shown is Shown.UNDECIDED and card.cause is Cause.ENVIRONMENT:
        shown = Shown.BLOCKED
    return Result(
        kind=EvidenceKind.CARD,
        id=card.id,
        sha256=card.sha256,
        requirements=card.requirements,
        shown=shown,
        flaky=card.state is State.FLAKY and card.cause not in _NOT_THE_PRODUCT,
        reason="" if shown is Shown.PASS else _one_line(card.reason or card.hint),
        run=run.id,
        when=run.finished,
    )


def _of_golden(golden: GoldenResults, run: Run, events: Iterable[Event]) -> Iterator[Result]:
    accepted = {one.card: one.sha256 for one in events if isinstance(one, Attached) and one.file == ACCEPTED_FILE}
    for case in golden.cases:
        if case.outcome is not CaseOutcome.GONE and not case.inputs:
            yield _of_case(case, accepted.get(case.id, ""), run)


def _of_case(case: CaseResult, golden: str, run: Run) -> Result:
    code = case.outcome.exit_code
    shown = {0: Shown.PASS, 1: Shown.FAIL}.get(int(code), Shown.UNDECIDED)
    return Result(
        kind=EvidenceKind.GOLDEN,
        id=case.id,
        sha256=golden_fingerprint(case.sha256, golden),
        requirements=case.requirements,
        shown=shown,
        flaky=case.outcome is CaseOutcome.UNSTABLE,
        reason="" if shown is Shown.PASS else _one_line(case.reason or case.outcome.value),
        run=run.id,
        when=run.finished,
    )


def _of_constitution(results: CheckResults, run: Run) -> Iterator[Result]:
    return (_of_principle(one, run) for one in results.principles)


def _of_principle(one: PrincipleResult, run: Run) -> Result:
    failed = one.outcome is Outcome.VIOLATION
    passed = one.outcome is Outcome.PASS and not one.findings
    places = one.findings if one.findings else one.evidence
    return Result(
        kind=EvidenceKind.PRINCIPLE,
        id=one.id,
        sha256=one.sha256,
        shown=Shown.PASS if passed else Shown.FAIL if failed else Shown.UNDECIDED,
        reason="" if passed else _one_line(f"{one.outcome.value}: {one.reason}" if one.reason else one.outcome.value),
        run=run.id,
        when=run.finished,
        lines=tuple(Place(path=found.span.path, line=found.span.line) for found in places[:_MOST_LINES]),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())[:500]
