"""What every state of everything looks like: one of six tones, each a colour, a shape and always the word beside it."""

from __future__ import annotations

from enum import StrEnum

from harness.domain.findings import Outcome, Standing
from harness.domain.gate import Band, Truth
from harness.domain.golden import CaseOutcome
from harness.domain.test_results import TestOutcome
from harness.domain.tracing import Blank, RowState, SealState, Shown
from harness.domain.verdicts import ExitCode, State, Verdict
from harness.reports._html.markup import Child, Markup, element
from harness.reports._site.data import WaiverState


class Tone(StrEnum):
    """How a state looks, what wants looking at first."""

    BAD = "bad"
    ODD = "odd"
    OPEN = "open"
    NONE = "none"
    WAIVED = "waived"
    GOOD = "good"


_BY_VALUE: dict[type[StrEnum], dict[str, Tone]] = {
    Band: {"PASS": Tone.GOOD, "REWORK": Tone.BAD, "FAIL": Tone.BAD, "UNDECIDED": Tone.OPEN},
    Truth: {"true": Tone.GOOD, "false": Tone.BAD, "unknown": Tone.OPEN},
    RowState: {
        "verified": Tone.GOOD,
        "failing": Tone.BAD,
        "suspect": Tone.ODD,
        "undecided": Tone.OPEN,
        "waived": Tone.WAIVED,
    },
    Shown: {"pass": Tone.GOOD, "fail": Tone.BAD, "undecided": Tone.OPEN, "blocked": Tone.OPEN, "stale": Tone.ODD},
    Blank: {"verified": Tone.GOOD, "failing": Tone.BAD, "blocked": Tone.OPEN, "undecided": Tone.OPEN},
    State: {"pass": Tone.GOOD, "fail": Tone.BAD, "inconclusive": Tone.OPEN, "flaky": Tone.ODD},
    Verdict: {"pass": Tone.GOOD, "fail": Tone.BAD, "inconclusive": Tone.OPEN},
    Outcome: {
        "violation": Tone.BAD,
        "gap": Tone.BAD,
        "unverified": Tone.OPEN,
        "waived": Tone.WAIVED,
        "pass": Tone.GOOD,
    },
    Standing: {"counts": Tone.BAD, "waived": Tone.WAIVED},
    TestOutcome: {"passed": Tone.GOOD, "failed": Tone.BAD, "error": Tone.BAD, "xpassed": Tone.OPEN},
    WaiverState: {"used": Tone.WAIVED, "expired": Tone.BAD, "faulty": Tone.BAD},
    SealState: {"whole": Tone.GOOD, "lifted": Tone.NONE},
}
_OF_EXIT = {ExitCode.PASS: Tone.GOOD, ExitCode.FAIL: Tone.BAD, ExitCode.REWORK: Tone.BAD}


def tone(state: StrEnum) -> Tone:
    """The tone of a state; of one that nobody knows here, that of what nothing is known of."""
    if isinstance(state, CaseOutcome):
        return of_exit(state.exit_code)
    if isinstance(state, SealState):
        return _BY_VALUE[SealState].get(state.value, Tone.BAD)
    return _BY_VALUE.get(type(state), {}).get(state.value, Tone.NONE)


def of_exit(code: ExitCode) -> Tone:
    """The tone of an exit code."""
    return _OF_EXIT.get(code, Tone.OPEN)


def tag(told: Child, of: Tone) -> Markup:
    """A word with the shape and the colour of a tone."""
    return element("span", told, class_=f"tag t-{of}")


def state_tag(state: StrEnum) -> Markup:
    """A state with its shape, its colour and its word."""
    return tag(state.value, tone(state))


def chip(told: str, state: str, of: Tone, href: str | None) -> Markup:
    """Something small by its name, with the shape of its state; that is said to those who cannot see it."""
    label = f"{told}: {state}"
    if href is None:
        return element("span", told, class_=f"chip2 t-{of}", title=label)
    return element("a", told, class_=f"chip2 t-{of}", href=href, aria_label=label, title=label)
