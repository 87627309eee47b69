"""Try every principle on its own samples."""

from __future__ import annotations

from pathlib import Path

import click

from harness.app.constitution_trial import try_principles
from harness.cli.output import count, say


@click.command("test", short_help="Try every principle on its own samples.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
def command(ids: tuple[str, ...]) -> int:
    """Let the checks of each principle, or of those named, judge its `bad` and `good` samples.

    Exit code 0 if every check flags its bad samples and spares its good ones; 2 if a principle is broken; 4 if a tool is
    missing, or there is nothing to try. `harness check` does the same before each run.
    """
    tried = try_principles(Path.cwd(), ids)
    for doubt in tried.troubles:
        say(f"{doubt.path}:{doubt.line}: {doubt.reason}")
    broken = sum(bool(trial.troubles) for trial in tried.trials)
    samples = sum(trial.samples for trial in tried.trials)
    untried = f"; {count(len(tried.untried), 'principle')} without a check" if tried.untried else ""
    say(f"{count(len(tried.trials), 'principle')} tried on {count(samples, 'sample')}, {broken} broken{untried}")
    return int(tried.exit_code)
