"""Where an evaluator is in the card: begins and closes steps, runs their probes, and keeps what was done for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from harness.domain.actions import Action, KeepField, KeepText, LookAtPage, Surface
from harness.domain.cards import Card, ExpectationLine, Section, Step
from harness.domain.events import ActionPerformed, Event, StepStarted
from harness.domain.expectations import Expectation, FileContains, FileExists, Keeps, Sees, SeesLine, Unchanged
from harness.domain.observations import ActionObservation, FileObservation, Observation, PageObservation
from harness.domain.verdicts import Cause, Verdict
from harness.evaluation.blind.anchors import asks_to_look
from harness.evaluation.blind.fidelity import AUTOMATIC, Fit, fit, is_look, is_meant, was_done
from harness.evaluation.blind.hands import Hands, Watch
from harness.evaluation.evidence import Evidence, Judgement
from harness.evaluation.frame import Frame
from harness.evaluation.judges import judge
from harness.evaluation.kept import NotKept, kept_value
from harness.evaluation.sight import is_of_page
from harness.evaluation.stepping import with_implicit
from harness.phrasebook.kept import fill
from harness.ports.sessions import Session

_NAMES = {"before": Section.BEFORE, "bad": Section.BAD_INPUT, "step": Section.STEPS, "": Section.STEPS}
_NAME = re.compile(r"\s*(before|bad|step)?(?: you start| input)?[\s:.#-]*(\d+)\.?\s*", re.IGNORECASE)


class OutOfOrder(ValueError):
    """A step cannot be begun now; the message is for the evaluator."""


@dataclass(frozen=True)
class Act:
    """One action carried out for a step, what it showed, and how it stands to the step's literal action, if it has one.

    ``wrote`` are the files that the evaluator wrote by it with its own hands, and ``harm`` says how it can have done more.
    """

    action: Action
    observation: Observation
    fit: Fit = Fit.A_PART
    automatic: bool = False
    wrote: tuple[str, ...] = ()
    harm: str = ""

    @property
    def looks(self) -> bool:
        """Whether it only looked."""
        return is_look(self.action)


@dataclass
class Passage:
    """What was done for one step, and what code made of its literal expectations once it was over.

    ``wanted`` is its literal action, ``text`` what it says, both with ``{name}`` filled in.
    """

    step: Step
    wanted: Action | None
    text: str = ""
    acts: list[Act] = field(default_factory=list)
    before: dict[int, Observation] = field(default_factory=dict)
    judged: list[tuple[ExpectationLine, Judgement, tuple[Observation, ...]]] = field(default_factory=list)
    closed: bool = False

    @property
    def done(self) -> list[Act]:
        """The acts that were carried out and changed something, or may have; of a step that asks to look also the looks."""
        looking = self.step.action is None and asks_to_look(self.step.text)
        return [act for act in self.acts if (looking or not act.looks) and was_done(act.observation)]

    @property
    def performed(self) -> bool:
        """Whether the literal action was carried out, or of a natural step anything at all."""
        if self.step.action is None:
            return bool(self.done)
        return any(act.fit is Fit.THE_ACTION for act in self.done)

    @property
    def last(self) -> Observation | None:
        """What is judged: of a literal step what its action showed, of a natural one what was shown last."""
        if self.step.action is None:
            return self.done[-1].observation if self.done else None
        return next((act.observation for act in self.done if act.fit is Fit.THE_ACTION), None)

    def owns(self, observation: str) -> bool:
        """Whether an observation was made for this step."""
        return any(act.observation.id == observation for act in self.acts)


class Course:
    """The way through one card. Every generator yields events and must be run to its end."""

    def __init__(self, card: Card, session: Session, frame: Frame) -> None:
        self._card = card
        self._session = session
        self._frame = frame
        self.kept: dict[str, str] = {}
        self.passages: list[Passage] = []
        self._page_seen = False
        self._shown: Observation | None = None
        self._hands = Watch(session, frame.offer.commands)

    @property
    def current(self) -> Passage | None:
        """The step that is being carried out."""
        return self.passages[-1] if self.passages and not self.passages[-1].closed else None

    @property
    def open_steps(self) -> tuple[Step, ...]:
        """The steps that were not begun yet."""
        return self._card.steps[len(self.passages) :]

    def begin_named(self, name: str) -> Generator[Event, None, Passage]:
        """Begin the step that an evaluator names, carrying out what is automatic before it.

        Raises:
            OutOfOrder: if there is no such step, or it is over.
        """
        index = self._index(name)
        if index < len(self.passages) - 1 or (index == len(self.passages) - 1 and self.passages[index].closed):
            raise OutOfOrder(f"step {label(self._card.steps[index])} is over; steps are carried out in order, once")
        while len(self.passages) <= index:
            yield from self._next()
        return self.passages[index]

    def names_of(self, step: Step) -> list[tuple[str, str]]:
        """What was kept under the names that a step uses."""
        return [(name, value) for name, value in self.kept.items() if f"{{{name}}}" in _text(step)]

    def follow(self, action: Action) -> Generator[Event]:
        """Let the step change where what is about to be done shows that the one before is over."""
        # Of a natural step only the evaluator knows when it is over.
        if self.current is None or self.current.step.action is not None:
            yield from self._pass_automatic()
        current = self.current
        if is_look(action) and current is not None:
            return
        if current is None or self._moves_on(current, action):
            yield from self._next()
            yield from self._pass_automatic()

    def act(self, action: Action) -> Generator[Event, None, Observation]:
        """Carry an action out for the current step."""
        passage = self.current
        hands = self._hands.about(action) if passage is not None and passage.wanted is None else Hands()
        observation = self._session.perform(action, self._until(passage, action))
        yield from self._keep_act(action, observation, hands=hands)
        return observation

    def finish(self) -> Generator[Event]:
        """Close the last step; what is automatic behind it is carried out."""
        yield from self._pass_automatic()
        if self.current is not None:
            self._close(self.current)

    def _until(self, passage: Passage | None, action: Action) -> Callable[[Observation], bool] | None:
        """What a page is waited for after the act that the step may be about."""
        if passage is None or passage.wanted is None or not is_meant(passage.wanted, action):
            return None
        return self._holds(passage)

    def _keep_act(
        self, action: Action, observation: Observation, automatic: bool = False, hands: Hands | None = None
    ) -> Generator[Event]:
        passage = self.current
        if passage is None:
            return
        how = Fit.A_PART
        if passage.wanted is not None:
            how = fit(passage.wanted, action, observation, self._frame.offer.origin)
        own = hands or Hands()
        passage.acts.append(
            Act(action, observation, Fit.THE_ACTION if automatic else how, automatic, own.wrote, own.harm)
        )
        self._page_seen = self._page_seen or isinstance(observation, PageObservation)
        if not isinstance(observation, ActionObservation):
            self._shown = observation
        yield ActionPerformed(
            card=self._card.id,
            attempt=self._frame.attempt,
            section=passage.step.section,
            number=passage.step.number,
            action=action,
            observation=observation.id,
        )

    def _moves_on(self, current: Passage, action: Action) -> bool:
        """Whether an act that was not announced belongs to the next step."""
        if not self.open_steps:
            return False
        following = self.open_steps[0]
        if current.step.action is not None:
            again = following.action is None and action == current.wanted
            return current.performed and not again
        if following.action is None or not current.done:
            return False
        # Of a gesture it cannot be told before it is done what it touches.
        return action == fill(following.action, self.kept)

    def _pass_automatic(self) -> Generator[Event]:
        """Carry out the steps behind a finished one that are not the evaluator's to do."""
        while self.open_steps and isinstance(self.open_steps[0].action, AUTOMATIC):
            if self.current is not None and not self.current.performed:
                return
            yield from self._next()

    def _next(self) -> Generator[Event]:
        if self.current is not None:
            self._close(self.current)
        step = self.open_steps[0]
        yield StepStarted(card=self._card.id, attempt=self._frame.attempt, section=step.section, number=step.number)
        wanted = fill(step.action, self.kept) if step.action is not None else None
        passage = Passage(step, wanted, named(step.text, self.kept))
        self.passages.append(passage)
        for line in step.expectations:
            if isinstance(line.expectation, Unchanged):
                passage.before[line.line] = self._session.perform(fill(line.expectation, self.kept).probe)
        if wanted is not None and isinstance(wanted, AUTOMATIC):
            yield from self._automatic(passage, wanted)

    def _automatic(self, passage: Passage, action: Action) -> Generator[Event]:
        if isinstance(action, KeepField | KeepText):
            itself = ExpectationLine(line=passage.step.line, text=passage.step.text)
            judgement = self._keep(action)
            seen = (self._shown,) if self._shown else ()
            passage.judged.append((itself, judgement, seen))
            if self._shown is not None:
                passage.acts.append(Act(action, self._shown, Fit.THE_ACTION, automatic=True))
            return
        observation = self._session.perform(action)
        yield from self._keep_act(action, observation, automatic=True)

    def _close(self, passage: Passage) -> None:
        """Judge the literal expectations of a step while the product is as the step left it."""
        lines = with_implicit(passage.step) if passage.performed else passage.step.expectations
        for line in lines:
            if line.expectation is not None:
                passage.judged.append(self._judged(passage, line, fill(line.expectation, self.kept)))
        passage.closed = True

    def _judged(
        self, passage: Passage, line: ExpectationLine, expectation: Expectation
    ) -> tuple[ExpectationLine, Judgement, tuple[Observation, ...]]:
        seen = passage.last
        if isinstance(expectation, Keeps):
            return line, self._keep(expectation, seen), (seen,) if seen else ()
        if passage.performed and is_of_page(expectation, seen, self._page_seen):
            seen = self._page(passage, expectation)
        after = self._session.perform(expectation.probe) if isinstance(expectation, Unchanged) else None
        file = self._inspected(expectation)
        before = passage.before.get(line.line) if after else None
        evidence = Evidence(step=seen, file=file, before=before, after=after, hard_limits=self._frame.hard_limits)
        used = (before, after) if after else (file or seen,)
        return line, judge(expectation, evidence), tuple(one for one in used if one is not None)

    def _page(self, passage: Passage, expectation: Expectation) -> Observation:
        """The page as the step's action left it; looked at again where there is none, or a natural step may not be over."""
        seen = passage.last
        if isinstance(seen, PageObservation) and (passage.wanted is not None or _passes(expectation, seen)):
            return seen
        looked = self._session.perform(LookAtPage(), self._holds(passage))
        passage.acts.append(Act(LookAtPage(), looked))
        return looked

    def _holds(self, passage: Passage) -> Callable[[Observation], bool]:
        """Whether all that the step expects of a page holds of one."""
        wanted = [
            fill(line.expectation, self.kept)
            for line in passage.step.expectations
            if line.expectation is not None and _is_of_a_page(line.expectation)
        ]
        return lambda page: all(_passes(one, page) for one in wanted)

    def _keep(self, keep: KeepField | KeepText | Keeps, seen: Observation | None = None) -> Judgement:
        expected = f"something to keep as {{{keep.name}}}"
        try:
            value = kept_value(keep, seen or self._shown)
        except NotKept as reason:
            return Judgement(verdict=reason.cause.verdict, cause=reason.cause, expected=expected, seen=str(reason))
        self.kept[keep.name] = value
        return Judgement(verdict=Verdict.PASS, expected=expected, seen=value)

    def _inspected(self, expectation: Expectation) -> FileObservation | None:
        if isinstance(expectation, FileContains | FileExists):
            return self._session.inspect(expectation.path)
        return None

    def _index(self, name: str) -> int:
        found = _NAME.fullmatch(name)
        if found:
            section, number = _NAMES[(found[1] or "").lower()], int(found[2])
            for index, step in enumerate(self._card.steps):
                if step.section is section and step.number == number:
                    return index
        known = ", ".join(label(step) for step in self._card.steps)
        raise OutOfOrder(f"there is no step '{name}'; there are: {known}")


def label(step: Step) -> str:
    """A step as evaluators name it."""
    return {Section.BEFORE: "before ", Section.BAD_INPUT: "bad ", Section.STEPS: ""}[step.section] + str(step.number)


def named(text: str, kept: Mapping[str, str]) -> str:
    """The words of a line with what was kept in the place of ``{name}``."""
    for name, value in kept.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def looked_at(passages: Sequence[Passage]) -> Iterator[Observation]:
    """Every observation of all steps, in order."""
    return (act.observation for passage in passages for act in passage.acts)


def _passes(expectation: Expectation, seen: Observation) -> bool:
    return judge(expectation, Evidence(step=seen)).verdict is Verdict.PASS


def _is_of_a_page(expectation: Expectation) -> bool:
    return expectation.surface is Surface.BROWSER or isinstance(expectation, Sees | SeesLine)


def _text(step: Step) -> str:
    return " ".join([step.text, *(line.text for line in step.expectations)])


def blamed(judgement: Judgement, section: Section, touched: bool) -> Judgement:
    """Preparations that have nothing to do with the product do not make it fail: then the card could not be started."""
    if section is not Section.BEFORE or judgement.verdict is not Verdict.FAIL or touched:
        return judgement
    return judgement.model_copy(update={"verdict": Verdict.INCONCLUSIVE, "cause": Cause.CARD})
