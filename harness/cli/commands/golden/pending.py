"""List what was received and waits for a review."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.app.golden_review import Reviewing
from harness.cli.golden_waiting import tell_unreadable
from harness.cli.output import count, say
from harness.domain.verdicts import ExitCode


@click.command("pending", short_help="List what was received and waits for a review.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def command(as_json: bool) -> int:
    """List the cases whose received behaviour waits for `harness golden review`, as the newest check received it.

    Needs no terminal: `harness golden show CASE` shows the differences, `harness golden reject CASE` takes them away.
    Exit code 5 if anything waits, else 0.
    """
    reviewing = Reviewing(Path.cwd())
    tell_unreadable(reviewing)
    waiting = reviewing.pending
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
        say(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        for one in waiting:
            new = "" if one.golden else ", never accepted before"
            many = len(one.differences)
            say(f"{one.case.id}  {count(many, 'difference')}{new}  {one.case.card.path}")
        if not waiting:
            say("nothing waits")
    return int(ExitCode.WAITING if waiting else ExitCode.PASS)
