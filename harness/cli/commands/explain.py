"""Tell the reason of a code that lint prints, or list the forms of the phrasebook."""

from __future__ import annotations

import textwrap

import click

from harness.app.explain import Explanation, explain, explanations
from harness.cli.output import WIDTH, say
from harness.domain.verdicts import ExitCode
from harness.phrasebook import render


@click.command("explain", short_help="Tell the reason of a code, or list the phrases.")
@click.argument("code", required=False, metavar="[CODE|phrases]")
@click.option("--markdown", is_flag=True, help="With 'phrases': the whole phrasebook with its examples, as Markdown.")
def command(code: str | None, markdown: bool) -> int:
    """Tell what the CODE of a mistake means, why it is one, and how it is put right, with samples.

    Without CODE all codes are listed; with `phrases`, the forms of steps and expectations that need no model.
    """
    if markdown and code != "phrases":
        raise click.UsageError("--markdown goes with 'phrases': harness explain phrases --markdown")
    if code is None:
        _list(explanations())
    elif code == "phrases":
        click.echo(render.render(), nl=False) if markdown else _list_phrases()
    else:
        _show(explain(code))
    return ExitCode.PASS


def _list(known: tuple[Explanation, ...]) -> None:
    for explanation in known:
        say(f"{explanation.code}  {explanation.level:<7}  {explanation.title}")


def _list_phrases() -> None:
    shown = ""
    for heading, form in render.forms():
        if heading != shown:
            say(f"{heading}:")
            shown = heading
        say(textwrap.fill(form, WIDTH, initial_indent="  ", subsequent_indent="    ", break_long_words=False))


def _show(explanation: Explanation) -> None:
    say(f"{explanation.code} {explanation.title} ({explanation.level})")
    say()
    say(textwrap.fill(explanation.reason, WIDTH))
    if explanation.hint:
        say()
        say(textwrap.fill(f"What to do: {explanation.hint}.", WIDTH))
    for name, sample in (("Refused", explanation.bad), ("Accepted", explanation.good)):
        if sample:
            say(f"\n{name}:\n\n{textwrap.indent(sample, '    ').rstrip()}")
