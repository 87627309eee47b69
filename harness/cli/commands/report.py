"""Show a recorded run again, in any format."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.reports import Part, rendered_again, require_report
from harness.cli.reporting import show_report


@click.command("report", short_help="Show a recorded run again, in any format.")
@click.argument("run", metavar="[RUN]", required=False)
@click.option(
    "--of",
    type=click.Choice([part.value for part in Part]),
    help="Without a RUN: the newest finished one that holds this.",
)
@click.option(
    "--report", default="terminal", metavar="FORMAT", help="terminal, github, html, json, junit, markdown or matrix."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
def command(run: str | None, of: str | None, report: str, output: Path | None) -> int:
    """Render what was recorded, without running anything; verdicts are as they were recorded.

    RUN is the folder of a run, or its id; default: the newest finished one. Exit code 0 if it could be rendered, whatever
    the verdicts are, 2 if it is no record. `harness verify-run` says whether a record agrees with itself.
    """
    if run and of:
        raise click.UsageError("a RUN is named, or the newest is meant with --of: not both")
    require_report(report)
    show_report(lambda look: rendered_again(Path.cwd(), run, report, look, Part(of) if of else None), output)
    return 0
