"""Keeps what was found in files that are projects of their own: samples, of which there are hundreds, seldom changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harness.constitution.checks.dataflow.answers import Analysis, Answers
from harness.constitution.checks.dataflow.catalogue.spec import CatalogueSpec
from harness.constitution.checks.dataflow.project.records import Unusable, answers_bytes, answers_of, digest
from harness.domain.findings import DoubtKind
from harness.ports.blobs import Blobs
from harness.ports.sources import SourceFile

_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, Unusable)
"""What reading bytes may raise that something else has written."""


@dataclass(frozen=True)
class KeptApart:
    """An analysis whose answers for files apart are kept; those for a project are kept elsewhere."""

    analysis: Analysis[CatalogueSpec]
    blobs: Blobs
    version: str

    def analysed(
        self,
        files: Sequence[SourceFile],
        spec: CatalogueSpec,
        *,
        explain: bool = False,
        told: Callable[[int, int], None] = lambda done, all: None,
    ) -> Answers:
        """What the files show."""
        return self.analysis.analysed(files, spec, explain=explain, told=told)

    def analysed_apart(self, files: Sequence[SourceFile], spec: CatalogueSpec) -> Sequence[Answers]:
        """What each file shows by itself."""
        keys = [digest(self.version, "apart", repr(spec), file.path, file.sha256) for file in files]
        known = {key: answers for key, data in self.blobs.get(keys).items() if (answers := _read(data)) is not None}
        missing = {key: file for key, file in zip(keys, files, strict=True) if key not in known}
        found = dict(zip(missing, self.analysis.analysed_apart(list(missing.values()), spec), strict=True))
        self.blobs.put({key: answers_bytes(answers) for key, answers in found.items() if _is_whole(answers)})
        return [known.get(key) or found[key] for key in keys]


def _is_whole(answers: Answers) -> bool:
    """Whether nothing is missing that may be there the next time, as a grammar or a worker."""
    return all(one.kind is not DoubtKind.TOOL for one in answers.unfollowed)


def _read(data: bytes) -> Answers | None:
    try:
        return answers_of(data)
    except _BROKEN:
        return None
