"""What an evaluator's word about one line is worth, by the recording alone; a second opinion is asked for elsewhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.domain.actions import Action
from harness.domain.cards import ExpectationLine
from harness.domain.expectations import (
    ElementHasValue,
    ElementIs,
    Expectation,
    FieldIs,
    FileContains,
    FileExists,
    Sees,
    SeesLine,
    Unchanged,
)
from harness.domain.observations import CommandObservation, Observation, PageObservation, ScreenObservation
from harness.domain.verdicts import Cause, Strength, Verdict
from harness.evaluation.blind.anchors import anchors, is_negative, is_opinion, missing_anchors
from harness.evaluation.blind.command_lines import Nature, is_reading_line, read_line
from harness.evaluation.blind.course import Act, Passage
from harness.evaluation.blind.inputs import Claim, Outcome
from harness.evaluation.blind.provenance import Product, touches
from harness.evaluation.blind.typed import entered, is_typed_into, is_typing, keyed
from harness.evaluation.matching import shows
from harness.evaluation.quotes import quote_parts, repeats, stands

_FIELDS = ("textbox", "searchbox", "combobox", "spinbutton")


@dataclass(frozen=True)
class Worth:
    """What a claim comes to: the verdict that the recording allows, or, with ``asks``, one that a second opinion must share.

    ``evidence`` is what the second opinion is to look at.
    """

    verdict: Verdict
    cause: Cause | None = None
    seen: str = ""
    strength: Strength = Strength.QUOTED
    observation: Observation | None = None
    quote: str = ""
    said: str = ""
    asks: bool = False
    evidence: tuple[Observation, ...] = ()


class Weighing:
    """All that was done in one attempt, against which each claim is weighed."""

    def __init__(self, passages: Sequence[Passage], product: Product) -> None:
        self._passages = passages
        self._product = product

    def weigh(self, line: ExpectationLine, text: str, passage: Passage, claims: Sequence[Claim]) -> Worth:
        """The worth of what was claimed about one natural line of a step; ``text`` is the line with what was kept in it."""
        if not claims:
            return _open("the evaluator said nothing of this line")
        claim = min(claims, key=lambda one: list(_LOWEST_FIRST).index(one.outcome))
        if claim.outcome is Outcome.CANNOT_TELL:
            return _open("the evaluator could not tell", said=claim.opinion or "")
        observation = self._cited(claim, passage)
        if isinstance(observation, str):
            return _open(observation, said=claim.opinion or "")
        return self._shown(text, claim, passage, observation)

    def _shown(self, text: str, claim: Claim, passage: Passage, observation: Observation) -> Worth:
        if trouble := self._trouble(text, claim, passage, observation):
            return _open(trouble, said=claim.quote or claim.opinion or "")
        if is_negative(text):
            return _opinion(claim, observation, self._all_said(passage, observation))
        if is_opinion(text) or not claim.quote:
            return _opinion(claim, observation, (observation,))
        holds = claim.outcome is Outcome.HOLDS
        return Worth(
            verdict=Verdict.PASS if holds else Verdict.FAIL,
            cause=None if holds else Cause.PRODUCT,
            seen=f'"{claim.quote}"',
            observation=observation,
            quote=claim.quote,
            said=claim.opinion or "",
        )

    def _trouble(self, text: str, claim: Claim, passage: Passage, observation: Observation) -> str:
        """Why a claim shows nothing, whoever agrees with it; empty where it may."""
        if not claim.quote and not claim.opinion:
            return "neither a quote nor an opinion was given"
        if claim.quote and (trouble := self.trouble_with_quote(claim.quote, observation)):
            return trouble
        if not self.vouched(observation):
            return f"{observation.id} was not said by the product itself"
        if is_negative(text):
            if not all(self._product.speaks_alone(one) for one in self._all_said(passage, observation)):
                return "what the product said was filtered, so that nothing can be seen to be absent"
            return ""
        if claim.outcome is Outcome.HOLDS and (missing := missing_anchors(text, observation)):
            return f"what is cited does not show {_named(missing)}, of which the line speaks"
        if claim.outcome is Outcome.HOLDS and (own := self.entered_by_itself(anchors(text), passage)):
            return f"the evaluator itself entered {_named(own)}, of which the step does not speak"
        return ""

    def trouble_with_quote(self, quote: str, observation: Observation) -> str:
        """Why a quote shows nothing; empty where it stands and is nobody else's."""
        if not quote_parts(quote):
            return "the quote is too short to show anything"
        if not stands(quote, self._without_fields(observation)):
            return f"the quote does not stand in {observation.id}"
        before = list(self._acts_until(observation))
        actions = [act.action for act in before]
        texts = [*(text for action in actions for text in entered(action)), *keyed(actions), *_held(before)]
        if repeats(quote, texts) or _echoes(quote, observation, actions):
            return "the quote only repeats what the evaluator entered"
        return ""

    def vouched(self, observation: Observation) -> bool:
        """Whether the product said it: itself, or in a file that nobody else can have written so far."""
        if self._product.speaks(observation):
            return True
        if not isinstance(observation, CommandObservation) or not is_reading_line(observation.command):
            return False
        return all(act.automatic or self._wrote_nothing(act) for act in self._acts_until(observation))

    def entered_by_itself(self, texts: Sequence[str], passage: Passage) -> tuple[str, ...]:
        """Which texts were entered in a natural step though no step speaks of them: that they are shown then shows nothing."""
        if passage.step.action is not None:
            return ()
        spoken = [one.text for one in self._passages]
        own = [text for act in passage.acts for text in entered(act.action)]
        own += keyed(act.action for act in passage.acts)
        return tuple(one for one in texts if shows(own, one) and not shows(spoken, one))

    def weakness(self, expectation: Expectation, passage: Passage, seen: Sequence[Observation]) -> str:
        """Why a literal line of a natural step shows nothing, though code compared it: the evaluator chose what was shown."""
        if passage.step.action is not None or isinstance(expectation, Unchanged):
            return ""
        if isinstance(expectation, FileContains | FileExists):
            wrote = any(posixpath.normpath(expectation.path) in act.wrote for one in self._passages for act in one.acts)
            return f"the evaluator itself wrote `{expectation.path}`" if wrote else ""
        mute = next((one.id for one in seen if not self._product.speaks_alone(one)), None)
        if mute is not None:
            return f"{mute} is not what the product itself said, all of it"
        if own := self.entered_by_itself(_texts_of(expectation), passage):
            return f"the evaluator itself entered {_named(own)}, of which no step speaks"
        return ""

    def _all_said(self, passage: Passage, cited: Observation) -> tuple[Observation, ...]:
        """Everything of a step in which the product had a part: what is absent is absent from all of it."""
        return tuple(
            act.observation for act in passage.acts if touches(act.observation) or act.observation.id == cited.id
        )

    def _cited(self, claim: Claim, passage: Passage) -> Observation | str:
        """The observation that is cited, or what is wrong with it. Without one, the step's last is meant."""
        if claim.observation is None:
            return passage.last or "nothing was recorded for this step"
        wanted = claim.observation.strip()
        for act in passage.acts:
            if act.observation.id == wanted:
                return act.observation
        if any(other.owns(wanted) for other in self._passages):
            return f"{wanted} belongs to another step"
        return f"there is no observation `{wanted[:20]}`"

    def _acts_until(self, observation: Observation) -> Iterator[Act]:
        """Everything that was done up to an observation, which is the last."""
        for passage in self._passages:
            for act in passage.acts:
                yield act
                if act.observation.id == observation.id:
                    return

    def _wrote_nothing(self, act: Act) -> bool:
        """Whether an act can have written nothing of its own into the user's folder."""
        if not isinstance(act.observation, CommandObservation):
            return not isinstance(act.observation, ScreenObservation) or self._product.speaks(act.observation)
        line = read_line(act.observation.command, self._product.commands)
        return line.nature in (Nature.READS, Nature.CALLS)

    def _without_fields(self, observation: Observation) -> Observation:
        """A page without what stands in its fields, once the evaluator has typed anything: it could have put it there."""
        typed = any(is_typing(act.action) for act in self._acts_until(observation))
        if not isinstance(observation, PageObservation) or not typed:
            return observation
        kept = [line for line in observation.snapshot.split("\n") if not line.lstrip(" -").startswith(_FIELDS)]
        return observation.model_copy(update={"snapshot": "\n".join(kept)})


_LOWEST_FIRST = (Outcome.DOES_NOT_HOLD, Outcome.CANNOT_TELL, Outcome.HOLDS)


def _held(acts: Sequence[Act]) -> Iterator[str]:
    """What fields held after the evaluator typed into them."""
    for act in acts:
        if is_typing(act.action) and isinstance(act.observation, PageObservation) and act.observation.touched:
            yield act.observation.touched.value or ""


def _echoes(quote: str, observation: Observation, actions: Sequence[Action]) -> bool:
    """Whether an interactive program may only have echoed what was typed into it."""
    if not isinstance(observation, ScreenObservation):
        return False
    return any(is_typed_into("".join(quote_parts(quote)), keys) for keys in keyed(actions))


def _texts_of(expectation: Expectation) -> tuple[str, ...]:
    match expectation:
        case Sees(text=text, shown=True):
            return (text,)
        case SeesLine(pattern=pattern):
            return (pattern.replace("\\", ""),)
        case FieldIs(value=value) | ElementHasValue(value=value):
            return (value.strip('"'),)
        case ElementIs(name=name):
            return (name,)
        case _:
            return ()


def _named(texts: Sequence[str]) -> str:
    return ", ".join(f'"{one}"' for one in texts)


def _open(seen: str, said: str = "") -> Worth:
    return Worth(verdict=Verdict.INCONCLUSIVE, cause=Cause.EVALUATOR, seen=seen, said=said)


def _opinion(claim: Claim, observation: Observation, evidence: tuple[Observation, ...]) -> Worth:
    holds = claim.outcome is Outcome.HOLDS
    return Worth(
        verdict=Verdict.PASS if holds else Verdict.FAIL,
        cause=None if holds else Cause.PRODUCT,
        seen=claim.opinion or f'"{claim.quote}"',
        strength=Strength.JUDGED,
        observation=observation,
        quote=claim.quote or "",
        said=claim.opinion or "",
        asks=True,
        evidence=evidence,
    )
