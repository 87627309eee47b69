"""Turn test cards into golden cases, or propose cases: what they show today is pinned."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from harness.app.golden_propose import ProposeOptions, propose_golden
from harness.app.golden_record import Recorded, RecordOptions, record_golden
from harness.app.golden_sources import Sources
from harness.app.golden_trial import Proposed
from harness.app.run_cards import Listener
from harness.cli.golden_proposals import show_documents, show_proposed
from harness.cli.interrupts import interrupt_once
from harness.cli.output import say, show_hint
from harness.cli.progress import progress
from harness.domain.golden import Difference, Redaction
from harness.domain.verdicts import ExitCode, Isolation
from harness.errors import UsageError
from harness.golden.stability import Stability


@click.command("record", short_help="Turn test cards into golden cases, or propose cases.")
@click.argument("names", nargs=-1, metavar="[CARD]...")
@click.option(
    "--from-openapi",
    "openapi",
    default="",
    metavar="WHERE",
    help="Propose a case for each operation of a description (OpenAPI 3.0, 3.1, Swagger 2.0): a file, an address, or a"
    " path such as /openapi.json that the product's own service answers.",
)
@click.option(
    "--from-help",
    "help_of",
    default="",
    metavar="COMMAND",
    help="Propose a case for a command of the product and each of its sub-commands, by what they print as help.",
)
@click.option("--dry-run", is_flag=True, help="Show the documents that would be proposed; try and record nothing.")
@click.option(
    "-j",
    "--workers",
    type=click.IntRange(1, 256),
    metavar="N",
    help="How many cases run at a time. Default: harness.toml, and two for each processor where no case needs a browser.",
)
@click.option(
    "--isolation",
    type=click.Choice([level.value for level in Isolation]),
    help="Run at exactly this level and accept it. Default: the strongest there is, at least what harness.toml asks for.",
)
@click.option(
    "--no-redact", is_flag=True, help="Do not add the redactions that the runs ask for; what wavers is unstable."
)
def command(
    names: tuple[str, ...],
    openapi: str,
    help_of: str,
    dry_run: bool,
    workers: int | None,
    isolation: str | None,
    no_redact: bool,
) -> int:
    """Write a golden case and its snapshot for each CARD, a path or an id.

    Each case is carried out three times, in fresh cells and at different times. What differs is shown, and a redaction for it
    is added to the case; what nothing masks makes the case unstable, and it never passes in silence. Nothing that is recorded
    is overwritten: what changed is for `harness golden review`. Refused in CI. The record of the runs lies in .harness/runs/.

    For a product that has no cases yet, --from-openapi and --from-help propose them: one for each operation and sub-command,
    with input that is good and input that is bad as far as the description gives grounds for it. Each is tried once; a step
    that does not come to its end within 30 seconds is left out, and so is a case that tells nothing. What a proposal sends is
    a guess: look at what was recorded. What is there already stays as it is; doing it again adds only what is new.

    Exit code 0 if every case is recorded and stable; 4 if one is not; 2 if a CARD cannot be made a case.
    """
    interrupt_once()
    level = Isolation(isolation) if isolation else None
    options = RecordOptions(names, not no_redact, workers, level, ("harness", *sys.argv[1:]))
    sources = Sources(openapi, help_of)
    if not names and not sources:
        raise UsageError("nothing is named", "name a CARD, or propose cases with --from-openapi or --from-help")
    if dry_run and (names or not sources):
        raise UsageError("`--dry-run` shows what is proposed", "give --from-openapi or --from-help, and no CARD")
    with progress("golden cases") as listener:
        proposed = _propose(ProposeOptions(sources, not dry_run, workers, level), listener)
        recorded = () if dry_run else _record(options, proposed, listener)
    if dry_run:
        show_documents(proposed)
    for one in recorded:
        _show(one)
    show_proposed(proposed, {one.id for one in recorded if not one.problem})
    sound = all(not one.problem and not one.vacuous and not one.unstable for one in recorded)
    if sources and not (recorded or proposed.known or proposed.drafts):
        say("nothing is proposed")
        sound = False
    return int(ExitCode.PASS if sound else ExitCode.UNDECIDED)


def _propose(options: ProposeOptions, listener: Listener) -> Proposed:
    return propose_golden(Path.cwd(), options, listener) if options.sources else Proposed()


def _record(options: RecordOptions, proposed: Proposed, listener: Listener) -> tuple[Recorded, ...]:
    if not options.names and not proposed.drafts:
        return ()
    return record_golden(Path.cwd(), options, listener, proposed.drafts)


def _show(one: Recorded) -> None:
    if one.problem:
        say(f"{one.id}: not recorded: {one.problem}")
        show_hint(one.hint)
        return
    say(f"{one.id}: wrote {one.document} and {one.snapshot}")
    for line in _wavered(one.stability) if one.stability else ():
        say(f"  {line}")
    if one.unstable:
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
