"""``harness check``: the tree against its constitutions, recorded as a Run; what a check is lies in ``constitution``."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness import __version__
from harness.adapters import clock
from harness.adapters.check_cache import CheckCache
from harness.adapters.git import snapshot
from harness.adapters.records import Recorder
from harness.adapters.sources import FolderTree
from harness.app.check_tools import open_blobs, open_tools, tools_version
from harness.app.conclusions import exit_code
from harness.app.constitutions import Loaded, load_constitutions
from harness.app.known import Known, read_known, write_known
from harness.app.project import configuration_of, find_root, load_project
from harness.app.since import known_since
from harness.app.subjects import tree_subject
from harness.app.waiving import Waiving, waiving
from harness.constitution.baseline import Entry
from harness.constitution.folding import shortened
from harness.constitution.globs import Globs
from harness.constitution.reviews import PATH as REVIEWS
from harness.constitution.settling import Exceptions, settled
from harness.constitution.validate import FileResult, Validated, validate
from harness.constitution.waivers import PATH as WAIVERS
from harness.domain.configuration import Configuration
from harness.domain.findings import CheckResults, ConstitutionRecord, PrincipleResult
from harness.domain.principles import Principle
from harness.domain.results import ChainRecord, DocumentRecord, IsolationRecord, Run, Totals, TreeRecord
from harness.domain.verdicts import ExitCode, Isolation
from harness.errors import HarnessError, UsageError
from harness.ports.blobs import Blobs
from harness.ports.sources import SourceFile

MOST_RECORDED = 1000
"""The most findings of one principle that a record holds."""


class CheckListener:
    """What a shell is told while a tree is checked; this one ignores it all."""

    def stage(self, what: str) -> None:
        """A stage has begun, in a few words."""

    def files(self, done: int, all: int) -> None:
        """So many files of so many are done."""


@dataclass(frozen=True)
class CheckOptions:
    """How to check. ``baseline`` names a file of known findings, ``since`` a revision whose findings are known.

    ``paths``, as typed, narrow down the findings that count. ``identify`` finds the id of the tree outside git too, where that
    takes as long as reading it once more.
    """

    paths: tuple[str, ...] = ()
    baseline: Path | None = None
    write_baseline: bool = False
    since: str | None = None
    cache: bool = True
    identify: bool = False
    command: tuple[str, ...] = ("harness", "check")


@dataclass(frozen=True)
class Unrecorded:
    """What came of a check that is not recorded yet: the documents that it rests on, and the tree, where git tells that."""

    results: CheckResults
    principles: tuple[Principle, ...]
    documents: tuple[DocumentRecord, ...]
    tree: TreeRecord | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Checked:
    """A check that is over: its record, where that lies, the exit code, and the principles that were checked."""

    run: Run
    folder: Path
    root: Path
    exit_code: ExitCode
    principles: tuple[Principle, ...]
    remarks: tuple[str, ...] = ()

    @property
    def results(self) -> CheckResults:
        """What came of it."""
        assert self.run.constitution is not None
        return self.run.constitution


def check(start: Path, options: CheckOptions, listener: CheckListener) -> Checked:
    """Check the project that ``start`` lies in against its constitutions, and record what came of it.

    An interrupt loses nothing but the file at hand: what was seen so far is remembered for the next time.

    Raises:
        DocumentError: if a document, a check, a waiver file or the configuration is invalid.
        UsageError: if there is no constitution, or a path or revision is unknown.
        RecordError: if the record cannot be written.
    """
    listener.stage("reading the constitution")
    return _Checking(find_root(start), start.resolve(), options, listener).run()


def check_unrecorded(start: Path, options: CheckOptions, listener: CheckListener) -> Unrecorded:
    """The same without its record, for a run that holds more than this. Raises as ``check``."""
    with open_blobs(options.cache) as blobs:
        return _Checking(find_root(start), start.resolve(), options, listener).results(blobs)


@dataclass
class _Checking:
    """One check, from the documents to the record."""

    root: Path
    start: Path
    options: CheckOptions
    listener: CheckListener
    remarks: list[str] = field(default_factory=list)

    def run(self) -> Checked:
        with open_blobs(self.options.cache) as blobs:
            return self._run(blobs)

    def _run(self, blobs: Blobs | None) -> Checked:
        began, started = clock.seconds(), clock.timestamp()
        found = self.results(blobs)
        run = Run(
            tool_version=__version__,
            id="",
            command=self.options.command,
            started=started,
            finished=clock.timestamp(),
            tree=found.tree,
            documents=found.documents,
            isolation=IsolationRecord(reached=None, least=Isolation.EXPORT),
            evaluator="",
            constitution=found.results,
            totals=Totals(seconds=clock.seconds() - began),
            events=ChainRecord(count=0, head=""),
        )
        with Recorder(self.root) as recorder:
            recorded = recorder.finish(run.model_copy(update={"id": recorder.id}))
        return Checked(recorded, recorder.folder, self.root, exit_code(recorded), found.principles, found.remarks)

    def results(self, blobs: Blobs | None) -> Unrecorded:
        """What comes of it; nothing is recorded."""
        configuration = configuration_of(self.root)
        waivers = waiving(self.root)
        loaded = load_constitutions(self.root, waivers.weakened(), blobs=blobs).require_valid()
        counted = self._counted()
        known = read_known(self.options.baseline, self.options.write_baseline, self.root)
        self.remarks += [known.remark] * bool(known.remark)
        identity = _Identity(self.root, self.options.identify)
        try:
            store = self.options.cache
            validated = _validated(self.root, loaded, configuration, self.listener, waivers.read, blobs, store)
            if self.options.since:
                known = self._since(self.options.since, loaded, configuration, blobs)
        finally:
            identity.join()
        results = self._results(loaded, validated, waivers, known, counted)
        documents = (*loaded.documents, *self._specifications(loaded))
        return Unrecorded(results, loaded.principles, documents, identity.tree, tuple(self.remarks))

    def _specifications(self, loaded: Loaded) -> tuple[DocumentRecord, ...]:
        """The documents of the requirements that principles show, if there are any."""
        if not any(one.verifies for one in loaded.principles):
            return ()
        project = load_project(self.root)
        stated = {one.place.path for one in project.requirements}
        return tuple(one for one in project.documents if one.path in stated)

    def _counted(self) -> Callable[[str], bool]:
        """Whether a path of the project lies below one of those that were asked for."""
        wanted = [below(self.root, self.start, path) for path in self.options.paths]
        if not wanted or "" in wanted:
            return lambda path: True
        return lambda path: any(path == one or path.startswith(f"{one}/") for one in wanted)

    def _since(self, revision: str, loaded: Loaded, configuration: Configuration, blobs: Blobs | None) -> Known:
        """The findings of an older revision, by today's principles."""

        def results(folder: Path) -> tuple[PrincipleResult, ...]:
            quiet = CheckListener()
            return _validated(folder, loaded, configuration, quiet, lambda file: None, blobs, True).principles

        self.listener.stage(f"checking {revision}")
        return Known(known_since(self.root, revision, results), revision)

    def _results(
        self, loaded: Loaded, validated: Validated, waivers: Waiving, known: Known, counted: Callable[[str], bool]
    ) -> CheckResults:
        exceptions = Exceptions(
            waivers=waivers.told(self.options.since),
            known=known.fingerprints,
            weakened=loaded.loosened,
            counted=counted,
        )
        done = settled(validated.principles, exceptions, clock.today())
        findings = [finding for one in done.principles for finding in one.findings]
        if self.options.write_baseline and self.options.baseline:
            known, remark = write_known(self.options.baseline, known, findings, _undecided(waivers))
            self.remarks.append(remark)
            done = settled(validated.principles, replace(exceptions, known=known.fingerprints), clock.today())
        return CheckResults(
            constitutions=_records(loaded),
            principles=tuple(shortened(one, MOST_RECORDED) for one in done.principles),
            waivers=done.waivers,
            baseline=known.record(done.known, findings, _undecided(waivers)),
            manifest=validated.manifest,
            uncovered=_uncovered(done.principles),
        )


def _undecided(waivers: Waiving) -> Callable[[Entry], bool]:
    """Whether this run cannot tell if a known finding still stands: its file is there and could not be looked at."""
    return lambda entry: not waivers.looked_at(entry.path) and (waivers.root / entry.path).exists()


class _Identity:
    """The id of the tree under check in git, found beside the check; none outside git, unless that is asked for."""

    def __init__(self, root: Path, always: bool) -> None:
        self.tree: TreeRecord | None = None
        self._root = root
        self._thread = threading.Thread(target=self._find, name="tree", daemon=True)
        if always or any((folder / ".git").exists() for folder in (root, *root.parents)):
            self._thread.start()

    def join(self) -> None:
        """Wait until it is known."""
        if self._thread.ident is not None:
            self._thread.join()

    def _find(self) -> None:
        try:
            with snapshot(self._root, None) as taken:
                self.tree = TreeRecord(hash=taken.tree, subject=tree_subject(taken))
        except HarnessError:
            return  # the manifest names every file that was checked all the same


def _validated(
    folder: Path,
    loaded: Loaded,
    configuration: Configuration,
    listener: CheckListener,
    read: Callable[[SourceFile], None],
    blobs: Blobs | None,
    stores: bool,
) -> Validated:
    listener.stage("checking")
    with ExitStack() as open_things:
        tools = open_things.enter_context(open_tools(folder, configuration, loaded.principles, blobs))
        store = open_things.enter_context(result_store()) if stores else None
        tree = project_tree(folder, configuration, loaded)
        return validate(loaded.principles, tree, tools, store=store, read=read, told=listener.files)


def project_tree(folder: Path, configuration: Configuration, loaded: Loaded) -> FolderTree:
    """The files in a folder that are checked: the project's, without its principles and what the configuration leaves out."""
    return FolderTree(folder, _LeftOut(configuration, loaded).reason)


class _LeftOut:
    """What of the tree is not checked: what the configuration names, and the principles, whose samples break them."""

    def __init__(self, configuration: Configuration, loaded: Loaded) -> None:
        patterns = configuration.check.exclude
        self._excluded = Globs(patterns) if patterns else None
        self._principles = frozenset((*loaded.own, WAIVERS, REVIEWS))

    def reason(self, path: str) -> str:
        """Why a path is left out; empty where it is not."""
        if path in self._principles:
            return "a document of principles"
        return "excluded by the configuration" if self._excluded and self._excluded.match(path) else ""


def result_store() -> CheckCache[FileResult]:
    """What checks saw in files in earlier runs of this user."""
    return CheckCache(tools_version(), FileResult.model_validate_json, FileResult())


def below(root: Path, start: Path, path: str) -> str:
    """A path as typed in the folder ``start``, relative to the root; empty for the root. Raises UsageError."""
    full = (start / path).resolve()
    if not full.exists():
        raise UsageError(f"'{path}' does not exist", "name a file or folder of the project")
    if not full.is_relative_to(root):
        raise UsageError(f"'{path}' lies outside the project", f"the project is '{root}'")
    relative = full.relative_to(root).as_posix()
    return "" if relative == "." else relative


def _records(loaded: Loaded) -> tuple[ConstitutionRecord, ...]:
    return tuple(
        ConstitutionRecord(
            title=one.title, path=one.path, version=one.version, ratified=one.ratified, sha256=one.sha256
        )
        for one in loaded.constitutions
    )


def _uncovered(results: Iterable[PrincipleResult]) -> tuple[str, ...]:
    """The CWEs that are named by principles of which none has a check."""
    results = list(results)
    checked = {cwe for one in results if one.checks for cwe in one.cwes}
    return tuple(sorted({cwe for one in results for cwe in one.cwes} - checked))
