"""Makes a replay of a blind pass: what was done, by names that outlast a page, and what was quoted; keeps no files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from harness.domain.actions import Action, Gesture, GestureKind, LookAtPage, SendKeys, StartProgram
from harness.domain.cards import Card, Section, Step
from harness.domain.events import ActionPerformed, Event, ExpectationJudged
from harness.domain.observations import Observation, PageObservation
from harness.domain.replays import KeptQuote, KeptReplay, KeptStep
from harness.domain.results import Attempt
from harness.domain.verdicts import Strength, Verdict
from harness.phrasebook.book import fingerprint

Load = Callable[[str], Observation]

_FREE_TEXT = ("command", "typed", "target", "json_body", "form", "text")
_SHORTEST_NAMED = 2
_LOOKS = (GestureKind.SCROLL, GestureKind.SCROLL_TO)
_WITHOUT_TARGET = (
    GestureKind.TYPE,
    GestureKind.PRESS,
    GestureKind.FORWARD,
    GestureKind.NEW_TAB,
    GestureKind.SWITCH_TAB,
    GestureKind.CLOSE_TAB,
)


class NotKeepable(ValueError):
    """The pass cannot be done again by code alone; the message says why."""


def kept_replay(card: Card, attempt: Attempt, events: Sequence[Event], load: Load, run: str, model: str) -> KeptReplay:
    """The replay of a pass. ``events`` are those of the attempt, ``load`` gives an observation by its id.

    Raises:
        NotKeepable: if the attempt is no pass, rests on an opinion, or touched something that has only a position.
    """
    _require_shown_pass(attempt)
    kept = _Kept(events, load)
    return KeptReplay(
        card=card.id,
        card_sha256=card.sha256,
        phrasebook_sha256=fingerprint(),
        run=run,
        model=model,
        steps=tuple(kept.step(step) for step in card.steps),
    )


def _require_shown_pass(attempt: Attempt) -> None:
    if attempt.verdict is not Verdict.PASS:
        raise NotKeepable("it is no pass")
    for step in attempt.steps:
        for expectation in step.expectations:
            if expectation.strength is Strength.JUDGED:
                raise NotKeepable(f"line {expectation.line} rests on an opinion, which has to be asked for each time")


class _Kept:
    """The events of one attempt, by step."""

    def __init__(self, events: Sequence[Event], load: Load) -> None:
        self._events = events
        self._load = load
        self._names: Mapping[str, str] = {}

    def step(self, step: Step) -> KeptStep:
        performed = list(self._performed(step.section, step.number))
        actions = () if step.action is not None else tuple(self._durable(event, step) for event in performed)
        quotes = tuple(self._quotes(step, performed))
        for event in self._events:
            if isinstance(event, ExpectationJudged) and (event.section, event.number) == (step.section, step.number):
                self._names = event.kept
        if step.action is None and not actions:
            raise NotKeepable(f"nothing was done for line {step.line}")
        return KeptStep(section=step.section, number=step.number, actions=actions, quotes=quotes)

    def _performed(self, section: Section, number: int) -> Iterator[ActionPerformed]:
        for event in self._events:
            if (
                isinstance(event, ActionPerformed)
                and (event.section, event.number) == (section, number)
                and not _is_look(event.action)
            ):
                yield event

    def _durable(self, event: ActionPerformed, step: Step) -> Action:
        action = event.action
        if isinstance(action, StartProgram | SendKeys):
            return self._named(action)
        if isinstance(action, Gesture) and action.gesture not in _WITHOUT_TARGET:
            return self._named(self._by_name(action, event, step))
        return self._named(action)

    def _by_name(self, gesture: Gesture, event: ActionPerformed, step: Step) -> Gesture:
        seen = self._load(event.observation) if event.observation else None
        touched = seen.touched if isinstance(seen, PageObservation) else None
        if touched is None or not touched.unique or not touched.name:
            raise NotKeepable(f"line {step.line}: what was touched has no name of its own on the page")
        return gesture.model_copy(
            update={"ref": None, "x": None, "y": None, "role": touched.role, "name": touched.name}
        )

    def _named(self, action: Action) -> Action:
        """The action with ``{name}`` where what was kept under it was used."""
        changes: dict[str, str] = {}
        for field, value in action:
            if field in _FREE_TEXT and isinstance(value, str):
                changes[field] = self._with_names(value)
        return action.model_copy(update=changes) if changes else action

    def _with_names(self, text: str) -> str:
        for name, value in sorted(self._names.items(), key=lambda pair: -len(pair[1])):
            if len(value) >= _SHORTEST_NAMED:
                # A function, because the name must not be read as a template.
                text = re.sub(rf"(?<![\w-]){re.escape(value)}(?![\w-])", lambda _, n=name: f"{{{n}}}", text)  # type: ignore[misc]
        return text

    def _quotes(self, step: Step, performed: Sequence[ActionPerformed]) -> Iterator[KeptQuote]:
        natural = {line.line for line in step.expectations if line.expectation is None}
        for event in self._events:
            if not isinstance(event, ExpectationJudged) or event.result.line not in natural:
                continue
            if (event.section, event.number) != (step.section, step.number):
                continue
            result = event.result
            if not result.quote or not result.observations:
                raise NotKeepable(f"line {result.line} was shown by no quote")
            yield KeptQuote(
                line=result.line, action=_action_before(result.observations[0], performed), quote=result.quote
            )


def _action_before(observation: str, performed: Sequence[ActionPerformed]) -> int:
    """Which action the observation belongs to: the last that was performed before it, or that it is of."""
    number = _order(observation)
    before = [
        index for index, event in enumerate(performed) if event.observation and _order(event.observation) <= number
    ]
    if not before:
        raise NotKeepable("a quote belongs to no action of its step")
    return before[-1]


def _order(observation: str) -> int:
    digits = observation.removeprefix("o")
    return int(digits) if digits.isdigit() else 0


def _is_look(action: Action) -> bool:
    return isinstance(action, LookAtPage) or (isinstance(action, Gesture) and action.gesture in _LOOKS)
