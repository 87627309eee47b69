"""What checks made of samples, kept for as long as check, samples and tools are the same; trying them lies in ``canary``."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from harness.constitution.kinds import Job, canonical
from harness.constitution.scanning import is_of_trees
from harness.ports.sources import SourceFile, Tools

Outcome = tuple[bool, bool]
"""Whether a check flagged a sample, and whether it saw there what it requires."""
_OWN = "harness.constitution.checks."
_WRITTEN = {(flagged, shows): 2 * flagged + shows + 1 for flagged in (False, True) for shows in (False, True)}
_READ = {byte: outcome for outcome, byte in _WRITTEN.items()}


class Outcomes:
    """What is kept of the samples that jobs look at: of our own kinds alone, and where the tools tell their version.

    What a check makes of a tree depends on more than its samples, and what a stranger's kind does may change unseen.
    """

    def __init__(self, samples: Sequence[tuple[Job[Any], Sequence[SourceFile]]], tools: Tools) -> None:
        self._blobs = tools.blobs if tools.version else None
        self._samples = {job.key: files for job, files in samples}
        self._keys = {
            job.key: _key(job, files, tools.version) for job, files in samples if _is_told_by_its_samples(job)
        }

    def known(self) -> Mapping[str, Sequence[Outcome]]:
        """What is kept, by the job's key: an outcome for each of its samples."""
        if self._blobs is None:
            return {}
        kept = self._blobs.get(list(self._keys.values()))
        found = {job: _outcomes(kept[key]) for job, key in self._keys.items() if key in kept}
        return {job: outcomes for job, outcomes in found.items() if len(outcomes) == len(self._samples[job])}

    def keep(self, outcomes: Mapping[str, Sequence[Outcome]]) -> None:
        """Keep what came of jobs, by their keys."""
        told = {
            self._keys[job]: bytes(map(_WRITTEN.__getitem__, of)) for job, of in outcomes.items() if job in self._keys
        }
        if self._blobs is not None and told:
            self._blobs.put(told)


def _is_told_by_its_samples(job: Job[Any]) -> bool:
    return job.kind.__name__.startswith(_OWN) and not is_of_trees(job)


def _key(job: Job[Any], files: Sequence[SourceFile], version: str) -> str:
    told = ["samples", version, job.sha256, job.quantifier, [[file.path, file.sha256] for file in files]]
    return hashlib.sha256(canonical(told).encode("utf-8", "surrogatepass")).hexdigest()


def _outcomes(written: bytes) -> list[Outcome]:
    return [_READ[byte] for byte in written if byte in _READ]
