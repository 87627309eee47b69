"""Verdicts, causes, strengths and exit codes, written as users write them; how they are reached lies elsewhere."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Verdict(StrEnum):
    """Outcome of one expectation, one step or one attempt at a card."""

    PASS = "pass"
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"


class State(StrEnum):
    """Outcome of a card over all its attempts: a verdict, or ``flaky`` where the attempts disagree."""

    PASS = "pass"
    FAIL = "fail"
    INCONCLUSIVE = "inconclusive"
    FLAKY = "flaky"


class Cause(StrEnum):
    """Whose fault a non-pass is. Only ``product`` and ``tampering`` fail; the others leave the question open."""

    PRODUCT = "product"
    CARD = "card"
    EVALUATOR = "evaluator"
    ENVIRONMENT = "environment"
    TAMPERING = "tampering"

    @property
    def verdict(self) -> Verdict:
        """The verdict that this cause leads to."""
        return Verdict.FAIL if self in (Cause.PRODUCT, Cause.TAMPERING) else Verdict.INCONCLUSIVE


class Strength(StrEnum):
    """How strongly an expectation was shown, strongest first."""

    RECORDED = "recorded"
    QUOTED = "quoted"
    JUDGED = "judged"


class Isolation(StrEnum):
    """How far a card run is kept apart from the host and from the product's source, strongest first."""

    CELL = "cell"
    SANDBOX = "sandbox"
    EXPORT = "export"

    def satisfies(self, least: Isolation) -> bool:
        """Whether this level is at least as strong as ``least``."""
        order = list(Isolation)
        return order.index(self) <= order.index(least)


class ExitCode(IntEnum):
    """Exit codes, the same for every command."""

    PASS = 0
    FAIL = 1
    USAGE = 2
    REWORK = 3
    UNDECIDED = 4
    WAITING = 5

    @property
    def sentence(self) -> str:
        """When a command ends with this code."""
        return _SENTENCES[self]


_SENTENCES = {
    ExitCode.PASS: "nothing holds",
    ExitCode.FAIL: "a product failure, a MUST violation, an unaccepted difference, or tampering",
    ExitCode.USAGE: "wrong flags, or a document, configuration or record that is invalid",
    ExitCode.REWORK: "a gate sends the work back with a bundle of reasons",
    ExitCode.UNDECIDED: "cannot tell: missing evidence, environment, card or evaluator at fault, or limits reached",
    ExitCode.WAITING: "an approval is pending",
}
