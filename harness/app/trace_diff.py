"""``harness trace diff``: what a change touched since a revision, read from git and the working tree; nothing is run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from harness.adapters.git import snapshot
from harness.adapters.revisions import files_at, holding_at
from harness.app.constitutions import constitutions_at
from harness.app.golden_cases import GOLDEN
from harness.app.project import CARDS, Project, load_project
from harness.app.specification_revisions import specifications_at
from harness.app.trace_evidence import gathered, left_out, marked, of_card, of_case, of_principle
from harness.domain.places import Mistake
from harness.domain.requirements import ByName, Requirement
from harness.domain.tracing import Evidence
from harness.errors import DocumentError
from harness.golden.snapshot_text import SUFFIX
from harness.markdown.text import decode
from harness.ports.sources import SourceFile
from harness.readers import read_card, read_golden
from harness.trace.changes import TraceDiff, affected, touched_evidence, touched_requirements

_WORDS = ("overs:", "verifies")


def trace_diff(start: Path, revision: str) -> TraceDiff:
    """What changed in the project that ``start`` lies in.

    Raises:
        DocumentError: if the configuration is invalid.
        UsageError: if the project is not in git, or there is no such revision.
    """
    project = load_project(start)
    specifications = specifications_at(project, revision)
    past = _Past(project, revision, specifications.requirements)
    now = gathered(project)
    then = tuple(past.evidence())
    requirements = touched_requirements(specifications.requirements, project.requirements)
    evidence = touched_evidence(then, now.evidence)
    return TraceDiff(
        since=revision,
        requirements=requirements,
        evidence=evidence,
        affected=affected(project.requirements, now.evidence, specifications.requirements, requirements, evidence),
        product=_changed_product(project.root, revision),
        mistakes=tuple(dict.fromkeys((*project.mistakes, *now.mistakes, *specifications.mistakes, *past.mistakes))),
    )


class _Past:
    """The evidence of a revision; ``mistakes`` are of what could not be read there."""

    def __init__(self, project: Project, revision: str, requirements: Sequence[Requirement]) -> None:
        self._project = project
        self._revision = revision
        self._names = ByName(requirements)
        self.mistakes: list[Mistake] = []

    def evidence(self) -> Iterator[Evidence]:
        yield from self._cards()
        yield from self._cases()
        yield from self._principles()
        yield from marked(self._marked_files(), self._names)

    def _cards(self) -> Iterator[Evidence]:
        for path, data in files_at(self._project.root, self._revision, (CARDS,), _is_document).items():
            try:
                yield of_card(read_card(decode(data, path), path))
            except DocumentError as error:
                self._add(error)

    def _cases(self) -> Iterator[Evidence]:
        kept = files_at(
            self._project.root, self._revision, (GOLDEN,), lambda path: _is_document(path) or path.endswith(SUFFIX)
        )
        for path, data in kept.items():
            if not _is_document(path):
                continue
            try:
                case = read_golden(decode(data, path), path)
            except DocumentError as error:
                self._add(error)
                continue
            snapshot_of = kept.get(f"{PurePosixPath(path).parent}/{case.id}{SUFFIX}")
            yield of_case(case, hashlib.sha256(snapshot_of).hexdigest() if snapshot_of is not None else "")

    def _principles(self) -> Iterator[Evidence]:
        loaded = constitutions_at(self._project.root, self._revision)
        self.mistakes.extend(one for one in loaded.mistakes if not loaded.principles)
        return (of_principle(one) for one in loaded.principles if one.verifies)

    def _marked_files(self) -> Iterator[SourceFile]:
        why = left_out(self._project.configuration)
        held = (path for word in _WORDS for path in holding_at(self._project.root, self._revision, word))
        wanted = {path for path in held if not why(path)}
        if not wanted:
            return
        for path, data in files_at(self._project.root, self._revision, (), wanted.__contains__).items():
            yield SourceFile(path, data, hashlib.sha256(data).hexdigest())

    def _add(self, error: DocumentError) -> None:
        for one in error.mistakes:
            place = one.place.model_copy(update={"path": f"{self._revision}:{one.place.path}"})
            self.mistakes.append(one.model_copy(update={"place": place}))


def _is_document(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    hidden = any(part.startswith(".") for part in path.split("/"))
    return name.endswith(".md") and name != "readme.md" and not hidden


def _changed_product(root: Path, revision: str) -> int:
    """How many files of the product are others than at the revision."""
    with snapshot(root, revision) as then, snapshot(root, None) as now:
        before = {one.path: (one.mode, one.id) for one in then.entries}
        after = {one.path: (one.mode, one.id) for one in now.entries}
    return sum(before.get(path) != after.get(path) for path in before.keys() | after.keys())
