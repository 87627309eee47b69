"""The files that an agent has just written, each by what it alone can break; what needs the whole tree waits for the stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.adapters.source_files import read_source
from harness.app.hook_plan import edit_plan
from harness.app.hook_principles import EditPlan
from harness.app.hook_results import Seen
from harness.app.hook_tools import narrowed_to, quick_tools
from harness.app.keeping import open_blobs
from harness.constitution.canary import sample_tree
from harness.constitution.trees import MemoryTree
from harness.constitution.validate import validate
from harness.domain.findings import CheckResults, Doubt, DoubtKind, Manifest, Outcome, PrincipleResult, Standing
from harness.domain.principles import Principle
from harness.errors import HarnessError
from harness.ports.sources import SourceFile, Tools, Unread

_OF_FILES = frozenset({DoubtKind.UNREADABLE, DoubtKind.UNPARSABLE})


def seen_after_edit(root: Path, paths: Sequence[str], everything: bool = False) -> Seen:
    """What is wrong in some files of the project in a folder, their paths relative to it.

    What was so at the last commit does not count, unless ``everything`` is asked for. A file that is gone is left out.

    Raises:
        DocumentError: if the constitution or the configuration is invalid.
        UsageError: if there is no constitution.
    """
    with open_blobs(True) as blobs:
        plan = edit_plan(root, blobs)
        return _Edit(root, plan, quick_tools(blobs), everything).seen(paths)


@dataclass
class _Edit:
    """One look at some files."""

    root: Path
    plan: EditPlan
    tools: Tools
    everything: bool
    untold: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def seen(self, paths: Iterable[str]) -> Seen:
        files = list(self._files(paths))
        principles = tuple({one.id: one for file in files for one in self.plan.about(file.path)}.values())
        results = self._judged(principles, files) if principles and files else ()
        self.untold += _own_doubts(results)
        results = tuple(one for one in results if _is_wrong(one))
        if results:
            results = self._counting(results, principles, files)
        told = CheckResults(principles=results, manifest=Manifest(seen=len(files), scanned=len(files)))
        return Seen(told, principles, untold=self.untold, remarks=self.remarks)

    def _files(self, paths: Iterable[str]) -> Iterator[SourceFile]:
        for path in dict.fromkeys(paths):
            if why := self.plan.reason_against(path):
                self.remarks.append(f"{path} is not checked: {why}")
                continue
            if not (self.root / path).exists():
                self.remarks.append(f"{path} is gone: nothing of it is to be checked")
                continue
            found = read_source(self.root, path)
            if isinstance(found, Unread):
                self.untold.append(f"{path}: {found.reason}")
            else:
                yield found

    def _judged(self, principles: Sequence[Principle], files: Sequence[SourceFile]) -> tuple[PrincipleResult, ...]:
        return validate(principles, MemoryTree(files), narrowed_to(self.tools, files), plant=sample_tree).principles

    # --- only where there is something to say: what follows brings in more, and asks git -----------------------------------

    def _counting(
        self, results: Sequence[PrincipleResult], principles: Sequence[Principle], files: Sequence[SourceFile]
    ) -> tuple[PrincipleResult, ...]:
        from harness.adapters import clock
        from harness.adapters.worked_on import is_ignored
        from harness.app.waiving import waiving
        from harness.constitution.settling import Exceptions, settled

        ignored = {file.path for file in files if is_ignored(self.root, file.path)}
        self.remarks += [f"{path} is not checked: ignored by git" for path in sorted(ignored)]
        waivers = waiving(self.root)
        for file in files:
            waivers.read(file)
        wrong = {one.id for one in results}
        before = self._before([one for one in principles if one.id in wrong], files)
        exceptions = Exceptions(
            waivers=(*waivers.of_file, *waivers.inline),
            known=before.fingerprints,
            counted=lambda path: path not in ignored,
        )
        done = settled(results, exceptions, clock.today()).principles
        self._remark(done)
        return tuple(one for one in (_narrowed(one, before.doubtful | ignored) for one in done) if one)

    def _before(self, principles: Sequence[Principle], files: Sequence[SourceFile]) -> _Before:
        """What was wrong at the last commit in files of the same paths, waived findings left out."""
        from harness.adapters.revisions import files_at
        from harness.constitution.trees import memory_bytes
        from harness.constitution.waivers import apply, inline_waivers

        if self.everything:
            return _Before()
        try:
            contents = files_at(self.root, "HEAD", [file.path for file in files])
        except HarnessError:
            return _Before()  # outside git, and before the first commit, everything is new
        old = [memory_bytes(path, data) for path, data in contents.items()]
        results = self._judged(principles, old) if old else ()
        findings = [finding for one in results for finding in one.findings]
        from datetime import date

        waived = [waiver for file in old for waiver in inline_waivers(file)]
        standing, _ = apply(waived, findings, [one.id for one in results], date.min)
        return _Before(
            Counter(one.fingerprint for one in standing if one.standing is not Standing.WAIVED),
            frozenset(doubt.path for one in results for doubt in one.doubts if doubt.kind in _OF_FILES),
        )

    def _remark(self, results: Iterable[PrincipleResult]) -> None:
        found = Counter(finding.standing for one in results for finding in one.findings)
        if found[Standing.KNOWN]:
            self.remarks.append(f"{found[Standing.KNOWN]} more were so at the last commit and do not count here")
        if found[Standing.WAIVED]:
            self.remarks.append(f"{found[Standing.WAIVED]} more are waived")


@dataclass(frozen=True)
class _Before:
    """How often each fingerprint stood, and which files could not be looked at."""

    fingerprints: Mapping[str, int] = field(default_factory=dict)
    doubtful: frozenset[str] = frozenset()


def _own_doubts(results: Iterable[PrincipleResult]) -> list[str]:
    """Why checks could not do their work, through no fault of a file."""
    found = (f"{one.id}: {doubt.reason}" for one in results for doubt in one.doubts if doubt.kind not in _OF_FILES)
    return list(dict.fromkeys(found))


def _is_wrong(result: PrincipleResult) -> bool:
    return result.outcome is Outcome.VIOLATION or any(doubt.kind in _OF_FILES for doubt in result.doubts)


def _narrowed(result: PrincipleResult, left_out: frozenset[str] | set[str]) -> PrincipleResult | None:
    """The result with nothing but what is new; None where nothing is."""
    doubts = tuple(doubt for doubt in result.doubts if _is_new(doubt, left_out))
    narrowed = replace_doubts(result, doubts)
    return narrowed if narrowed.counting or doubts else None


def _is_new(doubt: Doubt, left_out: frozenset[str] | set[str]) -> bool:
    return doubt.kind in _OF_FILES and doubt.path not in left_out


def replace_doubts(result: PrincipleResult, doubts: tuple[Doubt, ...]) -> PrincipleResult:
    """The result with other doubts, and what follows from them."""
    outcome = Outcome.VIOLATION if result.counting else Outcome.UNVERIFIED
    return result.model_copy(update={"doubts": doubts, "outcome": outcome})
