"""Carries golden cases out in fresh cells, as cards are, and hands over what each showed; comparing lies elsewhere."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from harness.adapters.records import AttemptRecorder, Recorder
from harness.adapters.trees import PreparedTree
from harness.app import preparing
from harness.app.assignment import Assignment
from harness.app.card_pool import CardPool, PoolSettings
from harness.app.golden_materials import seen
from harness.app.models import open_run_model
from harness.app.project import Project
from harness.domain.events import Event
from harness.domain.golden import Capture, CaseOutcome, GoldenCase
from harness.domain.results import Attempt, CheckName
from harness.domain.verdicts import Isolation, Verdict
from harness.evaluation.capturing import Capturing
from harness.phrasebook.inputs import filled

CAPTURE = "capture"
"""What carries golden cases out, as records name it."""
_CRASHES = (
    CheckName.NO_TRACEBACK,
    CheckName.NO_SERVER_ERROR,
    CheckName.SERVICES_ALIVE,
    CheckName.NO_PAGE_ERROR,
    CheckName.NO_PAGE_SERVER_ERROR,
)


def _kept_nowhere(name: str, data: bytes) -> None:
    """Keep nothing."""


@dataclass(frozen=True)
class Shown:
    """What one attempt at a case showed; with an ``outcome`` it tells nothing, and ``reason`` says why.

    ``unended`` says which step did not come to its end, ``crash`` how the product crashed if it did;
    ``pictures`` are those that were taken, by their digests; ``attach`` keeps a file beside the evidence.
    """

    captures: tuple[Capture, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    outcome: CaseOutcome | None = None
    reason: str = ""
    unended: str = ""
    crash: str = ""
    evidence: str | None = None
    seconds: float = 0.0
    attach: Callable[[str, bytes], None] = _kept_nowhere


@dataclass(frozen=True)
class Place:
    """One prepared tree, and how cells of it are opened; ``revision`` None is the working tree."""

    project: Project
    tree: PreparedTree
    level: Isolation
    least: Isolation
    workers: int
    revision: str | None = None


@dataclass
class Shows:
    """Everything that was shown, by the id of the case, in the order of the attempts; ``interrupted`` if it was cut short."""

    by_case: dict[str, list[Shown]] = field(default_factory=dict)
    interrupted: bool = False

    def add(self, other: Shows) -> None:
        """Take up further attempts at some of the cases."""
        for id, shown in other.by_case.items():
            self.by_case.setdefault(id, []).extend(shown)
        self.interrupted = self.interrupted or other.interrupted


def show(
    place: Place,
    cases: Sequence[GoldenCase],
    recorder: Recorder,
    told: Callable[[Event], None],
    first: int = 1,
    given: Mapping[str, Mapping[str, str]] | None = None,
) -> Shows:
    """Carry every case out in a fresh cell; ``first`` is the number of this attempt at each in the record.

    ``given`` are the inputs of each case by its id; a case that is not named there gets the simplest of those it declares.

    Raises:
        RecordError: if what is shown cannot be recorded.
    """
    cases = [filled(case, (given or {}).get(case.id)) for case in cases]
    by_id = {case.id: case for case in cases}
    found: dict[str, dict[int, Shown]] = defaultdict(dict)
    lock = threading.Lock()

    def look(attempt: Attempt, events: Sequence[Event], recorded: AttemptRecorder) -> None:
        shown = _shown(by_id[recorded.card], attempt, events, recorded, place.least)
        with lock:
            found[recorded.card][attempt.number] = shown

    assignments = [_assignment(case) for case in cases]
    settings = PoolSettings(
        workers=place.workers,
        repeat=1,
        first=first,
        read_all=True,
        services=place.project.configuration.product.services,
        frame=preparing.frame(place.project, place.tree, place.least),
        look=look,
    )
    cells = preparing.cells(place.project, place.tree, place.level)
    pool = CardPool(cells, open_run_model(place.project, ()), recorder, settings, told)
    pool.run(assignments)
    # What ended while an interrupt closed its cell shows what the interrupt did to it.
    ended = {id: [shown[number] for number in sorted(shown)] for id, shown in found.items() if id in pool.finished}
    return Shows(ended, pool.interrupted)


def _assignment(case: GoldenCase) -> Assignment:
    return Assignment(card=case.card, evaluator=CAPTURE, perform=Capturing(), requirements={}, hard_limits=False)


def _shown(
    case: GoldenCase, attempt: Attempt, events: Sequence[Event], recorded: AttemptRecorder, least: Isolation
) -> Shown:
    found = seen(case, attempt, events, recorded, least)
    return Shown(
        captures=found.captures,
        pictures=found.pictures,
        outcome=found.outcome,
        reason=found.reason,
        unended=found.unended,
        crash=crash_of(attempt),
        evidence=attempt.evidence,
        seconds=attempt.seconds,
        attach=recorded.attach,
    )


def crash_of(attempt: Attempt) -> str:
    """How the product crashed in an attempt: a signal, a crash report, a server error; empty if it did not."""
    return next((one.seen for one in attempt.checks if one.name in _CRASHES and one.verdict is Verdict.FAIL), "")
