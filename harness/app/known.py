"""What was known before a check: findings of a baseline or an older revision; setting them apart lies in ``settling``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.app.baselines import ratcheted_baseline, write_baseline
from harness.app.waiving import revision_before
from harness.constitution.baseline import Baseline, Entry, gone, shrunk
from harness.domain.findings import BaselineRecord, Finding
from harness.errors import HarnessError, UsageError


@dataclass(frozen=True)
class Known:
    """Known findings: how often each fingerprint may stand, and where that is said; empty where nothing was asked for."""

    fingerprints: Mapping[str, int]
    source: str = ""
    baseline: Baseline | None = None
    remark: str = ""

    def record(
        self, known: int, findings: Sequence[Finding], undecided: Callable[[Entry], bool]
    ) -> BaselineRecord | None:
        """What a record tells of it, once the known findings that still stand are counted."""
        if not self.source:
            return None
        ended = gone(self.baseline, shrunk(self.baseline, findings, undecided)) if self.baseline else 0
        return BaselineRecord(source=self.source, known=known, gone=ended)


def read_known(file: Path | None, write: bool, root: Path) -> Known:
    """The findings of a baseline; none where there is none yet and it is to be written.

    What the change under check added to the file is left out: a baseline only shrinks.

    Raises:
        DocumentError: if the file is no baseline.
        UsageError: if the file is missing, or a baseline is to be written and none is named.
    """
    if file is None:
        if write:
            raise UsageError("--write-baseline needs a file", "name it: --baseline constitutions/baseline.json")
        return Known({})
    if write and not file.exists():
        return Known({}, str(file))
    baseline, added = ratcheted_baseline(file, root, _before(root))
    remark = f"{added} findings were added to {file} by this change, and count" if added else ""
    return Known(baseline.counts, str(file), baseline, remark)


def _before(root: Path) -> str:
    try:
        return revision_before(root)
    except HarnessError:
        return "HEAD"  # there is no such revision outside git, and all of the file holds


def write_known(
    file: Path, known: Known, findings: Sequence[Finding], undecided: Callable[[Entry], bool]
) -> tuple[Known, str]:
    """Write the baseline, which may only shrink once it exists; what is known from now on, and what to tell of it."""
    fresh = write_baseline(file, findings, undecided)
    where = files.typed(file.resolve())
    if known.baseline is None:
        remark = f"{sum(fresh.counts.values())} findings are known from now on: {where}"
    else:
        remark = f"{gone(known.baseline, fresh)} findings are gone from {where}"
    return Known(fresh.counts, str(file), fresh), remark
