"""Turn test cards into golden cases: what they show today is pinned."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from harness.app.golden_record import Recorded, RecordOptions, record_golden
from harness.cli.interrupts import interrupt_once
from harness.cli.output import say, show_hint
from harness.cli.progress import progress
from harness.domain.golden import Difference, Redaction
from harness.domain.verdicts import ExitCode, Isolation
from harness.golden.stability import Stability


@click.command("record", short_help="Turn test cards into golden cases.")
@click.argument("names", nargs=-1, required=True, metavar="CARD...")
@click.option("-j", "--workers", type=click.IntRange(1, 256), metavar="N", help="How many cases run at a time.")
@click.option(
    "--isolation",
    type=click.Choice([level.value for level in Isolation]),
    help="Run at exactly this level and accept it. Default: the strongest there is, at least what harness.toml asks for.",
)
@click.option(
    "--no-redact", is_flag=True, help="Do not add the redactions that the runs ask for; what wavers is unstable."
)
def command(names: tuple[str, ...], workers: int | None, isolation: str | None, no_redact: bool) -> int:
    """Write a golden case and its snapshot for each CARD, a path or an id.

    Each case is carried out three times, in fresh cells and at different times. What differs is shown, and a redaction for it
    is added to the case; what nothing masks makes the case unstable, and it never passes in silence. Nothing that is recorded
    is overwritten: what changed is for `harness golden review`. Exit code 0 if every case is recorded and stable; 4 if not.
    """
    interrupt_once()
    options = RecordOptions(names, not no_redact, workers, Isolation(isolation) if isolation else None)
    with progress() as listener:
        recorded = record_golden(Path.cwd(), options, listener)
    for one in recorded:
        _show(one)
    sound = all(not one.problem and not one.vacuous and not _unstable(one) for one in recorded)
    return int(ExitCode.PASS if sound else ExitCode.UNDECIDED)


def _unstable(one: Recorded) -> tuple[str, ...]:
    return one.stability.unstable if one.stability else ()


def _show(one: Recorded) -> None:
    if one.problem:
        say(f"{one.id}: not recorded: {one.problem}")
        return
    say(f"{one.id}: wrote {one.document} and {one.snapshot}")
    for line in _wavered(one.stability) if one.stability else ():
        say(f"  {line}")
    if _unstable(one):
        show_hint("mask it in the case (`redact`), or make the product repeat it; until then the case never passes")
    if one.vacuous:
        say("  vacuous: nothing in its snapshot could differ")


def _wavered(stability: Stability) -> Iterator[str]:
    """Each redaction that was added, with what first asked for it; then each leaf that nothing masks."""
    for redaction in stability.proposed:
        asking = next(one.difference for one in stability.wavering if redaction in one.proposals)
        yield f"masked by {_named(redaction)}: {asking}{_sides(asking)}"
    for leaf in stability.unstable:
        found = (one.difference for one in stability.wavering if str(one.difference).startswith(leaf))
        yield f"unstable: {leaf}{''.join(_sides(one) for one in islice(found, 1))}"


def _sides(difference: Difference) -> str:
    if difference.golden is None or difference.received is None:
        return ""
    return f": {_short(difference.golden)} and {_short(difference.received)}"


def _named(redaction: Redaction) -> str:
    return f"{redaction.name} at {redaction.path}" if redaction.path else redaction.name


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return f"`{line[:37]}…`" if len(line) > 38 else f"`{line}`"
