"""Show a recorded run again, in any format, or a whole project as a site."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.reports import Part, rendered_again, require_report
from harness.app.site_options import SiteOptions
from harness.cli.output import count, say, show_hint
from harness.cli.reporting import show_report
from harness.cli.staging import staging


@click.command("report", short_help="Show a recorded run again, in any format, or everything as a site.")
@click.argument("runs", metavar="[RUN]...", nargs=-1)
@click.option(
    "--of",
    type=click.Choice([part.value for part in Part]),
    help="Without a RUN: the newest finished one that holds this.",
)
@click.option("--report", metavar="FORMAT", help="How a run is shown; default: terminal. See below.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
@click.option(
    "--site",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write a site to browse, without a server, into this folder.",
)
@click.option("--hide-sealed", is_flag=True, help="With --site: leave out what sealed cards say and showed.")
def command(
    runs: tuple[str, ...], of: str | None, report: str | None, output: Path | None, site: Path | None, hide_sealed: bool
) -> int:
    """Render what was recorded, without running anything; verdicts are as they were recorded.

    RUN is the folder of a run, or its id; default: the newest finished one. FORMAT is terminal, github, gitlab, html, json,
    junit, markdown, matrix, rdjson, sarif, and more. Exit code 0 if it could be rendered, whatever the verdicts are, 2 if it is
    no record. `harness verify-run` says whether a record agrees with itself.

    With --site a folder of pages is written: the decision, the trace, principles, cards, golden cases, trends, waivers and the
    log of decisions, of all runs of the project, or of those that are named. A site that lies there already is replaced;
    anything else is left alone.
    """
    if site is not None:
        if report is not None or output is not None or of is not None:
            raise click.UsageError("a site has no format, no file and no part: leave out --report, --output and --of")
        return _site(SiteOptions(site, runs, hide_sealed))
    if hide_sealed:
        raise click.UsageError("--hide-sealed is about a site: name its folder with --site DIR")
    if runs and of:
        raise click.UsageError("a RUN is named, or the newest is meant with --of: not both")
    if len(runs) > 1:
        raise click.UsageError("a report is about one RUN; a site shows several: --site DIR")
    named, name = (runs[0] if runs else None), report or "terminal"
    require_report(name)
    show_report(lambda look: rendered_again(Path.cwd(), named, name, look, Part(of) if of else None), output)
    return 0


def _site(options: SiteOptions) -> int:
    from harness.app.site import write_site  # late: it weighs, and most reports are no site

    with staging() as listener:
        written = write_site(Path.cwd(), options, listener)
    for note in written.notes:
        say(f"not shown: {note}", err=True)
    if written.is_outdated:
        say(
            f"the tree has '{options.folder}' now and is another: what was shown before does not count for it", err=True
        )
        show_hint("let git ignore it, or write it elsewhere", err=True)
    say(f"site of {count(written.pages, 'page')} written: open {written.first}", err=True)
    return 0
