"""What there is to say about a run, in order, for every format alike; how it looks lies with the formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.domain.findings import Outcome
from harness.domain.results import Attempt, CardResult, CheckResult, ExpectationResult, Run
from harness.domain.verdicts import State, Verdict
from harness.domain.visible import visible
from harness.reports._view import View

WORDS = {State.PASS: "passed", State.FAIL: "failed", State.INCONCLUSIVE: "undecided", State.FLAKY: "flaky"}


@dataclass(frozen=True)
class Trouble:
    """One thing that did not hold: where, the card's own line, expected and seen, and the files that show it."""

    place: str
    line: str
    expected: str
    seen: str
    evidence: tuple[str, ...] = ()
    soft: bool = False


def troubles(card: CardResult, attempt: Attempt, view: View) -> list[Trouble]:
    """Every expectation and hidden check of an attempt that did not hold, the soft ones too; none if it did not begin."""
    return [*_of_steps(card, attempt, view), *_of_checks(card, attempt, view)]


def attempts_to_explain(card: CardResult) -> list[Attempt]:
    """The attempts that a reader wants to see: those that did not pass, or that have soft troubles."""
    return [attempt for attempt in card.attempts if attempt.verdict is not Verdict.PASS or _has_soft(attempt)]


def reason_lines(reason: str) -> list[str]:
    """A reason, which may have lines of its own, each harmless."""
    return [visible(line) for line in reason.splitlines() if line.strip()]


def own_reason(attempt: Attempt, found: Sequence[Trouble]) -> str:
    """The reason of an attempt where its troubles do not tell it: something else ended it, such as a limit."""
    told = attempt.reason.startswith("line ") or any(
        attempt.reason.startswith(f"{one.name}: ") for one in attempt.checks
    )
    return "" if found and told else attempt.reason


def warnings(run: Run) -> list[str]:
    """What is wrong with the run as a whole, so that it cannot count as a pass."""
    interrupted = ["the run was interrupted: what is missing is undecided"] if run.interrupted else []
    return [*interrupted, *(line for problem in run.problems for line in reason_lines(problem))]


def warnings_beside_cards(run: Run) -> list[str]:
    """The warnings of a format that shows cards alone: that principles do not hold must not be lost in it."""
    checked = run.constitution.principles if run.constitution else ()
    broken = sum(result.outcome in (Outcome.VIOLATION, Outcome.UNVERIFIED, Outcome.GAP) for result in checked)
    elsewhere = "the formats terminal, github and matrix show which"
    return [*warnings(run), *([f"{broken} of {len(checked)} principles do not hold: {elsewhere}"] if broken else [])]


def shows_cards(run: Run) -> bool:
    """Whether a report of it is about cards; one of a run that nothing was asked of is."""
    return bool(run.cards) or run.golden is None


def subject(run: Run) -> str:
    """What a run was about in a word: reports of one subject replace each other where they are kept."""
    held = {"check": run.constitution is not None, "cards": bool(run.cards), "golden": run.golden is not None}
    names = [name for name, holds in {**held, "tests": bool(run.tests)}.items() if holds]
    return names[0] if len(names) == 1 else "run"


def shows_nothing(run: Run) -> bool:
    """Whether there is nothing in a run at all."""
    return not run.cards and not run.tests and run.golden is None and run.constitution is None


def counts(run: Run) -> str:
    """How many cards there were, and how many of each state."""
    if not run.cards:
        return "no cards: nothing was shown"
    found = Counter(card.state for card in run.cards)
    each = ", ".join(f"{found[state]} {word}" for state, word in WORDS.items() if found[state])
    return f"{len(run.cards)} card{'s' if len(run.cards) != 1 else ''}: {each}"


def spent(run: Run) -> str:
    """Which model was asked, and what that took; empty where none was."""
    if run.model is None:
        return ""
    usage = run.totals.usage
    dollars = f", ${usage.dollars:.4f}" if usage.dollars else ""
    return f"{visible(run.model)}: {usage.turns:,} turns, {usage.tokens:,} tokens{dollars}"


def isolation(run: Run) -> str:
    """The isolation reached, and the least that counts."""
    reached = run.isolation.reached or "none"
    least = run.isolation.least
    return f"{reached}" if run.isolation.reached is least else f"{reached} (at least {least} was asked for)"


def _of_steps(card: CardResult, attempt: Attempt, view: View) -> Iterator[Trouble]:
    for step in attempt.steps:
        for expectation in step.expectations:
            if expectation.soft or expectation.verdict is not Verdict.PASS:
                yield _of_expectation(card, attempt, expectation, view)
        if not step.performed:
            yield Trouble(visible(f"{card.path}:{step.line}"), visible(step.text), "", visible(step.reason))


def _of_checks(card: CardResult, attempt: Attempt, view: View) -> list[Trouble]:
    return [_of_check(card, attempt, check, view) for check in attempt.checks if check.verdict is not Verdict.PASS]


def _of_expectation(card: CardResult, attempt: Attempt, expectation: ExpectationResult, view: View) -> Trouble:
    folder = f"{view.folder}/{attempt.evidence}/observations" if attempt.evidence else ""
    return Trouble(
        place=visible(f"{card.path}:{expectation.line}"),
        line=visible(expectation.text),
        expected=visible(expectation.expected),
        seen=visible(expectation.seen),
        evidence=tuple(visible(f"{folder}/{id}.json") for id in expectation.observations) if folder else (),
        soft=expectation.soft,
    )


def _of_check(card: CardResult, attempt: Attempt, check: CheckResult, view: View) -> Trouble:
    evidence = (visible(f"{view.folder}/{attempt.evidence}"),) if attempt.evidence else ()
    return Trouble(visible(f"{card.path}:1"), f"hidden check {check.name}", "", visible(check.seen), evidence)


def _has_soft(attempt: Attempt) -> bool:
    return any(expectation.soft for step in attempt.steps for expectation in step.expectations)
