"""Which checks of a principle look at which of its samples; trying them lies in ``canary``."""

from __future__ import annotations

from functools import lru_cache

from harness.constitution import jobs
from harness.constitution.trees import sample_path
from harness.domain.principles import CheckSpec, Sample
from harness.errors import DocumentError


def looks_at(check: CheckSpec, sample: Sample) -> bool | None:
    """Whether a check looks at a sample; None where it cannot be read, or needs no samples."""
    return _looks_at(check, sample.path or sample_path(sample.language))


@lru_cache(maxsize=4096)
def _looks_at(check: CheckSpec, path: str) -> bool | None:
    if check.kind not in jobs.KINDS.names():
        return None
    kind = jobs.KINDS.load(check.kind)
    if getattr(kind, "NEEDS_NO_CANARY", False):
        return None
    try:
        return bool(kind.looks_at(kind.read(check), path))
    except DocumentError:
        return None
