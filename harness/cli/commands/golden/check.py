"""Carry every golden case out in isolated cells, and say what behaves otherwise."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from harness.app.golden_check import GoldenOptions, check_golden
from harness.app.reports import rendered, require_report
from harness.cli.interrupts import interrupt_once
from harness.cli.progress import progress
from harness.cli.reporting import show_report
from harness.domain.verdicts import Isolation


@click.command("check", short_help="Carry every golden case out, and say what behaves otherwise.")
@click.argument("names", nargs=-1, metavar="[PATH|ID]...")
@click.option(
    "-j",
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help="How many cases run at a time. Default: harness.toml, and two for each processor where no case needs a browser.",
)
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
    names: tuple[str, ...], workers: int | None, isolation: str | None, report: str, output: Path | None
) -> int:
    """Carry out the cases of golden/, or those named, each in a throw-away cell, and compare with what was accepted.

    A name is a case's file, a folder of cases, or a case's id. Nothing is accepted here, and nothing written below golden/:
    what differs waits for `harness golden review`. Exit code 0 only if every case is the same; 1 if one behaves otherwise, a
    snapshot belongs to no case, or a case is gone that was never retired; 2 if a case cannot be read; 4 if it cannot be told:
    never accepted, its text or its snapshot changed since, unstable, vacuous. The record of the run, with all evidence, lies
    in .harness/runs/.
    """
    require_report(report)
    options = GoldenOptions(names, workers, Isolation(isolation) if isolation else None, ("harness", *sys.argv[1:]))
    interrupt_once()
    with progress("golden cases") as listener:
        finished = check_golden(Path.cwd(), options, listener)
    show_report(lambda look: rendered(finished.run, finished.folder, report, look), output)
    return int(finished.exit_code)
