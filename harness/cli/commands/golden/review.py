"""Look at what behaves otherwise, one difference at a time, and accept, reject or redact it."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.golden_page import page_of
from harness.app.golden_review import Pending, Reviewing
from harness.cli.golden_session import Sitting
from harness.cli.golden_waiting import tell_unreadable
from harness.cli.output import say
from harness.cli.reporting import show_report
from harness.domain.verdicts import ExitCode
from harness.errors import UsageError


@click.command("review", short_help="Accept, reject or redact what behaves otherwise, one difference at a time.")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("--reason", default="", help="Why what you accept is right; asked for where it is missing.")
@click.option("--requirement", default="", metavar="ID", help="The requirement that justifies it.")
@click.option("--html", "as_page", is_flag=True, help="Show all that waits as one page instead; it accepts nothing.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the page to this file.")
def command(cases: tuple[str, ...], reason: str, requirement: str, as_page: bool, output: Path | None) -> int:
    """Go through what waits, all of it or the CASEs named. Only here does anything become a golden, and only at a terminal.

    Keys: a accept, r reject, d redact, s skip, o open, A accept all that is left of the case, q quit, ? help. A part of a step
    (its stdout, its body, a file) becomes golden when all its differences were accepted; what is rejected waits no more and
    the golden stays. Who accepted, when, why and for which requirement is logged in golden/accepted.jsonl.

    With `--html` all of it is one page to look at, which can be made anywhere: the golden beside what is received, and
    pictures with a slider.

    Refused without a terminal and in CI (exit code 2). Exit code 0 if nothing waits any more, 5 if something does.
    """
    reviewing = Reviewing(Path.cwd())
    if as_page:
        return _page(reviewing, cases, output)
    if output:
        raise UsageError("`--output` is for `--html`", "add `--html`")
    if reviewing.refused:
        raise UsageError(reviewing.refused, "look at it with `harness golden show`, or run this in a terminal")
    tell_unreadable(reviewing)
    chosen = _chosen(reviewing, cases)
    if not chosen:
        say("nothing waits")
        return 0
    sitting = Sitting(reviewing, reason, requirement)
    for number, one in enumerate(chosen, 1):
        if not sitting.case(one, number, len(chosen)):
            sitting.counted["waits"] += len(chosen) - number
            break
    say()
    say(
        ", ".join(
            f"{sitting.counted[word]} {word}" for word in ("accepted", "rejected", "waits") if sitting.counted[word]
        )
    )
    return int(ExitCode.WAITING if Reviewing(Path.cwd()).pending else ExitCode.PASS)


def _chosen(reviewing: Reviewing, cases: tuple[str, ...]) -> list[Pending]:
    return [reviewing.named(case) for case in dict.fromkeys(cases)] if cases else list(reviewing.pending)


def _page(reviewing: Reviewing, cases: tuple[str, ...], output: Path | None) -> int:
    chosen = _chosen(reviewing, cases)
    text = page_of(reviewing, chosen)
    show_report(lambda look: text, output)
    return int(ExitCode.WAITING if chosen else ExitCode.PASS)
