"""What was recorded of an attempt at a golden case, as the material of its captures; comparing lies elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from harness.domain.events import ActionPerformed, Event, FolderLooked, StepFinished
from harness.domain.golden import Capture, CaseOutcome, GoldenCase
from harness.domain.observations import (
    ActionObservation,
    CommandObservation,
    Observation,
    PageObservation,
    ResponseObservation,
)
from harness.domain.results import Attempt, StepResult
from harness.domain.verdicts import Cause, Isolation, Verdict
from harness.golden.capturing import Material, beside_name, captures_of, digest_of_picture

_STREAMS = ("stdout", "stderr", "body")
_KEEPS = ("keep-field", "keep-text")
_UNTOLD = {
    Cause.ENVIRONMENT: CaseOutcome.UNDECIDED,
    Cause.EVALUATOR: CaseOutcome.UNDECIDED,
    Cause.TAMPERING: CaseOutcome.TAMPERING,
}


class Recording(Protocol):
    """What was recorded of one attempt."""

    def observation(self, id: str) -> Observation:
        """An observation as it was recorded."""
        ...

    def beside(self, name: str) -> bytes | None:
        """The bytes of a file beside the observations; None where there is none, so that it is empty."""
        ...

    def attachment(self, name: str) -> bytes | None:
        """A file that was kept below the attempt's folder; None where there is none."""
        ...


@dataclass(frozen=True)
class Seen:
    """What an attempt showed; with an ``outcome`` it tells nothing, and ``reason`` says why.

    ``unended`` says which step was stopped, not carried out, or not answered: then what it shows may differ from a golden, but
    is none.
    ``pictures`` are by their digests.
    """

    captures: tuple[Capture, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    outcome: CaseOutcome | None = None
    reason: str = ""
    unended: str = ""


def seen(case: GoldenCase, attempt: Attempt, events: Sequence[Event], recording: Recording, least: Isolation) -> Seen:
    """What an attempt showed, from its events and what was recorded."""
    steps = _steps(events)
    outcome, reason = _untold(case, attempt, steps, least)
    if outcome is not None:
        return Seen(outcome=outcome, reason=reason)
    pictures: dict[str, bytes] = {}
    materials = [_material(case, one, recording, pictures) for one in steps]
    unended = next((told for one in materials if (told := _unended(one))), "")
    return Seen(captures_of(case, materials), pictures, unended=unended)


def _untold(
    case: GoldenCase, attempt: Attempt, steps: Sequence[_Step], least: Isolation
) -> tuple[CaseOutcome | None, str]:
    """Why the attempt tells nothing of the product: the machine was at fault, its end is missing, or it was not isolated."""
    if attempt.cause in _UNTOLD:
        return _UNTOLD[attempt.cause], attempt.reason
    if len(steps) < len(case.card.steps):
        return CaseOutcome.UNDECIDED, attempt.reason or "it was not carried out to its end"
    if attempt.isolation is None or not attempt.isolation.satisfies(least):
        return (
            CaseOutcome.UNDECIDED,
            f"it ran at isolation `{attempt.isolation}`, and `{least}` is the least that counts",
        )
    return None, ""


@dataclass
class _Step:
    """The events of one step."""

    result: StepResult
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
            steps[where] = _Step(event.result, performed.get(where))
        elif isinstance(event, FolderLooked) and (event.section, event.number) in steps:
            steps[event.section, event.number].looked = event
    return list(steps.values())


def _material(case: GoldenCase, step: _Step, recording: Recording, pictures: dict[str, bytes]) -> Material:
    result = step.result
    observation = _observation(step, recording)
    files = _streams(observation, recording) if observation else {}
    if case.screenshot is not None and isinstance(observation, PageObservation) and observation.screenshot:
        picture = recording.attachment(observation.screenshot)
        if picture is not None:
            files["screenshot"] = picture
            pictures[digest_of_picture(picture)] = picture
    folder = recording.observation(step.looked.observation) if step.looked else None
    assert folder is None or folder.kind == "folder"
    for change in folder.changes if folder else ():
        if change.content is not None:
            files[beside_name(change.path)] = recording.beside(change.content) or b""
    return Material(result.section, result.number, result.text, observation, folder, files, _skipped(step))


def _skipped(step: _Step) -> str:
    """Why the step was not carried out, or that there was nothing to keep; empty where neither is so."""
    if step.performed is None:
        return "" if step.result.performed else step.result.reason
    keeping = step.performed.action.kind in _KEEPS
    lacking = [one.seen for one in step.result.expectations if keeping and one.verdict is not Verdict.PASS]
    return lacking[0] if lacking else ""


def _observation(step: _Step, recording: Recording) -> Observation | None:
    if step.performed is None or step.performed.observation is None:
        return None
    if step.performed.action.kind in _KEEPS:
        return None  # it shows nothing of its own, but what was shown before it
    return recording.observation(step.performed.observation)


def _streams(observation: Observation, recording: Recording) -> dict[str, bytes]:
    found = {name: recording.beside(f"{observation.id}.{name}") for name in _STREAMS}
    return {name: data for name, data in found.items() if data is not None}


def _unended(material: Material) -> str:
    where = f"{material.section} {material.number}"
    if material.skipped:
        return f"{where}: {material.skipped}"
    broken = _broken_off(material.observation)
    return f"{where}: {material.did} {broken}" if broken else ""


def _broken_off(observation: Observation | None) -> str:
    """Why what was done did not come to its end: of what is behind that nothing was seen, and it may be anything."""
    match observation:
        case CommandObservation(stopped=str(stopped)):
            return stopped
        case ResponseObservation(failure=str(failure)):
            return f"has no whole answer: {failure}"
        case PageObservation(problem=str(problem)) | ActionObservation(problem=str(problem)):
            return f"was not done: {problem}"
    return ""
