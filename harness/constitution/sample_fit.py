"""Which checks look at which samples and paths, asked before anything is scanned; trying them lies in ``canary``."""

from __future__ import annotations

from functools import lru_cache

from harness.constitution import jobs
from harness.constitution.trees import sample_path
from harness.domain.principles import CheckSpec, Sample
from harness.errors import DocumentError


def looks_at(check: CheckSpec, sample: Sample) -> bool | None:
    """Whether a check looks at a sample; None where it cannot be read, or needs no samples."""
    path = sample.path or sample_path(sample.language)
    return None if _needs_no_sample(check) else looks_at_path(check, path)


@lru_cache(maxsize=4096)
def looks_at_path(check: CheckSpec, path: str) -> bool | None:
    """Whether a check looks at a file of that path; None where the check cannot be read."""
    if check.kind not in jobs.KINDS.names():
        return None
    kind = jobs.KINDS.load(check.kind)
    try:
        return bool(kind.looks_at(kind.read(check), path))
    except DocumentError:
        return None


def _needs_no_sample(check: CheckSpec) -> bool:
    known = check.kind in jobs.KINDS.names()
    return known and getattr(jobs.KINDS.load(check.kind), "NEEDS_NO_CANARY", False)
