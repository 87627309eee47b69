"""Renders a run, just finished or recorded, in the format that a user names; printing lies elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from harness import reports
from harness.adapters import files
from harness.adapters.quoted_files import QuotedFiles
from harness.adapters.records import RunEvidence, finished_runs, latest_finished_run, load_run, runs_folder
from harness.adapters.repository import whereabouts
from harness.adapters.step_summary import append_summary
from harness.app.conclusions import exit_code
from harness.app.project import find_root
from harness.domain.results import Run
from harness.errors import RecordError, UsageError
from harness.plugins import Family
from harness.reports._view import Repository, View

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
    """The run that is recorded in ``folder`` as text in the format of that name.

    What a format has for the summary of a step of GitHub's is appended there, where a runner asks for one.
    """
    view = View(
        folder=files.typed(folder),
        colour=look.colour,
        width=look.width,
        exit_code=exit_code(run),
        evidence=RunEvidence(folder),
        links=files.seen_from(folder, look.output) if look.output else None,
        sources=QuotedFiles(_project_of(folder)),
        repository=lambda: _repository(_project_of(folder), run),
    )
    report = REPORTS.load(name)
    text: str = report.render(run, view)
    if hasattr(report, "summary"):
        append_summary(lambda most: report.summary(run, view, most))
    return text


def _project_of(folder: Path) -> Path:
    """The project whose run lies in a folder; where that was carried elsewhere, the one that we are in."""
    above = folder.resolve().parents
    return above[2] if len(above) > 2 and runs_folder(above[2]) == above[0] else find_root(Path.cwd())


def _repository(root: Path, run: Run) -> Repository:
    found = whereabouts(root, run.tree.hash if run.tree else None)
    return Repository(found.prefix, found.uri, found.commit, found.branch)


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
    if named is not None:
        folder = folder_of(start, named)
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


def folder_of(start: Path, named: str) -> Path:
    """The folder of a run that is named by its folder or by its id. Raises UsageError where there is none."""
    by_id = runs_folder(find_root(start)) / named if "/" not in named else None
    for folder in (Path(named), by_id):
        if named and folder and folder.is_dir():  # nothing, such as from an unset variable, names no run
            return folder
    raise UsageError(f"there is no run '{named}'", "name its folder, or its id: the name of a folder in .harness/runs")
