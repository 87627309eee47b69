"""Renders a run, just finished or recorded, in the format that a user names; printing lies elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from harness import reports
from harness.adapters import files
from harness.adapters.records import RunEvidence, finished_runs, latest_finished_run, load_run, runs_folder
from harness.app.conclusions import exit_code
from harness.app.project import find_root
from harness.domain.results import Run
from harness.errors import RecordError, UsageError
from harness.plugins import Family
from harness.reports._view import View

REPORTS = Family(reports, apart=("bundles", "decisions", "traces"))


@dataclass(frozen=True)
class Look:
    """Where a report is to go, None for standard output, and how wide and colourful that is."""

    output: Path | None = None
    colour: bool = False
    width: int = 80


def require_report(name: str) -> None:
    """Raise UsageError, before any work is done, if there is no such report."""
    REPORTS.load(name)


def rendered(run: Run, folder: Path, name: str, look: Look) -> str:
    """The run that is recorded in ``folder`` as text in the format of that name."""
    view = View(
        folder=files.typed(folder),
        colour=look.colour,
        width=look.width,
        exit_code=exit_code(run),
        evidence=RunEvidence(folder),
        links=files.seen_from(folder, look.output) if look.output else None,
    )
    text: str = REPORTS.load(name).render(run, view)
    return text


class Part(StrEnum):
    """What a run may hold: what came of a constitution, of cards, of golden cases or of Python tests."""

    CONSTITUTION = "constitution"
    CARDS = "cards"
    GOLDEN = "golden"
    TESTS = "tests"


def rendered_again(start: Path, named: str | None, name: str, look: Look, of: Part | None = None) -> str:
    """A recorded run in the format of that name: by its folder or its id; without either, the newest finished one.

    With ``of`` it is the newest finished one that holds that.

    Raises:
        UsageError: if nothing of that name is there.
        RecordError: if no run was finished, or what is there is not the record of one.
    """
    if named:
        folder = _named(start, named)
    elif of is not None:
        folder = _newest(find_root(start), of)
    else:
        folder = latest_finished_run(find_root(start))
    return rendered(load_run(folder), folder, name, look)


def write_report(path: Path, text: str) -> None:
    """Write a report in one go. Raises MachineError where that is refused."""
    files.write_over(path, text)


def _newest(root: Path, of: Part) -> Path:
    for folder in finished_runs(root):
        if getattr(load_run(folder), of.value):
            return folder
    raise RecordError(f"no finished run holds anything of {of.value}", "run it first, or name the run")


def _named(start: Path, named: str) -> Path:
    by_id = runs_folder(find_root(start)) / named if "/" not in named else None
    for folder in (Path(named), by_id):
        if folder and folder.is_dir():
            return folder
    raise UsageError(f"there is no run '{named}'", "name its folder, or its id: the name of a folder in .harness/runs")
