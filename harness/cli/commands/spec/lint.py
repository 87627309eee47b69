"""Say what is wrong in specifications."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.app.spec_lint import SpecLint, as_annotations, lint_specifications
from harness.cli.output import count, say, show_mistake
from harness.domain.verdicts import ExitCode


@click.command("lint", short_help="Say what is wrong in specifications.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--report",
    type=click.Choice(["terminal", "json", "github"]),
    default="terminal",
    show_default=True,
    help="How the result is written: for people, for machines, or as annotations of a pull request.",
)
def command(paths: tuple[str, ...], report: str) -> int:
    """Say what is wrong in specifications: in those that the PATHs name, or in all of the project.

    Each mistake has its place, a code and a hint; `harness explain CODE` tells the reason. An error makes a requirement
    unusable, a warning makes it doubtful. Ends with 2 if there is any error, with 4 if no requirement was found to judge, and
    with 0 if there are only warnings.
    """
    found = lint_specifications(Path.cwd(), paths)
    if report == "json":
        click.echo(_as_json(found))
    elif report == "github":
        click.echo(as_annotations(found), nl=False)
    else:
        _show(found)
    if found.errors:
        return ExitCode.USAGE
    return ExitCode.UNDECIDED if found.states_nothing else ExitCode.PASS


def _show(found: SpecLint) -> None:
    for mistake in found.mistakes:
        show_mistake(mistake)
    untestable = sum(not one.means for one in found.shown())
    looked_at = f"{count(len(found.documents), 'document')}, {count(found.requirements, 'requirement')}"
    say(
        f"{looked_at}: {count(found.errors, 'error')}, {count(found.warnings, 'warning')};"
        f" {untestable} that nothing could show"
    )
    if found.states_nothing:
        say("no requirement was found: nothing can be said of it")
    if found.left_out:
        say(f"{count(found.left_out, 'passage')} left out in reading: `harness spec show` tells which, and why")


def _as_json(found: SpecLint) -> str:
    document = {
        "documents": [
            {
                "path": one.path,
                "format": one.format,
                "feature": one.feature,
                "requirements": len(one.requirements),
                "left_out": len(one.left_out),
            }
            for one in found.documents
        ],
        "requirements": [{"id": one.requirement, "means": list(one.means)} for one in found.shown()],
        "errors": found.errors,
        "warnings": found.warnings,
        "counts": found.counts,
        "mistakes": [mistake.model_dump(mode="json") for mistake in found.mistakes],
    }
    return json.dumps(document, indent=2)
