"""Vary the declared inputs of cases, and find with which two revisions differ."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from harness.app.golden_fuzz import FuzzOptions, fuzz_golden
from harness.app.reports import rendered, require_report
from harness.cli.interrupts import interrupt_once
from harness.cli.output import say
from harness.cli.progress import progress
from harness.cli.reporting import show_report
from harness.domain.verdicts import Isolation


@click.command("fuzz", short_help="Vary the inputs of cases until two revisions differ.")
@click.argument("base", metavar="BASE")
@click.argument("head", required=False, metavar="[HEAD]")
@click.option("--case", "names", multiple=True, metavar="PATH|ID", help="Only this case; may be given several times.")
@click.option(
    "--examples", type=click.IntRange(1, 100_000), default=100, metavar="N", help="Try N examples of each case."
)
@click.option(
    "--seconds",
    type=click.FloatRange(0, min_open=True),
    default=300.0,
    metavar="S",
    help="Begin no example after S seconds.",
)
@click.option("--seed", type=int, default=0, metavar="N", help="Make other examples; the same N makes the same ones.")
@click.option("--keep", is_flag=True, help="Write what differs as a new case, beside the one that it comes from.")
@click.option("-j", "--workers", type=click.IntRange(1, 256), metavar="N", help="How many cells run at a time.")
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
    examples: int,
    seconds: float,
    seed: int,
    keep: bool,
    workers: int | None,
    isolation: str | None,
    report: str,
    output: Path | None,
) -> int:
    """Vary the inputs that golden cases declare, and compare the git revision BASE with HEAD (the working tree) on each.

    A case declares them in its front matter: `inputs: {amount: decimal 0.01..10000, name: text}`, and uses them as `{amount}`
    in its steps. A difference counts if it is there again; the first of each case is made as small as it gets.

    Exit code 0 if nothing differs, or what differs is explained as in `harness golden compare`; 1 if something differs;
    4 if it cannot be told.
    """
    require_report(report)
    options = FuzzOptions(
        base=base,
        head=head,
        names=names,
        examples=examples,
        seconds=seconds,
        seed=seed,
        keep=keep,
        workers=workers,
        isolation=Isolation(isolation) if isolation else None,
        command=("harness", *sys.argv[1:]),
    )
    interrupt_once()
    with progress() as listener:
        finished = fuzz_golden(Path.cwd(), options, listener)
    show_report(lambda look: rendered(finished.run, finished.folder, report, look), output)
    for remark in finished.remarks:
        say(remark, err=True)
    return int(finished.exit_code)
