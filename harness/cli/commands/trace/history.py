"""Show how the trace went on: coverage, pass rate, untested, suspect and flaky, from one trace to the next."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from harness.app.trace_history import history_json, history_of, history_text, write_plot
from harness.cli.options import plain_report
from harness.cli.output import WIDTH, say
from harness.domain.verdicts import ExitCode


@click.command("history", short_help="Show how the trace went on, and what has worsened again and again.")
@click.option(
    "--last", type=click.IntRange(2, 1000), default=40, show_default=True, help="Show so many of the last traces."
)
@click.option(
    "--svg",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also draw it into this file, as SVG.",
)
@plain_report
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    help="Read this history, such as one of a pipeline, instead of .harness/history.jsonl.",
)
@click.option(
    "--fail-on-drift", is_flag=True, help="End with exit code 4 where a metric has worsened three times in a row."
)
def command(last: int, svg: Path | None, report: str, file: Path | None, fail_on_drift: bool) -> int:
    """Show the metrics of the last traces, and name each that has worsened three times in a row.

    Every `harness trace` of a whole project keeps one line in .harness/history.jsonl, but for one that would repeat the last.
    Exit code 0; 2 if a line of the history cannot be read.
    """
    kept = history_of(Path.cwd(), file)
    if report == "json":
        click.echo(history_json(kept, last), nl=False)
    else:
        click.echo(history_text(kept, last, WIDTH, ascii=not _draws(sys.stdout.encoding)), nl=False)
    if svg is not None:
        write_plot(kept, last, svg)
        say(f"picture written to {svg}", err=True)
    return ExitCode.UNDECIDED if fail_on_drift and kept.worsening else ExitCode.PASS


def _draws(encoding: str | None) -> bool:
    """Whether a terminal of this encoding shows blocks."""
    return (encoding or "").lower().replace("-", "").startswith("utf")
