"""Where the records of a project lie and how they are named; what they hold lies elsewhere."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from harness.adapters import clock
from harness.adapters.files import is_inside
from harness.errors import RecordError

HARNESS_FOLDER = ".harness"
RUN_FILE = "run.json"
EVENTS_FILE = "events.jsonl"
CARD_FILE = "card.md"
OBSERVATIONS_FOLDER = "observations"
SCREENSHOTS_FOLDER = "screenshots"

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST_NAME = 80


def runs_folder(root: Path) -> Path:
    """Where the runs of the project at ``root`` are kept."""
    return root / HARNESS_FOLDER / "runs"


def run_folders(root: Path) -> list[Path]:
    """The runs of a project, newest first, unfinished ones included."""
    runs = runs_folder(root)
    return sorted((path for path in runs.iterdir() if path.is_dir()), reverse=True) if runs.is_dir() else []


def latest_run(root: Path) -> Path:
    """The folder of the newest run, finished or not. Raises RecordError where there is none."""
    for folder in run_folders(root):
        return folder
    raise RecordError(f"no run is recorded in `{runs_folder(root)}`", "run `harness run-cards` first, or name a folder")


def latest_finished_run(root: Path) -> Path:
    """The folder of the newest run that was finished. Raises RecordError where there is none."""
    for folder in finished_runs(root):
        return folder
    raise RecordError(f"no finished run is recorded in `{runs_folder(root)}`", "run `harness run-cards` first")


def finished_runs(root: Path) -> Iterator[Path]:
    """The folders of the runs that were finished, newest first."""
    return (folder for folder in run_folders(root) if (folder / RUN_FILE).is_file())


def create_run_folder(root: Path) -> Path:
    """A new, empty run folder whose name sorts by time; keeps all of ``.harness`` out of git.

    Raises:
        RecordError: if a link in the tree would have it lie elsewhere.
    """
    folder = _runs(root) / new_run_id()
    folder.mkdir()
    return folder


def new_run_id() -> str:
    """A name for a run that no other has, and that sorts by time."""
    return f"{clock.now():%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(3)}"


def join_run_folder(root: Path, id: str) -> Path:
    """The folder of a run that several processes write, made by the first. Raises RecordError as ``create_run_folder``."""
    folder = _runs(root) / id
    folder.mkdir(exist_ok=True)
    return folder


def _runs(root: Path) -> Path:
    runs = runs_folder(root)
    if not is_inside(runs, root):
        raise RecordError(f"`{runs}` leads out of the project", "remove the link: a record lies beside what it is of")
    runs.mkdir(parents=True, exist_ok=True)
    _ignore(runs.parent)
    return runs


def keep_out_of_git(root: Path) -> None:
    """Have git ignore what lies, and will lie, beside the records of a project, so that it is no part of its tree.

    Nothing happens where that cannot be done; recording then says why.
    """
    ours = runs_folder(root).parent
    if is_inside(ours, root):
        with suppress(OSError):
            ours.mkdir(exist_ok=True)
            _ignore(ours)


def _ignore(folder: Path) -> None:
    ignore = folder / ".gitignore"
    if not os.path.lexists(ignore):
        ignore.write_text("*\n")


def attempt_folder(card: str, attempt: int) -> str:
    """The folder of one attempt at a card, relative to the run's; every id has one of its own, whatever it contains."""
    return f"cards/{safe_name(card)}/{attempt}"


def safe_name(name: str) -> str:
    """A plain file name for an id, another for each."""
    plain = _UNSAFE.sub("_", name)[:_LONGEST_NAME].lstrip(".")
    if plain == name:
        return name
    return f"{plain}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:12]}"
