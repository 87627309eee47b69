"""A tree against its principles: samples first, then every file, then the tree as a whole; waivers lie elsewhere."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from harness.constitution.canary import Canary, Plant, beside, try_samples
from harness.constitution.fingerprints import fingerprint
from harness.constitution.folding import Tally, folded
from harness.constitution.jobs import jobs_of
from harness.constitution.kinds import Doubtful, Job, Match, Unchanged
from harness.constitution.locating import Located, located
from harness.constitution.scanning import (
    Crew,
    Reach,
    anywhere,
    explore,
    is_of_files,
    is_of_projects,
    is_of_trees,
    reached,
    scan,
    survey,
)
from harness.constitution.unseen import unseen
from harness.domain.base import Frozen
from harness.domain.findings import Doubt, DoubtKind, Finding, Manifest, PrincipleResult, Skipped
from harness.domain.principles import Principle
from harness.ports.sources import Entry, SourceFile, SourceTree, Tools, Unread

_BATCH_FILES = 4000
_BATCH_BYTES = 12 * 1024 * 1024
MOST_SKIPPED = 1000


class FileDoubt(Frozen):
    """A check in doubt about one file, by the digest of the check."""

    check: str
    kind: DoubtKind
    reason: str
    line: int = 1


class FileResult(Frozen):
    """What some checks saw in a file of one content; it holds for every file of that content."""

    found: tuple[Located, ...] = ()
    doubts: tuple[FileDoubt, ...] = ()


class Store(Protocol):
    """Keeps what checks saw in files, by the digest of the content and that of the checks."""

    def get(self, keys: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], FileResult]:
        """What is kept of some keys."""
        ...

    def put(self, results: Mapping[tuple[str, str], FileResult]) -> None:
        """Keep results."""
        ...


class NoStore:
    """Keeps nothing."""

    def get(self, keys: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], FileResult]:
        """Nothing."""
        return {}

    def put(self, results: Mapping[tuple[str, str], FileResult]) -> None:
        """Keep nothing."""


@dataclass(frozen=True)
class Validated:
    """A tree validated: one result for each principle, in their order, and what was looked at.

    ``files`` with waivers in them are handed to ``told`` while they are read, not kept.
    """

    principles: tuple[PrincipleResult, ...]
    manifest: Manifest
    ran: int
    canaries: Mapping[str, Canary] = field(default_factory=dict)


def validate(
    principles: Sequence[Principle],
    tree: SourceTree,
    tools: Tools,
    *,
    store: Store | None = None,
    plant: Plant | None = None,
    read: Callable[[SourceFile], None] = lambda file: None,
    told: Callable[[int, int], None] = lambda done, all: None,
) -> Validated:
    """Check every principle on the tree.

    ``read`` is called with every file that is read, with some more than once; ``told`` with how many of them are done.

    Raises:
        DocumentError: with every mistake of every check.
    """
    jobs = jobs_of(principles)
    return _Validation(principles, jobs, tree, tools, store or NoStore(), plant or beside(tree), read, told).result()


class _Validation:
    """One validation, from the samples to the results."""

    def __init__(
        self,
        principles: Sequence[Principle],
        jobs: Sequence[Job[Any]],
        tree: SourceTree,
        tools: Tools,
        store: Store,
        plant: Plant,
        read: Callable[[SourceFile], None],
        told: Callable[[int, int], None],
    ) -> None:
        self._principles = principles
        self._jobs = jobs
        self._tree = tree
        self._tools = tools
        self._store = store
        self._plant = plant
        self._read = read
        self._told = told
        self._of_projects = [job for job in jobs if is_of_projects(job)]
        self._material: list[SourceFile] = []  # kept as long as they are needed: flows lead through all of them
        self._tallies = {job.key: Tally(job) for job in jobs}
        self._files: Counter[str] = Counter()
        self._alike: Counter[tuple[str, ...]] = Counter()
        self._skipped: list[Skipped] = []
        self._unlooked: Counter[str] = Counter()
        self._digest = hashlib.sha256()
        self._scanned = self._cached = self._bytes = self._only_material = 0

    def result(self) -> Validated:
        canaries = try_samples(self._jobs, self._tools, self._plant)
        for key, canary in canaries.items():
            self._tallies[key].canary = canary.sings
            for doubt in canary.doubts():
                self._tallies[key].doubt(doubt)
        entries = self._tree.entries()
        for batch in self._batches(entries):
            self._take(batch)
            self._told(min(self._scanned, len(entries)), len(entries))
        if self._of_projects:
            self._explore()
        for job in self._jobs:
            if is_of_trees(job):
                self._survey(job)
        for one in unseen(self._jobs, entries, self._tree.skipped()):
            for job in one.jobs:
                doubt = Doubt(kind=DoubtKind.UNREADABLE, reason=one.reason, path=one.path)
                self._tallies[job.key].doubt(doubt)
        self._told(len(entries), len(entries))
        return Validated(self._results(), self._manifest(len(entries)), len(self._jobs), canaries)

    def _results(self) -> tuple[PrincipleResult, ...]:
        by_principle: dict[str, list[Tally]] = {principle.id: [] for principle in self._principles}
        for tally in self._tallies.values():
            by_principle[tally.job.principle.id].append(tally)
        return tuple(folded(one, by_principle[one.id], self._files[one.id]) for one in self._principles)

    # --- what one file shows --------------------------------------------------------------------------------------------

    def _batches(self, entries: Sequence[Entry]) -> Iterator[list[tuple[SourceFile, Crew]]]:
        """Files with the jobs that look at them, so many at a time that memory stays flat."""
        reach = Reach([job for job in self._jobs if is_of_files(job)])
        of_trees = Reach([job for job in self._jobs if is_of_trees(job)])
        looking = Reach([job for job in self._jobs if not is_of_trees(job)]) if self._of_projects else reach
        material = Reach([anywhere(job) for job in self._of_projects])
        batch: list[tuple[SourceFile, Crew]] = []
        size = 0
        for entry in entries:
            crew = reach.crew(entry.path)
            if entry.target is not None:
                self._skip(entry.path, "a symbolic link; what it leads to counts only where it lies")
                continue
            is_material = bool(self._of_projects and material.of(entry.path))
            if not crew.jobs and not is_material:
                self._unlooked[_kind_of_file(entry.path)] += not of_trees.of(entry.path)
            elif file := self._opened(entry, looking.crew(entry.path)):
                self._material += [file] * is_material
                self._only_material += not crew.jobs
                if crew.jobs:
                    batch.append((file, crew))
                    size += len(file.data)
            if len(batch) >= _BATCH_FILES or size >= _BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch
        for crew in looking.crews():
            for job in crew.jobs:
                self._tallies[job.key].files += crew.files
            for principle in {job.principle.id for job in crew.jobs}:
                self._files[principle] += crew.files

    def _opened(self, entry: Entry, crew: Crew) -> SourceFile | None:
        found = next(iter(self._tree.read([entry.path])))
        crew.files += 1
        if isinstance(found, Unread):
            self._skip(entry.path, found.reason)
            for job in crew.jobs:
                doubt = Doubt(kind=DoubtKind.UNREADABLE, reason=found.reason, path=entry.path)
                self._tallies[job.key].doubt(doubt)
            return None
        self._scanned += 1
        self._bytes += len(found.data)
        self._digest.update(f"{found.sha256} {found.path}\n".encode("utf-8", "surrogatepass"))
        self._read(found)
        return found

    def _take(self, batch: Sequence[tuple[SourceFile, Crew]]) -> None:
        keys = {file.path: (crew.content(file), crew.sha256) for file, crew in batch}
        kept = self._store.get(list(dict.fromkeys(keys.values())))
        self._cached += sum(keys[file.path] in kept for file, _ in batch)
        fresh, whole = self._scan([(file, crew) for file, crew in batch if keys[file.path] not in kept])
        # A tool that failed may work the next time, and what it did not look at is not known to be clean.
        self._store.put({keys[path]: one for path, one in fresh.items() if whole and not _passing(one)})
        for file, crew in batch:
            result = fresh[file.path] if file.path in fresh else kept[keys[file.path]]
            self._count(file.path, crew, result)

    def _scan(self, files: Sequence[tuple[SourceFile, Crew]]) -> tuple[dict[str, FileResult], bool]:
        """What the jobs see in each file, and whether every kind of check could do its work."""
        whole = True
        checks = {job.key: job.sha256 for job in self._jobs}
        matches: dict[str, dict[tuple[str, Match], None]] = {}
        doubts: dict[str, dict[FileDoubt, None]] = {}
        for seen in scan([(file, crew.jobs) for file, crew in files], self._tools):
            if isinstance(seen, Match):
                matches.setdefault(seen.path, {})[checks[seen.job], _without_job(seen)] = None
            elif seen.path:
                doubt = FileDoubt(check=checks[seen.job], kind=seen.kind, reason=seen.reason, line=seen.line)
                doubts.setdefault(seen.path, {})[doubt] = None
            else:
                self._tallies[seen.job].doubt(_doubt(seen))
                whole = False
        results = {
            file.path: FileResult(
                found=tuple(located(file, list(matches.get(file.path, ())), self._tools.syntax)),
                doubts=tuple(doubts.get(file.path, ())),
            )
            for file, _ in files
        }
        return results, whole

    def _count(self, path: str, crew: Crew, result: FileResult) -> None:
        for one in result.found:
            for job in crew.by_check.get(one.check, ()):
                self._tallies[job.key].add(self._finding(job, path, one))
        for doubt in result.doubts:
            self._skip(path, doubt.reason)
            for job in crew.by_check.get(doubt.check, ()):
                told = Doubt(kind=doubt.kind, reason=doubt.reason, path=path, line=doubt.line)
                self._tallies[job.key].doubt(told)

    # --- what the project and the tree show ------------------------------------------------------------------------------

    def _explore(self) -> None:
        """All jobs of projects at once, over every file that is material to any of them."""
        files = {file.path: file for file in self._material}
        matches: dict[str, dict[str, list[Match]]] = {}
        unclear: dict[tuple[str, str], None] = {}
        for seen in explore(self._of_projects, self._material, self._tools, self._told):
            if isinstance(seen, Unchanged):
                self._cached += min(seen.files, self._only_material)
                continue
            if isinstance(seen, Match):
                matches.setdefault(seen.job, {}).setdefault(seen.path, []).append(seen)
                continue
            self._tallies[seen.job].doubt(_doubt(seen))
            if seen.path:
                unclear[seen.path, seen.reason] = None
        for path, reason in unclear:
            self._skip(path, reason)
        for job in self._of_projects:
            of_job = matches.get(job.key, {})
            for path in sorted(of_job):
                self._add(job, files[path], of_job[path])

    def _survey(self, job: Job[Any]) -> None:
        tally = self._tallies[job.key]
        matches: dict[str, list[Match]] = {}
        paths = reached(job, self._tree)
        for seen in survey(job, self._tree, paths, self._tools):
            if isinstance(seen, Match):
                matches.setdefault(seen.path, []).append(seen)
            else:
                tally.doubt(_doubt(seen))
        tally.files = len(paths)
        self._files[job.principle.id] += len(paths)
        for path in sorted(matches):
            file = next(iter(self._tree.read([path])))
            if isinstance(file, Unread):
                file = SourceFile(path, b"", "")
            self._read(file)
            self._add(job, file, matches[path])

    def _add(self, job: Job[Any], file: SourceFile, matches: Sequence[Match]) -> None:
        whole = [(job.sha256, _within(match, file)) for match in dict.fromkeys(matches)]
        for one in located(file, whole, self._tools.syntax):
            self._tallies[job.key].add(self._finding(job, file.path, one))

    def _finding(self, job: Job[Any], path: str, one: Located) -> Finding:
        principle, technique = job.principle.id, f"{job.spec.kind} {job.spec.use}"
        parts = (principle, one.role.value, technique, path, one.symbol, one.text or one.note)
        self._alike[parts] += 1
        return Finding(
            principle=principle,
            role=one.role,
            span=one.span.model_copy(update={"path": path}),
            technique=technique,
            strength=one.strength,
            lines=one.lines,
            note=one.note,
            symbol=one.symbol,
            node_sha256=one.node_sha256,
            fingerprint=fingerprint(parts, self._alike[parts]),
            fix=one.fix,
            steps=one.steps,
        )

    # --- what was looked at -----------------------------------------------------------------------------------------------

    def _skip(self, path: str, reason: str) -> None:
        if len(self._skipped) < MOST_SKIPPED:
            self._skipped.append(Skipped(path=path, reason=reason))

    def _manifest(self, seen: int) -> Manifest:
        left_out = [Skipped(path=one.path, reason=one.reason) for one in self._tree.skipped()]
        unlooked = [
            Skipped(path=kind, reason=f"no check looks at such files ({count})")
            for kind, count in sorted(self._unlooked.items())
            if count
        ]
        skipped = tuple(dict.fromkeys([*self._skipped, *_cut(left_out), *_cut(unlooked)]))
        return Manifest(
            seen=seen,
            scanned=self._scanned,
            cached=self._cached,
            bytes=self._bytes,
            skipped=skipped,
            sha256=self._digest.hexdigest(),
        )


def _cut(skipped: Sequence[Skipped]) -> Sequence[Skipped]:
    """At most so many, and how many more there are: else a thousand of them would hide one."""
    more = len(skipped) - MOST_SKIPPED
    return [*skipped[:MOST_SKIPPED], *[Skipped(path=f"{more} more", reason="not listed one by one")] * (more > 0)]


def _within(match: Match, file: SourceFile) -> Match:
    """The match, without its place where that does not lie in the file."""
    if 0 <= match.start <= match.end <= len(file.data):
        return match
    return Match(match.job, match.role, match.path, note=match.note, strength=match.strength, steps=match.steps)


def _without_job(match: Match) -> Match:
    return Match("", match.role, match.path, match.start, match.end, match.note, match.fix, match.safe, match.strength)


def _doubt(seen: Doubtful) -> Doubt:
    return Doubt(kind=seen.kind, reason=seen.reason, path=seen.path, line=seen.line)


def _passing(result: FileResult) -> bool:
    return any(doubt.kind is DoubtKind.TOOL for doubt in result.doubts)


def _kind_of_file(path: str) -> str:
    name = path.rpartition("/")[2]
    return f"*{name[name.rindex('.') :]}" if "." in name[1:] else name
