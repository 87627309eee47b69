"""Decide on this tree by the policy, and append the decision to the log."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.gate import Decided, decide_gate
from harness.app.gate_reports import rendered_decision, require_decision_report
from harness.cli.collecting import at_rest
from harness.cli.gate_options import asked, gate_options
from harness.cli.output import say
from harness.cli.reporting import show_report
from harness.cli.staging import staging


@click.command("decide", short_help="Decide on this tree by the policy, and append the decision to the log.")
@gate_options
@click.option(
    "--bundle",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="On REWORK write there what the next attempt needs: rework.md and rework.json.",
)
@click.option(
    "--report",
    default="terminal",
    show_default=True,
    metavar="FORMAT",
    help="terminal, json, markdown or github.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
def command(bundle: Path | None, report: str, output: Path | None, **given: object) -> int:
    """Decide by the policy in [gate] whether this tree may go on. Nothing is run: the facts come from finished records.

    RUNs are ids or folders of recorded runs; without any, the newest result of everything counts that finished runs of this
    tree tell. What is missing, stale, of another tree or cannot be read is never a PASS.

    Exit code 0 on PASS, 3 on REWORK, 1 on FAIL; 4 where it cannot be told, 5 where only a review of what the change edits of
    its own judges is missing; 2 if a document or the policy is invalid. With the profile `shadow` it is 0 in any case.
    """
    require_decision_report(report)
    options = asked(given, bundle=bundle)
    with staging() as listener, at_rest():
        decided = decide_gate(Path.cwd(), options, listener)
    show_report(lambda look: rendered_decision(decided, report, look), output)
    _remark(decided)
    return int(decided.decision.exit_code)


def _remark(decided: Decided) -> None:
    for remark in decided.remarks:
        say(remark, err=True)
