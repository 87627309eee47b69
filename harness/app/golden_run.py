"""Carries golden cases out in fresh cells, as cards are, and hands over what each step showed; comparing lies elsewhere."""

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
from harness.app.models import open_run_model
from harness.app.project import Project
from harness.domain.events import ActionPerformed, Event, FolderLooked, StepFinished
from harness.domain.golden import Capture, CaseOutcome, GoldenCase
from harness.domain.observations import Observation, PageObservation
from harness.domain.results import Attempt
from harness.domain.verdicts import Cause, Isolation
from harness.evaluation.capturing import Capturing
from harness.golden.capturing import Material, beside_name, captures_of, digest_of_picture

_STREAMS = ("stdout", "stderr", "body")


@dataclass(frozen=True)
class Shown:
    """What one attempt at a case showed; with an ``outcome`` it tells nothing, and ``reason`` says why.

    ``pictures`` are those that were taken, by their digests.
    """

    captures: tuple[Capture, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    outcome: CaseOutcome | None = None
    reason: str = ""
    evidence: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Place:
    """One prepared tree, and how cells of it are opened."""

    project: Project
    tree: PreparedTree
    level: Isolation
    least: Isolation
    workers: int


@dataclass
class Shows:
    """Everything that was shown, by the id of the case, in the order of the attempts; ``interrupted`` if it was cut short."""

    by_case: dict[str, list[Shown]] = field(default_factory=dict)
    interrupted: bool = False


def show(
    place: Place,
    cases: Sequence[GoldenCase],
    recorder: Recorder,
    told: Callable[[Event], None],
    first: int = 1,
    given: Mapping[str, Mapping[str, str]] | None = None,
) -> Shows:
    """Carry every case out in a fresh cell; ``first`` is the number of this attempt at each in the record.

    ``given`` are the inputs of each case by its id.

    Raises:
        RecordError: if what is shown cannot be recorded.
    """
    by_id = {case.id: case for case in cases}
    found: dict[str, dict[int, Shown]] = defaultdict(dict)
    lock = threading.Lock()

    def look(attempt: Attempt, events: Sequence[Event], attempt_recorder: AttemptRecorder) -> None:
        shown = _shown(by_id[attempt_recorder.card], attempt, events, attempt_recorder)
        with lock:
            found[attempt_recorder.card][attempt.number] = shown

    assignments = [_assignment(case, (given or {}).get(case.id, {})) for case in cases]
    settings = PoolSettings(
        workers=place.workers,
        repeat=1,
        first=first,
        services=place.project.configuration.product.services,
        frame=preparing.frame(place.project, place.tree, place.least),
        look=look,
    )
    cells = preparing.cells(place.project, place.tree, place.level)
    pool = CardPool(cells, open_run_model(place.project, ()), recorder, settings, told)
    pool.run(assignments)
    ordered = {id: [shown[number] for number in sorted(shown)] for id, shown in found.items()}
    return Shows(ordered, pool.interrupted)


def _assignment(case: GoldenCase, given: Mapping[str, str]) -> Assignment:
    return Assignment(card=case.card, evaluator="capture", perform=Capturing(given), requirements={}, hard_limits=False)


def _shown(case: GoldenCase, attempt: Attempt, events: Sequence[Event], recorder: AttemptRecorder) -> Shown:
    facts = {"evidence": attempt.evidence, "seconds": attempt.seconds}
    outcome = (
        {
            Cause.ENVIRONMENT: CaseOutcome.UNDECIDED,
            Cause.EVALUATOR: CaseOutcome.UNDECIDED,
            Cause.TAMPERING: CaseOutcome.TAMPERING,
        }.get(attempt.cause)
        if attempt.cause
        else None
    )
    if outcome is not None:
        return Shown(outcome=outcome, reason=attempt.reason, **facts)  # type: ignore[arg-type]
    pictures: dict[str, bytes] = {}
    materials = [_material(case, one, recorder, pictures) for one in _steps(events)]
    return Shown(captures_of(case, materials), pictures, **facts)  # type: ignore[arg-type]


@dataclass
class _Step:
    """The events of one step that was carried out."""

    finished: StepFinished
    performed: ActionPerformed | None = None
    looked: FolderLooked | None = None


def _steps(events: Sequence[Event]) -> list[_Step]:
    steps: dict[tuple[str, int], _Step] = {}
    performed: dict[tuple[str, int], ActionPerformed] = {}
    for event in events:
        if isinstance(event, ActionPerformed):
            performed[event.section, event.number] = event
        elif isinstance(event, StepFinished):
            where = (event.result.section, event.result.number)
            steps[where] = _Step(event, performed.get(where))
        elif isinstance(event, FolderLooked):
            steps[event.section, event.number].looked = event
    return [step for step in steps.values() if step.performed is not None or step.looked is not None]


def _material(case: GoldenCase, step: _Step, recorder: AttemptRecorder, pictures: dict[str, bytes]) -> Material:
    result = step.finished.result
    observation = _observation(step, recorder)
    files = _streams(observation, recorder) if observation else {}
    if case.screenshot is not None and isinstance(observation, PageObservation) and observation.screenshot:
        picture = recorder.attachment(observation.screenshot)
        if picture is not None:
            files["screenshot"] = picture
            pictures[digest_of_picture(picture)] = picture
    folder = recorder.observation(step.looked.observation) if step.looked else None
    assert folder is None or folder.kind == "folder"
    for change in folder.changes if folder else ():
        if change.content is not None:
            files[beside_name(change.path)] = recorder.beside(change.content) or b""
    return Material(result.section, result.number, result.text, observation, folder, files)


def _observation(step: _Step, recorder: AttemptRecorder) -> Observation | None:
    if step.performed is None or step.performed.observation is None:
        return None
    if step.performed.action.kind in ("keep-field", "keep-text"):
        return None  # it shows nothing of its own, but what was shown before it
    return recorder.observation(step.performed.observation)


def _streams(observation: Observation, recorder: AttemptRecorder) -> dict[str, bytes]:
    found = {name: recorder.beside(f"{observation.id}.{name}") for name in _STREAMS}
    return {name: data for name, data in found.items() if data is not None}
