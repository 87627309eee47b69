"""Take over a constitution of another form."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.adopt import Adopted, adopt
from harness.cli.output import count, say
from harness.domain.verdicts import ExitCode


@click.command("adopt", short_help="Take over a constitution of another form.")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--output", type=click.Path(path_type=Path), metavar="PATH", help="Write it to this new file.")
def command(file: Path, output: Path | None) -> int:
    """Print the constitution in FILE in our own form, as Markdown.

    FILE is Spec Kit's constitution, blocks of six fields, a YAML list of principles, or a document of ours. A principle
    without a check gets the one of a shipped principle that names the same CWE, marked as a suggestion, with its samples and
    globs; which principles stay without any is told on standard error. Prose around the principles is left behind. A document
    of the project that is written to another of its documents is extended by that, and stays in effect through it.
    """
    result = adopt(file, output)
    if result.path is None:
        click.echo(result.adoption.text, nl=False)
    _tell(result)
    return ExitCode.PASS


def _tell(result: Adopted) -> None:
    constitution, adoption = result.constitution, result.adoption
    for remark in constitution.remarks:
        say(f"{remark.place}: {remark.what}", err=True)
    for token in constitution.tokens:
        say(f"{token.place}: '{token.text}' is not filled in", err=True)
    for suggestion in adoption.suggestions:
        shipped, cwes = suggestion.shipped, ", ".join(suggestion.cwes)
        origin = shipped.constitution
        say(f"{suggestion.principle.id}: check of {origin} {shipped.id} suggested, for {cwes}", err=True)
    for principle in adoption.unverified:
        say(f"{principle.id}: no check, stays unverified: {principle.title}", err=True)
    checked = len(constitution.principles) - len(adoption.unverified)
    wrote = f", wrote {result.path}" if result.path else ""
    say(f"{count(len(constitution.principles), 'principle')}: {checked} with a check or review{wrote}", err=True)
    if result.base:
        say(f"{constitution.path} stays: {result.path} extends it, and what both say counts once", err=True)
    if result.path:
        say(f"next: `harness constitution lint {result.path}`, and read what was suggested", err=True)
