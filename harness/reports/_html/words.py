"""Verdicts, causes, strengths and measures as a reader of the page meets them: a shape and a word, never colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from harness.domain.conversation import Usage
from harness.domain.verdicts import Cause, ExitCode, Strength, Verdict
from harness.reports._html.markup import Markup, element, joined

SHAPES = {
    "pass": '<circle cx="8" cy="8" r="7.5"/><path class="stroke" d="M4.6 8.3l2.3 2.4 4.6-5"/>',
    "fail": '<path d="M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z"/><path class="stroke" d="M5.3 5.3l5.4 5.4M10.7 5.3l-5.4 5.4"/>',
    "inconclusive": '<path d="M8 .2L15.8 8 8 15.8.2 8z"/>'
    '<path class="stroke" d="M6 6.3a2 2 0 1 1 2.7 1.9q-.7.3-.7 1.3M8 11.4v.2"/>',
    "flaky": '<path d="M8 .8l7.6 14H.4z"/><path class="stroke" d="M4.4 11.6q1.8-3.4 3.6-.9t3.6-.9"/>',
}

STRENGTHS = {
    Strength.RECORDED: "computed by code from what was recorded",
    Strength.QUOTED: "an evaluator cited it, and code found the quote in what the product showed",
    Strength.JUDGED: "two opinions of a model agree; no code can compute it",
}

CAUSES = {
    Cause.PRODUCT: "the product",
    Cause.CARD: "the card",
    Cause.EVALUATOR: "the evaluator",
    Cause.ENVIRONMENT: "the environment",
    Cause.TAMPERING: "tampering",
}


def shapes(of: Mapping[str, str] = SHAPES) -> Markup:
    """What ``shape`` refers to; stands once in the page."""
    symbols = "".join(f'<symbol id="v-{name}" viewBox="0 0 16 16">{drawn}</symbol>' for name, drawn in of.items())
    return Markup(f'<svg class="shapes" aria-hidden="true">{symbols}</svg>')


def shape(state: StrEnum) -> Markup:
    """The sign of a verdict or a state, without its word."""
    return Markup(f'<svg class="shape {state}" aria-hidden="true"><use href="#v-{state}"/></svg>')


def badge(state: StrEnum) -> Markup:
    """The sign of a verdict or a state and its word."""
    return element("span", shape(state), str(state), class_=f"badge {state}")


def sign(verdict: Verdict) -> Markup:
    """The sign of a verdict; its word is for those who hear the page."""
    return joined(shape(verdict), element("span", f"{verdict}: ", class_="heard"))


def strength(of: Strength) -> Markup:
    """How strongly something was shown."""
    return element("span", str(of), class_="strength", title=STRENGTHS[of])


def seconds(of: float) -> str:
    """A duration for people."""
    if of >= 100:
        return f"{int(of) // 60} min {int(of) % 60} s"
    return f"{of:.1f} s" if of >= 10 else f"{of:.2f} s"


def spent(usage: Usage) -> str:
    """What a model took; empty where none was asked."""
    if not usage.turns and not usage.tokens:
        return ""
    dollars = f", ${usage.dollars:.4f}" if usage.dollars else ""
    return f"{counted(usage.turns, 'turn')}, {usage.tokens:,} tokens{dollars}"


def counted(number: int, noun: str) -> str:
    """``1 card``, ``2 cards``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def code_in_words(code: ExitCode) -> str:
    """An exit code with its name, and what it means unless all is well."""
    return f"{code.value} {code.name}" + ("" if code is ExitCode.PASS else f": {code.sentence}")
