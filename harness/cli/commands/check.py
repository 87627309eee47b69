"""Check the tree against its constitution, to file and line."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import click

from harness.app.check import CheckOptions, check
from harness.app.reports import rendered, require_report
from harness.cli.checking import checking
from harness.cli.output import say
from harness.cli.reporting import show_report


@click.command("check", short_help="Check the tree against its constitution, to file and line.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--explain", metavar="ID", help="Tell all about one principle and what stands where.")
@click.option(
    "--why",
    metavar="PATH:LINE",
    help="Tell what was found at a place and, if nothing was, what kept it from being reported.",
)
@click.option("--for-agent", is_flag=True, help="Print what an agent needs to put things right, worst first.")
@click.option(
    "--most", type=click.IntRange(1, 1000), default=10, metavar="N", help="With --for-agent: at most N places."
)
@click.option("--fix", is_flag=True, help="Show a diff of all safe fixes, then apply them.")
@click.option("--diff", is_flag=True, help="Show a diff of all safe fixes and apply none.")
@click.option(
    "--baseline",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Findings that stand in this file are known and do not count.",
)
@click.option(
    "--write-baseline",
    is_flag=True,
    help="Write today's findings to the file of --baseline; one that exists may only lose entries.",
)
@click.option("--new-since", metavar="REV", help="Findings that stood at this git revision are known and do not count.")
@click.option("--no-cache", is_flag=True, help="Look at every file anew.")
@click.option(
    "--report",
    default="terminal",
    metavar="FORMAT",
    help="terminal, github, json, sarif, matrix, matrix-csv, matrix-json and the other formats of `harness report`.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
def command(
    paths: tuple[str, ...],
    explain: str | None,
    why: str | None,
    for_agent: bool,
    most: int,
    fix: bool,
    diff: bool,
    baseline: Path | None,
    write_baseline: bool,
    new_since: str | None,
    no_cache: bool,
    report: str,
    output: Path | None,
) -> int:
    """Decide for each principle of constitutions/ whether the tree keeps it: the forbidden is absent, the required is there.

    The whole tree is looked at; PATHs narrow down what counts to findings below them. Exit code 0 only if every MUST passes, is
    waived or has nothing to apply to; 1 if one is violated or a waiver is in trouble; 4 if one cannot be decided, or nothing
    was looked at. The record lies in .harness/runs/.
    """
    require_report(report)
    options = CheckOptions(
        paths=paths,
        baseline=baseline,
        write_baseline=write_baseline,
        since=new_since,
        cache=not no_cache,
        command=("harness", *sys.argv[1:]),
    )
    spot = _why().spot_of(Path.cwd(), why) if why is not None else None
    with checking() as listener:
        checked = check(Path.cwd(), options, listener)
        if fix or diff:
            changes = _views().fixes(checked, apply=fix)
            say(changes.diff.rstrip("\n") or "nothing can be fixed unseen")
            for remark in changes.remarks:
                say(remark, err=True)
            if fix:
                checked = check(Path.cwd(), options, listener)
    if for_agent:
        show_report(lambda look: _views().agent_text(checked, most), output)
    elif spot:
        show_report(lambda look: _why().why_text(checked, spot, look), output)
    elif explain:
        show_report(lambda look: _views().explanation(checked, explain, look), output)
    elif not diff:
        show_report(lambda look: rendered(checked.run, checked.folder, report, look), output)
    for remark in checked.remarks:
        say(remark, err=True)
    return int(checked.exit_code)


def _why() -> ModuleType:
    from harness.app import why  # imported late, as the views are

    return why


def _views() -> ModuleType:
    from harness.app import check_views  # imported late: it weighs, and most runs need none of it

    return check_views
