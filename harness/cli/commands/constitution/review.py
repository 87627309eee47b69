"""Confirm what only a person can check."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from harness.app.review import ToReview, confirm, to_review
from harness.cli.output import count, say, show_hint
from harness.domain.verdicts import ExitCode

_MOST_FILES = 20


@click.command("review", short_help="Confirm what only a person can check.")
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--by", metavar="NAME", help="Confirm it, in this name.")
@click.option("--note", default="", metavar="TEXT", help="With --by: what else there is to say.")
def command(id_: str | None, by: str | None, note: str) -> int:
    """Show what people are to confirm, of one principle or of all that ask for a review; with --by, confirm it.

    A confirmation is for exactly the content that is there now: it expires when one of the files, the principle or the
    question changes. It is kept in `constitutions/reviews.md`. Exit code 0 if all that is shown is confirmed, 5 if
    something waits for a person, 2 if there is nothing to review.
    """
    if by is None and note:
        raise click.UsageError("--note goes with --by")
    if by is not None and id_ is None:
        raise click.UsageError("name the principle that is confirmed: harness constitution review ID --by NAME")
    shown = to_review(Path.cwd(), id_) if by is None or id_ is None else confirm(Path.cwd(), id_, by, note)
    _show(shown, _MOST_FILES if id_ is None else None)
    waiting = [one.principle.id for one in shown if not one.confirmed]
    if waiting:
        show_hint(f"look at it, then `harness constitution review {waiting[0]} --by NAME`")
    return int(ExitCode.WAITING if waiting else ExitCode.PASS)


def _show(reviews: Sequence[ToReview], most: int | None) -> None:
    for one in reviews:
        principle = one.principle
        say(f"{principle.id} {principle.title} ({principle.level}): {_state(one)}")
        say(f"  {principle.constraint}")
        say(f"  to confirm: {one.question}")
        paths = [path for path, _ in one.content.files]
        say(f"  {count(len(paths), 'file')}, content {one.content.sha256[:12]}")
        for path in paths[:most]:
            say(f"    {path}")
        if most is not None and len(paths) > most:
            say(f"    and {len(paths) - most} more")
        for unread in one.content.unread:
            say(f"    {unread.path}: {unread.reason}")


def _state(one: ToReview) -> str:
    if one.confirmed:
        return f"confirmed by {one.confirmed}"
    return "was confirmed for other content" if one.stale else "not confirmed"
