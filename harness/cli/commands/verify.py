"""Check, carry out, trace and decide: everything that can be said of this tree, in one command."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from harness.app.gate import GateOptions
from harness.app.gate_reports import rendered_decision, require_decision_report
from harness.app.verify import VerifyOptions, is_other_tree, verify
from harness.cli.interrupts import interrupt_once
from harness.cli.output import say, show_hint
from harness.cli.reporting import show_report
from harness.cli.verifying import verifying
from harness.domain.gate import Profile


@click.command("verify", short_help="Check, carry out, trace and decide, all in one command.")
@click.option("--line", metavar="NAME", help="The line of work whose cycles are counted. Default: the branch.")
@click.option(
    "--since",
    metavar="REV",
    help="The branch or commit that this change parted from.",
)
@click.option(
    "--reviewed-by",
    multiple=True,
    metavar="WHO",
    help="Who answers for what the change edits of its own judges. May be given again.",
)
@click.option(
    "--facts",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Further facts, as JSON: what other tools measured.",
)
@click.option(
    "--profile",
    type=click.Choice([one.value for one in Profile]),
    help="Another profile than the policy's.",
)
@click.option(
    "--bundle",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="On REWORK write there what the next attempt needs: rework.md and rework.json.",
)
@click.option(
    "-j", "--workers", type=click.IntRange(1, 256), metavar="N", help="How many cards or cases run at a time."
)
@click.option(
    "--report", default="terminal", show_default=True, metavar="FORMAT", help="terminal, json, markdown or github."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
def command(
    line: str | None,
    since: str | None,
    reviewed_by: tuple[str, ...],
    facts: Path | None,
    profile: str | None,
    bundle: Path | None,
    workers: int | None,
    report: str,
    output: Path | None,
) -> int:
    """Do what `harness check`, `golden check`, `run-cards`, `trace` and `gate` do, one after the other, with one decision.

    What the project has no documents for is skipped, and that is said. Every stage leaves its record in .harness/runs/, also
    where Ctrl-C ends it all early. Nothing may write into the tree meanwhile: one that changed cannot be decided.

    The exit code is the gate's: 0 on PASS, 3 on REWORK, 1 on FAIL; 4 where it cannot be told, 5 where only a review is missing;
    2 if a document, the configuration or the policy is invalid, which is told before anything is run.
    """
    require_decision_report(report)
    gate = GateOptions(
        line=line,
        since=since,
        reviewed_by=reviewed_by,
        facts=facts,
        profile=Profile(profile) if profile else None,
        bundle=bundle,
    )
    options = VerifyOptions(gate=gate, workers=workers, command=("harness", *sys.argv[1:]))
    interrupt_once()
    with verifying() as listener:
        done = verify(Path.cwd(), options, listener)
    if done.decided is not None:
        decided = done.decided
        show_report(lambda look: rendered_decision(decided, report, look), output)
    for remark in done.remarks:
        say(remark, err=True)
    if output is not None and is_other_tree(Path.cwd(), done):
        say(f"the tree has '{output}' now and is another: what was decided does not count for it", err=True)
        show_hint("let git ignore it, or write it elsewhere", err=True)
    return int(done.exit_code)
