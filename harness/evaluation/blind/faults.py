"""In what an evaluator departed from the card: steps left out, replaced, repeated or padded; each is named."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from harness.domain.actions import Action, RunCommand, SendRequest
from harness.domain.cards import Section
from harness.domain.observations import CommandObservation, Observation, PageObservation, ResponseObservation
from harness.evaluation.blind.anchors import anchors
from harness.evaluation.blind.course import Act, Passage
from harness.evaluation.blind.fidelity import Fit, described
from harness.evaluation.blind.provenance import touches
from harness.evaluation.blind.typed import entered
from harness.evaluation.matching import shows


def fault(passage: Passage) -> str:
    """How the step was not carried out as the card says; empty where it was."""
    if not passage.done:
        return "the evaluator did not carry this step out"
    if passage.step.action is not None:
        return _literal_fault(passage)
    return _natural_fault(passage)


def _literal_fault(passage: Passage) -> str:
    performed = [act for act in passage.done if act.fit is Fit.THE_ACTION]
    others = [act for act in passage.done if act.fit is Fit.SOMETHING_ELSE]
    if not performed:
        return f"the evaluator did {_named(others)} instead" if others else "the evaluator did not carry this step out"
    if len(performed) > 1:
        return f"the evaluator repeated it: {len(performed)} times instead of once"
    if others:
        return f"the evaluator also did {_named(others)}, of which the card does not speak"
    return ""


def _natural_fault(passage: Passage) -> str:
    if harm := next((act.harm for act in passage.acts if act.harm), ""):
        return f"the evaluator {harm}"
    if unused := _unused(passage):
        named = ", ".join(f'"{one}"' for one in unused)
        return f"the step speaks of {named}, and nothing that the evaluator did holds it"
    if repeated := _repeated(passage.done):
        return f"the evaluator repeated {described(repeated)} until it came out differently"
    if passage.step.section is not Section.BEFORE and not any(touches(act.observation) for act in passage.acts):
        return "nothing that the evaluator did had to do with the product"
    return ""


def _unused(passage: Passage) -> list[str]:
    """What the step names in so many words and nothing that was entered, opened or touched holds."""
    used = [text for act in passage.done for text in _used(act)]
    return [
        one
        for one in anchors(passage.text)
        if not shows(used, one) and (one.isdigit() or not any(one in text for text in used))
    ]


def _used(act: Act) -> Iterator[str]:
    yield from entered(act.action)
    if isinstance(act.observation, PageObservation):
        yield act.observation.url
        if act.observation.touched is not None:
            yield act.observation.touched.name
            yield act.observation.touched.value or ""


def _repeated(acts: Sequence[Act]) -> Action | None:
    """An action that was refused and then, the same, was not."""
    for index, act in enumerate(acts):
        earlier = [one for one in acts[:index] if _alike(one.action, act.action) and not act.automatic]
        if any(not _went_well(one.observation) for one in earlier) and _went_well(act.observation):
            return act.action
    return None


def _alike(one: Action, other: Action) -> bool:
    """Whether two actions ask the product for the same, written differently or not."""
    match one, other:
        case RunCommand(), RunCommand():
            return _read(one.command) == _read(other.command) and one.typed == other.typed
        case SendRequest(), SendRequest():
            return one.model_copy(update={"headers": ()}) == other.model_copy(update={"headers": ()})
        case _:
            return one == other


def _read(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return [command]


def _went_well(observation: Observation) -> bool:
    match observation:
        case CommandObservation(exit_code=code, stopped=stopped):
            return code == 0 and stopped is None
        case ResponseObservation(status=status):
            return status is not None and status < 400
        case PageObservation(status=status, problem=problem):
            return problem is None and (status is None or status < 400)
        case _:
            return True


def _named(acts: Sequence[Act]) -> str:
    names = list(dict.fromkeys(described(act.action) for act in acts))
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
