"""The findings that stood at an older revision, so that only newer ones count; telling them apart lies in ``settling``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from harness.adapters.exports import exported
from harness.constitution.settling import fingerprints
from harness.domain.findings import PrincipleResult


def known_since(root: Path, revision: str, results: Callable[[Path], Iterable[PrincipleResult]]) -> Mapping[str, int]:
    """How often each fingerprint stood at a revision: ``results`` checks a folder as it checks the project.

    The folder is gone when this returns or raises.

    Raises:
        UsageError: if the project is not in git, or there is no such revision.
        TreeError: if git cannot write the files.
    """
    with exported(root, revision) as folder:
        return fingerprints(results(folder))
