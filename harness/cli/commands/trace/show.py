"""Show for every requirement what shows it on this tree."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.trace import Traced, is_outdated, traced
from harness.app.trace_history import remember
from harness.app.trace_matrix import with_matrix
from harness.app.trace_reports import rendered_trace, require_trace_report
from harness.app.trace_selection import Wanted, narrowed
from harness.app.trace_surface import with_surface
from harness.cli.output import say, show_error, show_hint
from harness.cli.reporting import show_report
from harness.cli.staging import staging
from harness.domain.tracing import RowState
from harness.errors import HarnessError


@click.command("show", short_help="Show for every requirement what shows it on this tree.")
@click.argument("requirements", nargs=-1, metavar="[REQ]...")
@click.option(
    "--state",
    "states",
    metavar="STATE,...",
    default="",
    help=f"Only requirements in these states: {', '.join(RowState)}.",
)
@click.option(
    "--surface", is_flag=True, help="Ask the product itself what it offers, and tell what no requirement mentions."
)
@click.option("--matrix", is_flag=True, help="Lay the evidence out over the dimensions of `[trace.dimensions]`.")
@click.option(
    "--report",
    default="terminal",
    show_default=True,
    metavar="FORMAT",
    help="terminal, json, markdown, html, github, lobster, lobster-activities or reqif.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
def command(
    requirements: tuple[str, ...], states: str, surface: bool, matrix: bool, report: str, output: Path | None
) -> int:
    """Trace every requirement to its principles, cards, golden cases and code markers, and what they showed on this tree.

    Nothing is run: results come from the records in .harness/runs/. Exit code 0 only if every requirement is verified or waived
    and no claim leads nowhere; 1 if one is failing, 2 if a document or a record is invalid, 4 otherwise.
    With --surface the product is run, in cells, and all that it offers has to be mentioned by a requirement as well; with
    --matrix each cell of the matrix has to be verified.

    REQs (ids such as FR-003, 001-bank/FR-003, or a feature) and --state narrow down what is shown and what the exit code is
    about, claims that lead nowhere left out; where no requirement is in one of the states asked for, it is 0, but 4 where
    `verified` or `waived` is among these.
    """
    require_trace_report(report)
    wanted = Wanted.of(requirements, states)
    with staging() as listener:
        found = traced(Path.cwd(), listener)
        if matrix:
            found = with_matrix(found)
        if surface:
            found = with_surface(found, listener)
    chosen = narrowed(found.trace, wanted)
    show_report(lambda look: rendered_trace(chosen.trace, report, look, only=wanted.words), output)
    if not (requirements or states):
        _remember(found)
    if output is not None and is_outdated(found):
        say(f"the tree has '{output}' now and is another: what was shown before does not count for it", err=True)
        show_hint("let git ignore it, or write it elsewhere", err=True)
    return int(chosen.exit_code)


def _remember(found: Traced) -> None:
    """Keep a line of the history; a trace is told where none can be kept, too."""
    try:
        remember(found.project.root, found.trace)
    except HarnessError as error:
        say("no line of the history is kept:", err=True)
        show_error(error)
