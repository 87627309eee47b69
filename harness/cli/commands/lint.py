"""Say what is wrong in test cards, and which of their lines need no model."""

from __future__ import annotations

import json
from pathlib import Path

import click

from harness.app.lint import LintReport, PhraseLine, lint, phrase_lines
from harness.cli.options import plain_report
from harness.cli.output import count, say, show_mistake
from harness.domain.verdicts import ExitCode


@click.command("lint", short_help="Say what is wrong in test cards.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--phrases", is_flag=True, help="Show for each line whether it is literal (judged by code) or natural.")
@plain_report
def command(paths: tuple[str, ...], phrases: bool, report: str) -> int:
    """Say what is wrong in test cards: in those that the PATHs name, or in all below testcards/.

    Each mistake has its place, a code and a hint; `harness explain CODE` tells the reason. Ends with 2 if there is any
    error, and with 0 if there are only warnings.
    """
    found = lint(Path.cwd(), paths)
    lines = list(phrase_lines(found.cards)) if phrases else []
    if report == "json":
        click.echo(_as_json(found, lines))
    else:
        _show(found, lines)
    return ExitCode.USAGE if found.errors else ExitCode.PASS


def _show(found: LintReport, lines: list[PhraseLine]) -> None:
    for line in lines:
        say(f"{line.place}: {'literal' if line.literal else 'natural'} {line.kind}: {line.text}")
    for mistake in found.mistakes:
        show_mistake(mistake)
    if lines:
        natural = sum(not line.literal for line in lines)
        say(f"{count(len(lines), 'line')}: {len(lines) - natural} literal, {natural} natural")
    say(f"{count(len(found.cards), 'card')}: {count(found.errors, 'error')}, {count(found.warnings, 'warning')}")


def _as_json(found: LintReport, lines: list[PhraseLine]) -> str:
    document = {
        "cards": [{"id": card.id, "path": card.path, "literal": card.literal} for card in found.cards],
        "errors": found.errors,
        "warnings": found.warnings,
        "mistakes": [mistake.model_dump(mode="json") for mistake in found.mistakes],
        "phrases": [
            {"place": line.place.model_dump(), "kind": line.kind, "literal": line.literal, "text": line.text}
            for line in lines
        ],
    }
    return json.dumps(document, indent=2)
