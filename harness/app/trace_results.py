"""What the recorded runs tell of this tree; a record that does not agree with itself tells nothing, and is named."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness import __version__
from harness.adapters import files
from harness.adapters.cache_file import CacheFile
from harness.adapters.folders import cache_folder
from harness.adapters.records import finished_runs
from harness.domain.places import Mistake, Place
from harness.domain.requirements import ByName
from harness.domain.results import DocumentRecord
from harness.domain.run_digest import RunDigest
from harness.domain.tracing import Evidence, EvidenceKind, Result, Shown
from harness.domain.verdicts import Isolation
from harness.errors import HarnessError
from harness.trace import codes

_FORMAT = 3
"""Raise it when what is kept of a run changes its form or meaning."""
_MOST_BYTES = 1024 * 1024 * 1024
_FILES = ("run.json", "events.jsonl")


@dataclass(frozen=True)
class Subject:
    """What is under trace: the id of its tree and the digests of what results depend on; ``nested`` if it has submodules."""

    tree: str = ""
    product: str = ""
    whole: str = ""
    nested: bool = False

    def is_of(self, run: RunDigest) -> bool:
        """Whether a run was of this: by its own word, or, where it says none, because its whole tree is the same."""
        if run.subject:
            return run.subject in (self.product, self.whole)
        return run.tree == self.tree and not self.nested


@dataclass(frozen=True)
class Choice:
    """Which runs are asked: all finished ones of the project, or those in ``folders``.

    ``stale`` says of a run why nothing that passed in it counts any more; empty where it does.
    """

    folders: tuple[Path, ...] | None = None
    stale: Callable[[RunDigest], str] = lambda run: ""


ALL = Choice()


@dataclass(frozen=True)
class Found:
    """The results of this tree, the runs that they are from, and the records that cannot be believed.

    Those records are among the ``runs``, with their trouble. ``others`` are the ids of runs that were asked and are of
    another tree.
    """

    results: tuple[Result, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    runs: tuple[RunDigest, ...] = ()
    others: tuple[str, ...] = ()


def found_results(root: Path, subject: Subject, least: Isolation, words: Words, choice: Choice = ALL) -> Found:
    """What finished runs of a project tell of this tree; what was less isolated than ``least`` tells nothing."""
    runs: list[RunDigest] = []
    mistakes: list[Mistake] = []
    others: list[str] = []
    unnamed: list[RunDigest] = []
    with CacheFile(cache_folder() / "traces.sqlite3") as cache:
        for folder in _folders(root, choice):
            run = _told_by(folder, subject, cache, root)
            if run is None:
                others.append(folder.name)
                continue
            runs.append(run)
            if run.trouble:
                mistakes.append(_mistake(root, folder, run.trouble))
        told = (_told_by(folder, subject, cache, root) for folder in _unnamed(root, choice))
        unnamed.extend(run for run in told if run is not None)
    counting = _all_counting(runs, least, choice.stale)
    results = (words.told(one, run.documents) for run, one in (*counting, *_standing(runs, unnamed, least)))
    return Found(tuple(results), tuple(mistakes), tuple(runs), tuple(others))


def _folders(root: Path, choice: Choice) -> Iterator[Path]:
    if choice.folders is not None:
        yield from choice.folders
        return
    yield from (folder for folder in finished_runs(root) if files.is_inside(folder, root))


def _unnamed(root: Path, choice: Choice) -> Iterator[Path]:
    """The finished runs of a project that were not asked, where only some were."""
    if choice.folders is not None:
        named = {folder.resolve() for folder in choice.folders}
        every = (folder for folder in finished_runs(root) if files.is_inside(folder, root))
        yield from (folder for folder in every if folder.resolve() not in named)


def _standing(
    named: Sequence[RunDigest], unnamed: Sequence[RunDigest], least: Isolation
) -> Iterator[tuple[RunDigest, Result]]:
    """The failures of other runs beside what passed in those that were named: choosing runs takes none back."""
    passed = {one.key for run in named for one in run.results if one.shown is Shown.PASS}
    for run in unnamed:
        for one in run.results:
            if one.key in passed and one.shown is Shown.FAIL and not _why_nothing(run, one, least):
                yield run, one


def _told_by(folder: Path, subject: Subject, cache: CacheFile, root: Path) -> RunDigest | None:
    """What a record tells, or why it cannot be read; None where it is of another tree."""
    try:
        run = _digest(folder, subject, cache)
    except HarnessError as error:
        return RunDigest(id=folder.name, trouble=error.what.replace(f"{root}/", ""))
    return run if run is not None and subject.is_of(run) else None


@dataclass(frozen=True)
class Words:
    """What requirements said in a run that recorded only the documents that they stand in.

    Where such a document is, to the byte, what it was, they said what they say today.
    """

    claims: Mapping[str, Sequence[str]]
    requirements: ByName
    documents: Mapping[str, str]

    @classmethod
    def of(cls, evidence: Iterable[Evidence], requirements: ByName, documents: Iterable[DocumentRecord]) -> Words:
        """Those of today."""
        claims = {one.key: one.claims for one in evidence}
        return cls(claims, requirements, {one.path: one.sha256 for one in documents})

    def told(self, result: Result, documents: Mapping[str, str]) -> Result:
        """The result of a run that rested on these documents, with the hashes of the requirements that it is for."""
        if result.requirements is not None:
            return result
        meant = (
            found[0] for claim in self.claims.get(result.key, ()) if len(found := self.requirements.all(claim)) == 1
        )
        same = {one.qualified: one.sha256 for one in meant if self._is_same(one.place.path, documents)}
        return result.model_copy(update={"requirements": same})

    def _is_same(self, path: str, documents: Mapping[str, str]) -> bool:
        return path in documents and documents[path] == self.documents.get(path)


def _digest(folder: Path, subject: Subject, cache: CacheFile) -> RunDigest | None:
    """What is to be known of a run; None where it is certainly of another tree."""
    record, path = files.read_bytes(folder / _FILES[0], _MOST_BYTES), folder / _FILES[1]
    cut = not record.rstrip().endswith(b"}")  # what is lost may be the tree: the events tell it as well
    if not (cut or _names(subject, record)):
        return None
    events = files.read_bytes(path, _MOST_BYTES) if path.exists() else b""
    if cut and not (_names(subject, record) or _names(subject, events)):
        return None
    key = hashlib.sha256(b"\0".join([hashlib.sha256(one).digest() for one in (record, events)])).digest()
    key += f"{_FORMAT} {__version__}".encode()
    for value in cache.get([key]).values():
        try:
            return RunDigest.model_validate_json(value)
        except ValueError:
            break
    from harness.app.run_digest import digest_of  # late: it weighs, and most runs are known already

    found = digest_of(folder)
    cache.put({key: found.model_dump_json(exclude_defaults=True).encode()})
    return found


def _names(subject: Subject, record: bytes) -> bool:
    return any(word.encode() in record for word in (subject.tree, subject.product, subject.whole))


def _all_counting(
    runs: Sequence[RunDigest], least: Isolation, stale: Callable[[RunDigest], str]
) -> Iterator[tuple[RunDigest, Result]]:
    """The results of all runs, and what each is worth.

    Of an interrupted run what had failed stays so. What is stale counts for nothing, but a failure stands beside a pass that
    came after it: to wait takes none back.
    """
    told = [(run, one, _why_nothing(run, one, least), stale(run)) for run in runs for one in run.results]
    fresh = {one.key for _, one, why, old in told if not (why or old)}
    for run, one, why, old in told:
        stands = one.shown is Shown.FAIL and one.key in fresh
        reason = why or ("" if stands else old)
        yield run, one.model_copy(update={"shown": Shown.NOT_RUN, "flaky": False, "reason": reason}) if reason else one


def _why_nothing(run: RunDigest, one: Result, least: Isolation) -> str:
    if one.kind is EvidenceKind.PRINCIPLE:
        return ""
    # A test in Python runs on the working tree, which its result says: it is asked for no cell.
    isolated = one.kind is EvidenceKind.TEST or (run.isolation is not None and run.isolation.satisfies(least))
    if not isolated:
        had = f"isolation `{run.isolation}`" if run.isolation else "no isolation"
        return f"run {run.id} reached {had}, and `{least}` is the least that counts"
    if run.interrupted and one.shown is not Shown.FAIL:
        return f"run {run.id} was interrupted, and proves nothing"
    return ""


def _mistake(root: Path, folder: Path, what: str) -> Mistake:
    inside = folder.relative_to(root) if folder.is_relative_to(root) else folder
    place = Place(path=(inside / _FILES[0]).as_posix())
    hint = f"`harness verify-run {place.path.rpartition('/')[0]}` tells more; remove the record, and run again"
    return Mistake(place=place, what=what, hint=hint, code=codes.RECORD.code)
