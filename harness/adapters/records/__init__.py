"""The record of a run on disk, written while it happens and read back afterwards; judging it lies elsewhere."""

from harness.adapters.records.evidence import RunEvidence
from harness.adapters.records.folders import finished_runs, latest_finished_run, latest_run, run_folders, runs_folder
from harness.adapters.records.following import Following
from harness.adapters.records.reading import RunReader, load_run
from harness.adapters.records.writing import AttemptRecorder, Recorder

__all__ = [
    "AttemptRecorder",
    "Following",
    "Recorder",
    "RunEvidence",
    "RunReader",
    "finished_runs",
    "latest_finished_run",
    "latest_run",
    "load_run",
    "run_folders",
    "runs_folder",
]
