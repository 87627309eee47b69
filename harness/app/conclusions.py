"""The exit code of a whole run, whichever oracles took part; each oracle's own rules lie with it."""

from __future__ import annotations

from harness.constitution import conclusions as of_constitution
from harness.domain.results import Run
from harness.domain.test_results import TestResult
from harness.domain.verdicts import ExitCode
from harness.evaluation import conclusions as of_cards

_WORST_FIRST = (ExitCode.FAIL, ExitCode.UNDECIDED, ExitCode.PASS)


def exit_code(run: Run) -> ExitCode:
    """FAIL if any part failed, PASS only if all parts that were asked for passed."""
    if run.constitution is None and run.golden is None and not run.tests:
        return of_cards.exit_code(run)
    codes = [of_constitution.exit_code(run.constitution)] if run.constitution is not None else []
    if run.golden is not None:
        codes.append(run.golden.exit_code)
    codes += map(_of_test, run.tests)
    if run.interrupted or run.problems:
        codes.append(ExitCode.UNDECIDED)
    if run.cards:
        codes.append(of_cards.exit_code(run))
    return next(code for code in _WORST_FIRST if code in codes)


def _of_test(test: TestResult) -> ExitCode:
    """What a test does to a run: one that was skipped, or may fail, leaves it open."""
    if test.outcome.is_failure:
        return ExitCode.FAIL
    return ExitCode.PASS if test.is_pass else ExitCode.UNDECIDED
