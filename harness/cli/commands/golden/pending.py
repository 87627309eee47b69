"""List what was received and waits for a review."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.app.golden_cases import has_cases
from harness.app.golden_review import Pending, Reviewing
from harness.app.golden_tests_review import TestReviewing
from harness.app.roots import find_root
from harness.cli.golden_waiting import tell_unreadable
from harness.cli.output import count, say
from harness.domain.verdicts import ExitCode


@click.command("pending", short_help="List what was received and waits for a review.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def command(as_json: bool) -> int:
    """List the cases whose received behaviour waits for `harness golden review`, as the newest check received it.

    Tests in Python that use `golden` are listed as pytest names them; `pytest --golden-review` accepts those.

    Needs no terminal: `harness golden show CASE` shows the differences, `harness golden reject CASE` takes them away.
    Exit code 5 if anything waits, else 0.
    """
    tests = TestReviewing(find_root(Path.cwd())).pending
    waiting = () if tests and not has_cases(Path.cwd()) else _cases()
    if as_json:
        facts = [
            {
                "case": one.case.id,
                "path": one.case.card.path,
                "run": one.waiting.run,
                "differences": len(one.differences),
                "new": one.golden is None,
                "outdated": one.outdated,
            }
            for one in waiting
        ]
        facts += [{"test": one.id, "differences": len(one.differences), "new": one.golden is None} for one in tests]
        say(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        for one in waiting:
            new = "" if one.golden else ", never accepted before"
            many = len(one.differences)
            say(f"{one.case.id}  {count(many, 'difference')}{new}  {one.case.card.path}")
        for test in tests:
            new = "" if test.golden else ", never accepted before"
            say(f"{test.id}  {count(len(test.differences), 'difference')}{new}  (pytest --golden-review)")
        if not waiting and not tests:
            say("nothing waits")
    return int(ExitCode.WAITING if waiting or tests else ExitCode.PASS)


def _cases() -> tuple[Pending, ...]:
    reviewing = Reviewing(Path.cwd())
    tell_unreadable(reviewing)
    return reviewing.pending
