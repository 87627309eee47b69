"""Show what specifications say: requirements, stories, entities, and what was left out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.app.spec_show import SpecView, show_specifications
from harness.cli.options import plain_report
from harness.cli.output import WIDTH, count, say, show_mistake
from harness.cli.specification_lines import lines_of
from harness.domain.verdicts import ExitCode


@click.command("show", short_help="Show what specifications say.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option(
    "--apply", "change", default="", metavar="CHANGE", help="As if this open change were accepted (OpenSpec)."
)
@click.option(
    "--format", "format_", default="", metavar="NAME", help="Read the PATHs in this format, whatever they look like."
)
@click.option("--left-out", is_flag=True, help="Show every passage that was read as nothing, not just the first few.")
@plain_report
def command(paths: tuple[str, ...], change: str, format_: str, left_out: bool, report: str) -> int:
    """Show what specifications say: those that the PATHs name, or all of the project.

    Of each document its requirements (id, level, first words, scenarios), user stories, entities, open questions, tasks and
    deviations, and which passages were read as nothing, and why. Nothing is run and nothing is written.

    Ends with 2 if a document cannot be read, or is ambiguous; with 0 otherwise.
    """
    found = show_specifications(Path.cwd(), paths, change=change, format_=format_)
    if report == "json":
        click.echo(_as_json(found))
    else:
        _show(found, left_out=left_out)
    return ExitCode.USAGE if found.errors else ExitCode.PASS


def _show(found: SpecView, *, left_out: bool) -> None:
    for document in found.documents:
        for line in lines_of(document, WIDTH, every_left_out=left_out):
            say(line)
        say()
    for mistake in found.mistakes:
        show_mistake(mistake)
    if found.ambiguous:
        few = ", ".join(found.ambiguous[:3]) + (" …" if found.ambiguous[3:] else "")
        say(f"{count(len(found.ambiguous), 'id')} of several features ({few}): claims have to name the feature too")
    requirements = sum(len(one.requirements) for one in found.documents)
    passages = sum(len(one.left_out) for one in found.documents)
    say(
        f"{count(len(found.documents), 'document')}: {count(requirements, 'requirement')}, "
        f"{count(passages, 'passage')} left out, {count(len(found.mistakes), 'mistake')}"
    )


def _as_json(found: SpecView) -> str:
    document = {
        "documents": [one.model_dump(mode="json") for one in found.documents],
        "ambiguous": list(found.ambiguous),
        "mistakes": [mistake.model_dump(mode="json") for mistake in found.mistakes],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)
