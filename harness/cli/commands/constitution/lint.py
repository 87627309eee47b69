"""Say what is wrong in constitutions."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.app.constitution_lint import ConstitutionLint, lint_constitutions
from harness.cli.options import plain_report
from harness.cli.output import count, say, show_mistake
from harness.domain.verdicts import ExitCode


@click.command("lint", short_help="Say what is wrong in constitutions.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--since", metavar="REV", help="Compare with this revision instead of the last commit, to see what was weakened."
)
@plain_report
def command(paths: tuple[str, ...], since: str | None, report: str) -> int:
    """Say what is wrong in constitutions: in those that the PATHs name, or in all of the project.

    Each mistake has its place, a code and a hint; `harness explain CODE` tells the reason. Ends with 2 if there is any
    error, and with 0 if there are only warnings.
    """
    found = lint_constitutions(Path.cwd(), paths, since)
    if report == "json":
        click.echo(_as_json(found))
    else:
        _show(found)
    return ExitCode.USAGE if found.errors else ExitCode.PASS


def _show(found: ConstitutionLint) -> None:
    for mistake in found.mistakes:
        show_mistake(mistake)
    looked_at = f"{count(len(found.constitutions), 'constitution')}, {count(found.principles, 'principle')}"
    say(f"{looked_at}: {count(found.errors, 'error')}, {count(found.warnings, 'warning')}")


def _as_json(found: ConstitutionLint) -> str:
    document = {
        "constitutions": [
            {"path": one.path, "title": one.title, "version": one.version, "principles": len(one.principles)}
            for one in found.constitutions
        ],
        "errors": found.errors,
        "warnings": found.warnings,
        "mistakes": [mistake.model_dump(mode="json") for mistake in found.mistakes],
    }
    return json.dumps(document, indent=2)
