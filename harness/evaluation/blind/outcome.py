"""From what was done and claimed to the results of the steps, by code; a claim can lower a verdict and never raises one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from harness.domain.cards import Card, ExpectationLine, Step
from harness.domain.expectations import Expectation
from harness.domain.observations import Observation
from harness.domain.results import ExpectationResult, Friction, StepResult
from harness.domain.verdicts import Cause, Strength, Verdict
from harness.domain.visible import visible
from harness.evaluation.blind.claims import Weighing, Worth
from harness.evaluation.blind.course import Course, Passage, blamed, looked_at, named
from harness.evaluation.blind.faults import fault
from harness.evaluation.blind.inputs import Claim, Conclude, Outcome, Remark
from harness.evaluation.blind.opinions import Second
from harness.evaluation.blind.provenance import Product, touches
from harness.evaluation.conclusions import step_result
from harness.evaluation.evidence import Judgement
from harness.evaluation.excerpts import capped
from harness.evaluation.frame import Offer
from harness.evaluation.quotes import stands
from harness.phrasebook.kept import fill

_MOST_REMARKS = 20
_LONGEST_REMARK = 600

Ask = Callable[[str, Sequence[Observation]], Second]


class Outcomes:
    """The results of one attempt. ``ask`` gets a second opinion of a line on observations."""

    def __init__(self, card: Card, course: Course, conclusion: Conclude | None, offer: Offer, ask: Ask) -> None:
        self._card = card
        self._passages: Mapping[int, Passage] = {passage.step.line: passage for passage in course.passages}
        self._kept = course.kept
        self._concluded = conclusion is not None
        self._claims = conclusion.expectations if conclusion else []
        self._weighing = Weighing(course.passages, Product.of(offer, card.text))
        self._ask = ask
        self._astray = ""

    def steps(self) -> Iterator[StepResult]:
        """The result of every step, in order. After a fault of the evaluator no failure is blamed on the product."""
        for step in self._card.steps:
            passage = self._passages.get(step.line)
            if passage is None:
                yield step_result(step, (), performed=False, reason="the evaluator did not carry this step out")
                continue
            wrong = self._unfinished(passage) or fault(passage)
            self._astray = self._astray or (f"line {step.line}: {wrong}" if wrong else "")
            results = [self._excused(one) for one in self._expectations(step, passage)]
            result = self._result(step, passage, results, wrong)
            if step.needed and result.verdict is not Verdict.PASS:
                self._astray = self._astray or f"line {step.line} did not hold, and the rest needs it"
            yield result

    def friction(self, remarks: Sequence[Remark]) -> tuple[Friction, ...]:
        """What was found confusing, with only those quotes that stand where they are said to."""
        shown = {one.id: one for passage in self._passages.values() for one in looked_at([passage])}
        return tuple(_friction(remark, shown) for remark in remarks[:_MOST_REMARKS] if remark.note.strip())

    def _result(self, step: Step, passage: Passage, results: Sequence[ExpectationResult], wrong: str) -> StepResult:
        result = step_result(step, results, performed=not wrong, reason=wrong, observation=passage.last)
        ids = [act.observation.id for act in passage.acts]
        seconds = sum(act.observation.seconds for act in passage.acts)
        observations = tuple(dict.fromkeys((*ids, *result.observations)))
        reason = wrong if wrong and result.cause is Cause.EVALUATOR else result.reason
        return result.model_copy(update={"observations": observations, "seconds": seconds, "reason": reason})

    def _unfinished(self, passage: Passage) -> str:
        """A natural step under way when the evaluator broke off may have needed more; a literal one was carried out or not."""
        if not passage.closed:
            return "the card ended before this step was over"
        if self._concluded or passage.step.action is not None or passage.step.line != max(self._passages):
            return ""
        return "the evaluator broke off during this step"

    def _expectations(self, step: Step, passage: Passage) -> Iterator[ExpectationResult]:
        touched = any(touches(act.observation) for act in passage.acts)
        for line, judgement, seen in passage.judged:
            weak = "" if line.expectation is None else self._weakness(line.expectation, passage, seen)
            yield self._lowered(line, _weakened(blamed(judgement, step.section, touched), weak), seen)
        for line in step.expectations:
            if line.expectation is None:
                yield self._natural(line, passage)

    def _weakness(self, expectation: Expectation, passage: Passage, seen: Sequence[Observation]) -> str:
        return self._weighing.weakness(fill(expectation, self._kept), passage, seen)

    def _lowered(self, line: ExpectationLine, judgement: Judgement, seen: Sequence[Observation]) -> ExpectationResult:
        result = ExpectationResult(
            line=line.line,
            text=line.text,
            verdict=judgement.verdict,
            cause=judgement.cause,
            soft=judgement.soft,
            expected=judgement.expected,
            seen=judgement.seen,
            observations=tuple(one.id for one in seen),
        )
        denied = next((one for one in self._of(line) if one.outcome is Outcome.DOES_NOT_HOLD), None)
        if denied is None or result.verdict is not Verdict.PASS:
            return result
        said = _said(denied.opinion or denied.quote or "")
        return result.model_copy(
            update={
                "verdict": Verdict.INCONCLUSIVE,
                "cause": Cause.EVALUATOR,
                "said": f"the evaluator denies it: {said}",
            }
        )

    def _natural(self, line: ExpectationLine, passage: Passage) -> ExpectationResult:
        text = named(line.text, self._kept)
        worth = self._weighing.weigh(line, text, passage, self._of(line))
        if worth.asks:
            worth = _shared(worth, self._ask(text, worth.evidence))
        return ExpectationResult(
            line=line.line,
            text=line.text,
            verdict=worth.verdict,
            cause=worth.cause,
            strength=worth.strength,
            expected=capped(visible(line.text)),
            seen=capped(visible(worth.seen)),
            observations=(worth.observation.id,) if worth.observation else (),
            quote=capped(visible(worth.quote), 2000),
            said=_said(worth.said),
        )

    def _of(self, line: ExpectationLine) -> list[Claim]:
        return [claim for claim in self._claims if claim.line == line.line]

    def _excused(self, result: ExpectationResult) -> ExpectationResult:
        """A failure after the evaluator went astray may be of its making."""
        if not self._astray or result.verdict is not Verdict.FAIL:
            return result
        return result.model_copy(
            update={
                "verdict": Verdict.INCONCLUSIVE,
                "cause": Cause.EVALUATOR,
                "said": f"the evaluator had gone astray before ({self._astray}). {result.said}".strip(),
            }
        )


def _weakened(judgement: Judgement, weak: str) -> Judgement:
    if not weak or judgement.verdict is Verdict.INCONCLUSIVE:
        return judgement
    return judgement.model_copy(update={"verdict": Verdict.INCONCLUSIVE, "cause": Cause.EVALUATOR, "seen": weak})


def _shared(worth: Worth, second: Second) -> Worth:
    """The verdict that two opinions share, or none."""
    wanted = Outcome.HOLDS if worth.verdict is Verdict.PASS else Outcome.DOES_NOT_HOLD
    said = f"{worth.said} / second opinion: {second.said}".removeprefix(" / ")
    if second.outcome is wanted:
        return Worth(**{**vars(worth), "said": said, "asks": False})
    other = str(second.outcome) if second.outcome else "none"
    return Worth(
        verdict=Verdict.INCONCLUSIVE,
        cause=Cause.EVALUATOR,
        seen=f"the first opinion is `{wanted}`, the second {f'`{other}`' if second.outcome else other}",
        strength=Strength.JUDGED,
        observation=worth.observation,
        quote=worth.quote,
        said=said,
    )


def _friction(remark: Remark, shown: Mapping[str, Observation]) -> Friction:
    observation = shown.get((remark.observation or "").strip())
    quote = remark.quote or ""
    stood = observation is not None and stands(quote, observation)
    return Friction(
        note=_said(remark.note),
        observation=observation.id if observation else None,
        quote=_said(quote) if stood else "",
    )


def _said(text: str) -> str:
    return capped(visible(text), _LONGEST_REMARK)
