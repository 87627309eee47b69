"""Take away what waits of a case: the golden stays as it is."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.golden_review import Reviewing
from harness.app.golden_tests_review import TestReviewing
from harness.app.roots import find_root
from harness.cli.output import say


@click.command("reject", short_help="Take away what waits of a case.")
@click.argument("cases", nargs=-1, required=True, metavar="CASE...")
def command(cases: tuple[str, ...]) -> int:
    """Reject what was received of each CASE: the product is wrong, the golden stays, and the next check says so again."""
    tests = TestReviewing(find_root(Path.cwd()))
    for test in [tests.named(case) for case in cases if "::" in case]:
        tests.reject(test)
        say(f"rejected {test.id}: it has to behave as its golden says")
    cases = tuple(case for case in cases if "::" not in case)
    if not cases:
        return 0
    reviewing = Reviewing(Path.cwd())
    for one in [reviewing.named(case) for case in cases]:
        reviewing.reject(one)
        say(f"rejected {one.case.id}: {reviewing.root.name} has to behave as its golden says")
    return 0
