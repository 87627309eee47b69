"""Compare two revisions on every case: the one before is the oracle."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from harness.app.golden_compare import CompareOptions, compare_golden
from harness.app.reports import rendered, require_report
from harness.cli.interrupts import interrupt_once
from harness.cli.output import say
from harness.cli.progress import progress
from harness.cli.reporting import show_report
from harness.domain.verdicts import Isolation


@click.command("compare", short_help="Compare two revisions on every case.")
@click.argument("base", metavar="BASE")
@click.argument("head", required=False, metavar="[HEAD]")
@click.option("--case", "names", multiple=True, metavar="PATH|ID", help="Only this case; may be given several times.")
@click.option(
    "--repeat", type=click.IntRange(1, 100), default=1, metavar="N", help="Run each case N times on HEAD, N+1 on BASE."
)
@click.option("-j", "--workers", type=click.IntRange(1, 256), metavar="N", help="How many cases run at a time.")
@click.option(
    "--isolation",
    type=click.Choice([level.value for level in Isolation]),
    help="Run at exactly this level and accept it. Default: the strongest there is, at least what harness.toml asks for.",
)
@click.option(
    "--report",
    default="terminal",
    metavar="FORMAT",
    help="terminal, github, gitlab, html, json, junit, markdown, rdjson or sarif.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
def command(
    base: str,
    head: str | None,
    names: tuple[str, ...],
    repeat: int,
    workers: int | None,
    isolation: str | None,
    report: str,
    output: Path | None,
) -> int:
    """Carry out every golden case on the git revision BASE and on HEAD (the working tree, if none is named).

    No snapshot is needed; without golden cases, the steps of the test cards are taken. BASE runs once more than HEAD: what
    differs between two runs of it is noise. A case that is gone since BASE, or was changed, is carried out as it was there
    too. A difference is explained where a requirement that the case is tagged with, in both revisions, has other words now.

    Exit code 0 if every case is the same, or its differences are explained; 1 if one differs unexplained, or crashes as it
    did not before; 4 if it cannot be told, as for a case that differs from run to run.
    """
    require_report(report)
    options = CompareOptions(
        base, head, names, repeat, workers, Isolation(isolation) if isolation else None, ("harness", *sys.argv[1:])
    )
    interrupt_once()
    with progress() as listener:
        finished = compare_golden(Path.cwd(), options, listener)
    show_report(lambda look: rendered(finished.run, finished.folder, report, look), output)
    for remark in finished.remarks:
        say(remark, err=True)
    return int(finished.exit_code)
