"""Say what this machine can isolate, what is missing, and the exact remedy."""

from __future__ import annotations

import textwrap
from pathlib import Path

import click

from harness.app.doctor import Diagnosis, diagnose
from harness.cli.output import WIDTH, say, show_hint


@click.command("doctor", short_help="Say what this machine can isolate, and the remedy for what it cannot.")
def command() -> int:
    """Try every level of isolation on this machine by starting a cell, and look for every program that is used.

    For each level: whether it works, what is missing and the exact remedy, and the holes that it is known to leave. Exit code 0
    if cards can be run at the level that harness.toml asks for, 4 if not.
    """
    diagnosis = diagnose(Path.cwd())
    _show_levels(diagnosis)
    _show_programs(diagnosis)
    say()
    say(f"interpreter  {diagnosis.interpreter}")
    for folder in diagnosis.bound:
        say(f"bound        {folder} (read-only in every cell)")
    say(f"cache        {diagnosis.cache}")
    say()
    least = f"harness.toml asks for `{diagnosis.least}`"
    say(f"{least}: cards can be run here" if diagnosis.works else f"{least}, which cannot be had here")
    return int(diagnosis.exit_code)


def _show_levels(diagnosis: Diagnosis) -> None:
    for report in diagnosis.levels:
        say(f"{report.level:<11}  {'works' if report.works else 'does not work'}")
        if not report.works:
            _paragraph("missing: ", report.missing)
            show_hint(report.remedy)
        for hole in report.holes:
            _paragraph("hole: ", hole)


def _show_programs(diagnosis: Diagnosis) -> None:
    say()
    for program in diagnosis.programs:
        say(f"{program.name:<11}  {program.version or program.path or 'missing'}")
        if program.chosen and program.version:
            say(f"  at {program.path}")
        if not program.path:
            _paragraph("", f"it {program.purpose}")
            show_hint(program.remedy)


def _paragraph(label: str, text: str) -> None:
    indent = "  " + " " * len(label)
    say(textwrap.fill(text, WIDTH, initial_indent=f"  {label}", subsequent_indent=indent, break_long_words=False))
