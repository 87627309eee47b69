"""Show the decisions that were made, and verify that none was changed."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.app.gate_log import log_of, read_log
from harness.cli.options import plain_report
from harness.cli.output import count, say, show_mistake
from harness.domain.gate import Decision, DecisionRecord, Renewal
from harness.domain.verdicts import ExitCode


@click.command("log", short_help="Show the decisions that were made, and verify that none was changed.")
@click.option("--verify", is_flag=True, help="Only say whether the log is whole.")
@click.option("--log", "file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Another log.")
@plain_report
def command(verify: bool, file: Path | None, report: str) -> int:
    """Show the log of decisions, oldest first: when, which gate and line of work, what was decided of which tree, and why.

    Each line of the log names the one before it, and its end is noted beside it, so that a line that was changed or taken away
    is told. Exit code 0 if the log is whole, 1 if not.
    """
    path = log_of(Path.cwd(), file)
    log = read_log(path)
    if report == "json":
        lines = [line.model_dump(mode="json") for line in log.lines]
        troubles = [str(mistake) for mistake in log.mistakes]
        click.echo(json.dumps({"whole": not troubles, "troubles": troubles, "lines": lines}, indent=2))
        return ExitCode.FAIL if troubles else ExitCode.PASS
    for line in () if verify else log.lines:
        say(_decided(line) if isinstance(line, DecisionRecord) else _renewed(line))
    for mistake in log.mistakes:
        show_mistake(mistake, err=True)
    said = "is broken" if log.mistakes else "the log is whole"
    say(f"{count(len(log.lines), 'line')}: {said}" if log.lines or log.mistakes else "nothing was decided yet")
    return ExitCode.FAIL if log.mistakes else ExitCode.PASS


def _decided(record: DecisionRecord) -> str:
    decision = record.decision
    line = f" {decision.line}" if decision.line else ""
    reason = f"  {decision.reasons[0].what}" if decision.reasons else ""
    return f"{record.when}  {_band(decision):<9} {record.id}  {decision.gate}{line}  tree {decision.tree[:12]}{reason}"


def _band(decision: Decision) -> str:
    return f"({decision.band})" if decision.is_shadow else str(decision.band)


def _renewed(renewal: Renewal) -> str:
    gate = f" at {renewal.gate}" if renewal.gate else ""
    return f"{renewal.when}  renewed   {renewal.line}{gate} by {renewal.who}: {renewal.reason}"
