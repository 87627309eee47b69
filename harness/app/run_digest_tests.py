"""What the tests in Python of a run show, each over all its parameters; finding them in their text lies in ``adapters``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.domain.results import Run
from harness.domain.test_results import TestOutcome, TestResult
from harness.domain.tracing import EvidenceKind, Result, Shown

ON_THE_TREE = "ran on the working tree, in no cell"


def results_of_tests(run: Run) -> Iterator[Result]:
    """One result for each test: it passes only if it passed at once, and with all its parameters."""
    by_test: dict[str, list[TestResult]] = {}
    for one in run.tests:
        by_test.setdefault(one.test, []).append(one)
    return (_result(test, results, run) for test, results in by_test.items())


def _result(test: str, results: Sequence[TestResult], run: Run) -> Result:
    failed = next((one for one in results if one.outcome.is_failure), None)
    open_one = next((one for one in results if not one.is_pass), None)
    decisive = failed or open_one
    shown = Shown.FAIL if failed else Shown.UNDECIDED if open_one else Shown.PASS
    return Result(
        kind=EvidenceKind.TEST,
        id=test,
        sha256=_agreed([one.sha256 for one in results]),
        requirements={name: sha256 for one in results for name, sha256 in one.requirements.items()},
        shown=shown,
        flaky=any(one.flaky for one in results),
        reason=_why(decisive) if decisive else ON_THE_TREE,
        run=run.id,
        when=run.finished,
    )


def _agreed(hashes: Sequence[str]) -> str:
    """The digest of a test; none where its text changed while it ran with one set of parameters after another."""
    return hashes[0] if len(set(hashes)) == 1 else ""


def _why(one: TestResult) -> str:
    if one.outcome is TestOutcome.PASSED and not one.whole:
        return "some of its parameters were left out"
    said = f"{one.id} {one.outcome}" if one.id != one.test else str(one.outcome)
    return " ".join((f"{said}: {one.reason}" if one.reason else said).split())[:500]
