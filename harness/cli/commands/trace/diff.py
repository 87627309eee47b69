"""Show what a change touched, and which evidence it makes stale."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from harness.app.trace_diff import trace_diff
from harness.cli.options import plain_report
from harness.cli.output import WIDTH, count, say, show_mistake
from harness.domain.places import Severity
from harness.domain.verdicts import ExitCode
from harness.trace.changes import Affected, RequirementTouch, TraceDiff

_TOUCH = 8


@click.command("diff", short_help="Show what a change touched, and which evidence it makes stale.")
@click.argument("revision", metavar="REV")
@plain_report
def command(revision: str, report: str) -> int:
    """Show what changed since the git revision REV: what requirements say, cards, golden cases, principles, marked code.

    Below stands for each requirement that this touches which evidence has to be run, or looked at, again. It only shows: what
    that evidence showed on this tree is told by `harness trace`. Ends with 2 if a document, now or then, cannot be read: what
    it says may have changed as well.
    """
    found = trace_diff(Path.cwd(), revision)
    if report == "json":
        click.echo(found.model_dump_json(indent=2))
    else:
        say("\n".join(_lines(found)))
        for mistake in found.mistakes:
            show_mistake(mistake, err=True)
    unread = any(mistake.severity is Severity.ERROR for mistake in found.mistakes)
    return ExitCode.USAGE if unread else ExitCode.PASS


def _lines(found: TraceDiff) -> Iterator[str]:
    for one in found.requirements:
        yield from _requirement(one)
    for touch in found.evidence:
        yield f"{touch.touch:<{_TOUCH}} {touch.key}  {touch.place}"
    if found.affected:
        yield ""
        yield "touched by this"
    for affected in found.affected:
        yield from _affected(affected)
    yield ""
    if found.product:
        yield f"{count(found.product, 'file')} of the product changed: every card and golden case has to run again"
    said = f"{count(len(found.requirements), 'requirement')} and {count(len(found.evidence), 'piece')} of evidence"
    yield f"{said} changed since {found.since}; {count(len(found.affected), 'requirement')} touched"


def _requirement(one: RequirementTouch) -> Iterator[str]:
    yield f"{one.touch:<{_TOUCH}} {one.requirement}  {one.place}"
    if one.before != one.after:
        yield from _words("- ", one.before)
        yield from _words("+ ", one.after)
    else:
        yield f"{'':<{_TOUCH}} the words are the same: its scenarios changed"


def _words(mark: str, text: str) -> Iterator[str]:
    indent = " " * (_TOUCH + 1) + mark
    for line in textwrap.wrap(" ".join(text.split()), WIDTH - len(indent)):
        yield f"{indent}{line}"


def _affected(one: Affected) -> Iterator[str]:
    yield f"  {one.requirement}  {one.place}"
    yield from _labelled("because of", one.why)
    if one.stale:
        yield from _labelled("stale", one.stale)


def _labelled(label: str, words: Sequence[str]) -> list[str]:
    return textwrap.wrap(
        ", ".join(words),
        WIDTH,
        initial_indent=f"    {label:<11}",
        subsequent_indent=" " * 15,
        break_long_words=False,
        break_on_hyphens=False,
    )
