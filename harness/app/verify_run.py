"""``harness verify-run``: checks a recorded run against itself; how lies in ``evaluation``, of goldens beside it."""

from __future__ import annotations

from pathlib import Path

from harness.adapters import files
from harness.adapters.records import RunReader, latest_run
from harness.app.golden_verify import compared_again
from harness.app.project import find_root
from harness.domain.verification import Verification
from harness.evaluation.verification import verify


def verify_run(start: Path, folder: Path | None) -> tuple[str, Verification]:
    """Where a run lies, as typed, and what came of checking it; without a ``folder`` the newest of the project.

    Raises:
        RecordError: if there is no run, or what is there is not the record of one.
    """
    found = folder or latest_run(find_root(start))
    reader = RunReader(found)
    verification = verify(reader)
    if reader.run.golden is not None:
        again = compared_again(reader)
        verification = verification.model_copy(
            update={
                "cases": again.cases,
                "differences": (*verification.differences, *again.differences),
                "doubts": (*verification.doubts, *again.doubts),
            }
        )
    return files.typed(found), verification
