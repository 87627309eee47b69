"""Show what waits of one case: each difference from its golden."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from harness.app.golden_review import Reviewing
from harness.app.golden_tests_review import TestReviewing
from harness.app.golden_tests_views import waiting_text
from harness.app.golden_views import pending_text
from harness.app.roots import find_root
from harness.cli.output import WIDTH, say
from harness.domain.golden import Difference
from harness.domain.verdicts import ExitCode


@click.command("show", short_help="Show what waits of one case.")
@click.argument("case", metavar="CASE")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def command(case: str, as_json: bool) -> int:
    """Show each difference between the golden of CASE and what was received. Exit code 5: it waits for a review.

    CASE may be a test in Python as pytest names it, tests/test_bank.py::test_list: `pytest --golden-review` accepts those.
    """
    if "::" in case:
        return _test(case, as_json)
    one = Reviewing(Path.cwd()).named(case)
    if as_json:
        _say_json(one.differences)
    else:
        click.echo(pending_text(one, *_look()), nl=False)
    return int(ExitCode.WAITING)


def _test(id: str, as_json: bool) -> int:
    """What waits of a test in Python."""
    one = TestReviewing(find_root(Path.cwd())).named(id)
    if as_json:
        _say_json(one.differences)
    else:
        click.echo(waiting_text(one, *_look()), nl=False)
    return int(ExitCode.WAITING)


def _say_json(differences: Sequence[Difference]) -> None:
    say(json.dumps([difference.model_dump(mode="json") for difference in differences], ensure_ascii=False, indent=2))


def _look() -> tuple[int, bool]:
    """The width, and whether there are colours."""
    console = Console()
    return console.width if console.is_terminal else WIDTH, console.is_terminal and not console.no_color
