"""What an evaluator's word about one line is worth, by the recording alone; a second opinion is asked for elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.domain.cards import ExpectationLine
from harness.domain.observations import CommandObservation, Observation
from harness.domain.verdicts import Cause, Strength, Verdict
from harness.evaluation.blind.anchors import is_negative, is_opinion, missing_anchors
from harness.evaluation.blind.course import Passage
from harness.evaluation.blind.inputs import Claim, Outcome
from harness.evaluation.blind.provenance import is_product_line, is_reading_line, speaks
from harness.evaluation.blind.typed import entered
from harness.evaluation.quotes import quote_parts, repeats, stands


@dataclass(frozen=True)
class Worth:
    """What a claim comes to: the verdict that the recording allows, or, with ``asks``, one that a second opinion must share."""

    verdict: Verdict
    cause: Cause | None = None
    seen: str = ""
    strength: Strength = Strength.QUOTED
    observation: Observation | None = None
    quote: str = ""
    said: str = ""
    asks: bool = False


class Weighing:
    """All that was done in one attempt, against which each claim is weighed. ``commands`` are the product's."""

    def __init__(self, passages: Sequence[Passage], commands: Sequence[str]) -> None:
        self._passages = passages
        self._commands = commands

    def weigh(self, line: ExpectationLine, passage: Passage, claims: Sequence[Claim]) -> Worth:
        """The worth of what was claimed about one natural line of a step."""
        if not claims:
            return _open("the evaluator said nothing of this line")
        claim = min(claims, key=lambda one: list(_LOWEST_FIRST).index(one.outcome))
        if claim.outcome is Outcome.CANNOT_TELL:
            return _open("the evaluator could not tell", said=claim.opinion or "")
        observation = self._cited(claim, passage)
        if isinstance(observation, str):
            return _open(observation, said=claim.opinion or "")
        return self._shown(line, claim, passage, observation)

    def _shown(self, line: ExpectationLine, claim: Claim, passage: Passage, observation: Observation) -> Worth:
        negative, looks = is_negative(line.text), is_opinion(line.text)
        if not claim.quote:
            if not claim.opinion:
                return _open("neither a quote nor an opinion was given")
            return _opinion(claim, observation)
        if trouble := self.trouble_with_quote(claim.quote, passage, observation):
            return _open(trouble, said=claim.quote)
        holds = claim.outcome is Outcome.HOLDS
        if holds and not negative and (missing := missing_anchors(line.text, observation)):
            named = ", ".join(f'"{one}"' for one in missing)
            return _open(f"what is cited does not show {named}, of which the line speaks", said=claim.quote)
        if negative or looks:
            return _opinion(claim, observation)
        return Worth(
            verdict=Verdict.PASS if holds else Verdict.FAIL,
            cause=None if holds else Cause.PRODUCT,
            seen=f'"{claim.quote}"',
            observation=observation,
            quote=claim.quote,
            said=claim.opinion or "",
        )

    def trouble_with_quote(self, quote: str, passage: Passage, observation: Observation) -> str:
        """Why a quote shows nothing; empty where it stands."""
        if not quote_parts(quote):
            return "the quote is too short to show anything"
        if not stands(quote, observation):
            return f"the quote does not stand in {observation.id}"
        if repeats(quote, self._entered_before(observation)):
            return "the quote only repeats what the evaluator entered"
        if not self._vouched(observation):
            return f"{observation.id} was not said by the product itself"
        return ""

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

    def _entered_before(self, observation: Observation) -> Iterable[str]:
        for passage in self._passages:
            for act in passage.acts:
                yield from entered(act.action)
                if act.observation.id == observation.id:
                    return

    def _vouched(self, observation: Observation) -> bool:
        """Whether the product said it: itself, or in a file that nobody else can have written so far."""
        if speaks(observation, self._commands):
            return True
        if not isinstance(observation, CommandObservation) or not is_reading_line(observation.command):
            return False
        for passage in self._passages:
            for act in passage.acts:
                if act.observation.id == observation.id:
                    return True
                if (
                    not act.automatic
                    and isinstance(act.observation, CommandObservation)
                    and not self._is_pure(act.observation)
                ):
                    return False
        return False

    def _is_pure(self, command: CommandObservation) -> bool:
        """Whether a command can have written nothing of its own into the user's folder."""
        return is_reading_line(command.command) or is_product_line(command.command, self._commands)


_LOWEST_FIRST = (Outcome.DOES_NOT_HOLD, Outcome.CANNOT_TELL, Outcome.HOLDS)


def _open(seen: str, said: str = "") -> Worth:
    return Worth(verdict=Verdict.INCONCLUSIVE, cause=Cause.EVALUATOR, seen=seen, said=said)


def _opinion(claim: Claim, observation: Observation) -> Worth:
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
    )
