"""Compares the recorded verdicts of an attempt and of a card with those reached again; reaching them lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from harness.domain.results import Attempt, CardResult, CheckName, CheckResult, ExpectationResult, StepResult
from harness.domain.verdicts import Isolation, State, Verdict
from harness.domain.verification import Difference
from harness.evaluation.conclusions import Conclusion, attempt_conclusion, card_conclusion

JUDGED_AGAIN = (
    CheckName.NO_TRACEBACK,
    CheckName.NO_SERVER_ERROR,
    CheckName.CODE_UNCHANGED,
    CheckName.NO_PAGE_ERROR,
    CheckName.NO_CONSOLE_ERROR,
    CheckName.NO_FAILED_REQUEST,
    CheckName.NO_PAGE_SERVER_ERROR,
    CheckName.NOTHING_LEAKED,
)
"""The hidden checks that need nothing but what was recorded; of the others the record holds only the outcome."""


def against_replay(recorded: Attempt, replayed: Attempt, least: Isolation, path: str, where: str) -> list[Difference]:
    """Every step, expectation, check and verdict of an attempt that the recording does not show as it is recorded."""
    differences = [*_steps(recorded, replayed, path, where), *_checks(recorded, replayed, where)]
    again = [check for check in replayed.checks if check.name in JUDGED_AGAIN]
    kept = [check for check in recorded.checks if check.name not in JUDGED_AGAIN]
    conclusion = attempt_conclusion(replayed.steps, [*again, *kept], isolation=recorded.isolation, least=least)
    if not _agrees(recorded, conclusion):
        differences.append(_verdict(recorded.verdict, conclusion.verdict, conclusion.reason, where))
    return differences


def against_attempts(card: CardResult) -> list[Difference]:
    """Where the state of a card does not follow from its attempts."""
    conclusion = card_conclusion(card.attempts)
    if card.state is conclusion.state and (card.cause is conclusion.cause or not card.attempts):
        return []
    said = f"`{card.state}`" + (f" because of `{card.cause}`" if card.cause else "")
    shown = f"`{conclusion.state}`" + (f" because of `{conclusion.cause}`" if conclusion.cause else "")
    what = f"is recorded as {said}, and its attempts show {shown}"
    return [Difference(where=f"run.json: card {card.id}", what=what)]


def _steps(recorded: Attempt, replayed: Attempt, path: str, where: str) -> Iterator[Difference]:
    for was, now in zip_longest(recorded.steps, replayed.steps):
        if now is None:
            yield Difference(
                where=where, what=f"{path}:{was.line}: a step is recorded that the recording does not show"
            )
        elif was is None:
            yield Difference(where=where, what=f"{path}:{now.line}: a step is missing that the recording shows")
        elif was != now:
            yield from _step(was, now, path, where)


def _step(was: StepResult, now: StepResult, path: str, where: str) -> Iterator[Difference]:
    found = [
        difference
        for one, other in zip_longest(was.expectations, now.expectations)
        if one != other
        for difference in _expectation(one, other, path, where)
    ]
    fields = ", ".join(name for name in StepResult.model_fields if getattr(was, name) != getattr(now, name))
    yield from found or [Difference(where=where, what=f"{path}:{was.line}: the step is recorded with other {fields}")]


def _expectation(
    was: ExpectationResult | None, now: ExpectationResult | None, path: str, where: str
) -> Iterator[Difference]:
    if was is None:
        what = f"{path}:{now.line if now else 1}: the verdict on an expectation is missing"
    elif now is None:
        what = f"{path}:{was.line}: a verdict is recorded on an expectation that the recording does not show"
    elif was.verdict is not now.verdict:
        what = f"`{was.text}` is recorded as `{was.verdict}`, and the recording shows `{now.verdict}`: {now.seen}"
        what = f"{path}:{was.line}: {what}"
    else:
        what = f"{path}:{was.line}: `{was.text}` is recorded with other words or evidence"
    yield Difference(where=where, what=what)


def _checks(recorded: Attempt, replayed: Attempt, where: str) -> Iterator[Difference]:
    was = {check.name: check for check in recorded.checks}
    for check in replayed.checks:
        if check.name in JUDGED_AGAIN and was.get(check.name) != check:
            yield Difference(where=where, what=_check(was.get(check.name), check))


def _check(was: CheckResult | None, now: CheckResult) -> str:
    said = f"is recorded as `{was.verdict}`" if was else "is missing"
    return f"hidden check {now.name} {said}, and the recording shows `{now.verdict}` {now.seen}".rstrip()


def _agrees(recorded: Attempt, conclusion: Conclusion) -> bool:
    """Whether a recorded verdict is the one reached again, or lower for a reason that the recording cannot show."""
    if recorded.verdict is conclusion.verdict and recorded.cause is conclusion.cause:
        return True
    lowered = recorded.verdict is Verdict.INCONCLUSIVE and recorded.cause is not None and bool(recorded.reason)
    return lowered and conclusion.verdict is not Verdict.FAIL


def _verdict(was: Verdict | State, now: Verdict | State, reason: str, where: str) -> Difference:
    what = f"the attempt is recorded as `{was}`, and the recording shows `{now}`"
    return Difference(where=where, what=f"{what}: {reason}" if reason else what)
