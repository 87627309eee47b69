"""Tests in Python for a person at a terminal: those that show nothing, and how many there were of each outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.text import Text

from harness.domain.test_results import TestOutcome, TestResult
from harness.domain.visible import visible
from harness.reports._lines import wrapped

_MOST = 50
_WIDTH = 10


def test_lines(tests: Sequence[TestResult], width: int) -> Iterator[Text]:
    """Every test that is no pass, at its line, and why."""
    wanting = [one for one in tests if not one.is_pass]
    for one in wanting[:_MOST]:
        failed = one.outcome.is_failure or one.flaky
        yield Text.assemble((word(one).ljust(_WIDTH), "bold red" if failed else "yellow"), visible(one.id))
        why = one.reason or ("" if one.whole else "some of its parameters were left out")
        if why:
            yield from wrapped(f"{one.place}: {visible(why)}", 2, width)
    if len(wanting) > _MOST:
        yield Text(f"… and {len(wanting) - _MOST:,} more tests")


def word(one: TestResult) -> str:
    """What came of a test, in a word."""
    if one.flaky:
        return "flaky"
    return "in part" if one.outcome is TestOutcome.PASSED and not one.whole else one.outcome.value


def tests_line(tests: Sequence[TestResult]) -> str:
    """How many tests there were, of which outcome, and that they were in no cell."""
    found = Counter(map(word, tests))
    each = ", ".join(f"{number:,} {told}" for told, number in sorted(found.items(), key=lambda one: -one[1]))
    return f"{len(tests):,} test{'' if len(tests) == 1 else 's'} in Python: {each}; on the working tree, in no cell"
