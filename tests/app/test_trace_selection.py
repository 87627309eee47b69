"""What is shown of a trace, and what its exit code is about, by the names and states that were typed."""

from __future__ import annotations

import pytest

from harness.app.trace_selection import Wanted, narrowed
from harness.domain.places import Mistake, Place
from harness.domain.tracing import Shown, Trace
from harness.domain.verdicts import ExitCode
from harness.errors import UsageError
from tests.trace.test_tracing import drawn, evidence, requirement, result

MISTAKE = Mistake(place=Place(path="a.md"), what="broken", hint="", code="X")
SECOND = requirement("FR-002")
WEB = requirement("FR-002", feature="002-web")


@pytest.fixture
def whole() -> Trace:
    """One that is verified, one that is untested, one of another feature that fails, and an orphan."""
    found = [
        evidence(),
        evidence("TWO", "001-list/FR-002"),
        evidence("WEB", "002-web/FR-002"),
        evidence("LOST", "FR-077"),
    ]
    said = {"002-web/FR-002": WEB.sha256}
    results = [result(), result(Shown.FAIL, found[2], requirements=said)]
    return drawn(results, found, [requirement(), SECOND, WEB])


@pytest.mark.parametrize(
    ("names", "states", "rows", "code"),
    [
        ((), "", ["001-list/FR-001", "001-list/FR-002", "002-web/FR-002"], ExitCode.FAIL),
        (("FR-001",), "", ["001-list/FR-001"], ExitCode.PASS),
        (("001-list/FR-002",), "", ["001-list/FR-002"], ExitCode.UNDECIDED),
        (("001-list",), "", ["001-list/FR-001", "001-list/FR-002"], ExitCode.UNDECIDED),
        (("FR-001", "002-web"), "", ["001-list/FR-001", "002-web/FR-002"], ExitCode.FAIL),
        ((), "verified", ["001-list/FR-001"], ExitCode.PASS),
        ((), "Failing, untested", ["001-list/FR-002", "002-web/FR-002"], ExitCode.FAIL),
        ((), "suspect", [], ExitCode.PASS),
        (("FR-001",), "failing", [], ExitCode.PASS),
        (("001-list/FR-002",), "verified", [], ExitCode.UNDECIDED),
        ((), "waived", [], ExitCode.UNDECIDED),
        ((), "failing, waived", ["002-web/FR-002"], ExitCode.FAIL),
        (("FR-001",), "failing, waived", [], ExitCode.UNDECIDED),
    ],
)
def test_only_what_was_asked_for_counts(
    whole: Trace, names: tuple[str, ...], states: str, rows: list[str], code: ExitCode
) -> None:
    found = narrowed(whole, Wanted.of(names, states))
    assert ([row.requirement.qualified for row in found.trace.rows], found.exit_code) == (rows, code)
    assert bool(found.trace.orphans) is (not names and not states)


def test_where_there_are_no_requirements_no_state_passes() -> None:
    nothing = Trace(tree="tree")
    assert narrowed(nothing, Wanted.of((), "failing")).exit_code is ExitCode.UNDECIDED


def test_mistakes_are_never_left_out() -> None:
    broken = drawn([result()], mistakes=[MISTAKE])
    assert narrowed(broken, Wanted.of(("FR-001",), "")).exit_code is ExitCode.USAGE
    assert narrowed(broken, Wanted.of((), "failing")).exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    ("names", "states", "what", "hint"),
    [
        (("FR-02",), "", "there is no requirement 'FR-02'", "FR-002"),
        (("XYZ",), "", "there is no requirement 'XYZ'", "harness spec show"),
        (("",), "", "there is no requirement ''", ""),
        (("FR-002",), "", "'FR-002' stands for 2 requirements", "'001-list/FR-002', '002-web/FR-002'"),
        ((), "green", "there is no state 'green'", "known are"),
    ],
)
def test_what_nothing_is_called_by_is_refused(
    whole: Trace, names: tuple[str, ...], states: str, what: str, hint: str
) -> None:
    with pytest.raises(UsageError) as raised:
        narrowed(whole, Wanted.of(names, states))
    assert raised.value.what == what
    assert hint in raised.value.hint
