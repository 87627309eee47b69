"""The whole change that an agent made, before it stops: code, documents, and by what it is judged; nothing of it is run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.adapters import clock
from harness.adapters.exports import exported
from harness.adapters.worked_on import changed_since
from harness.adapters.workers import ProcessWorkers
from harness.app.check import project_tree, result_store
from harness.app.confirmed import confirmations
from harness.app.constitutions import FOLDER, Loaded, load_constitutions
from harness.app.hook_documents import mistakes_in
from harness.app.hook_edit import replace_doubts
from harness.app.hook_judges import edited_callers, edited_judges
from harness.app.hook_results import Seen
from harness.app.hook_tools import NO_MODEL, NOT_HERE, quick_tools
from harness.app.keeping import open_blobs
from harness.app.project import configuration_of
from harness.app.waiving import Waiving, waiving
from harness.constitution.settling import Exceptions, settled
from harness.constitution.validate import validate
from harness.constitution.waivers import apply, inline_waivers
from harness.domain.configuration import Configuration
from harness.domain.findings import CheckResults, Doubt, DoubtKind, Manifest, Outcome, PrincipleResult, Standing, Waiver
from harness.errors import DocumentError
from harness.ports.blobs import Blobs
from harness.ports.sources import SourceFile

_OF_FILES = frozenset({DoubtKind.UNREADABLE, DoubtKind.UNPARSABLE})
_NOT_NOW = (NOT_HERE, NO_MODEL)


@dataclass(frozen=True)
class Stopped:
    """What is wrong in the change since ``base``, which touched the files ``changed``."""

    seen: Seen
    base: str
    changed: tuple[str, ...]


def seen_before_stop(root: Path, base: str) -> Stopped:
    """What is wrong in all that changed since a commit (empty: everything is new), as far as nothing has to be run for it.

    Raises:
        DocumentError: if a document that this change did not touch, or the configuration, is invalid.
        UsageError: if there is no constitution.
        TreeError: if git cannot tell what changed.
    """
    changed = tuple(path for path in changed_since(root, base) if not path.startswith(".harness/"))
    if not changed:
        return Stopped(Seen(), base, changed)
    try:
        return Stopped(_seen(root, base, changed), base, changed)
    except DocumentError as error:
        own = [one for one in error.mistakes if one.place.path in changed]
        if not own:
            raise
        return Stopped(Seen(mistakes=own), base, changed)


def _seen(root: Path, base: str, changed: tuple[str, ...]) -> Seen:
    configuration = configuration_of(root)
    mistakes, remarks = mistakes_in(root, configuration, changed)
    seen = _of_code(root, base, changed, configuration)
    judges = (*edited_judges(root, base), *edited_callers(root, base, changed))
    return replace(seen, mistakes=mistakes, remarks=[*seen.remarks, *remarks, *judges])


def _of_code(root: Path, base: str, changed: tuple[str, ...], configuration: Configuration) -> Seen:
    with open_blobs(True) as blobs:
        waivers = waiving(root)
        loaded = load_constitutions(root, waivers.weakened(), blobs=blobs)
        if not loaded.own:
            return Seen(untold=(f"there is no constitution in {FOLDER}/: the code was not checked",))
        loaded.require_valid()
        look = _Look(root, loaded, configuration, blobs)
        results, manifest = look.at(root, waivers.read)
        exceptions = Exceptions(
            waivers=(*waivers.of_file, *waivers.inline),
            weakened=loaded.loosened,
            counted=frozenset(changed).__contains__,
        )
        done = settled(results, exceptions, clock.today())
        open_ones = [one for one in done.principles if _may_be_wrong(one, changed)]
        before = look.before(base) if open_ones and base else _Before()
        known = settled(results, replace(exceptions, known=before.fingerprints), clock.today()).principles
        wrong = tuple(one for one in (_narrowed(one, changed, before) for one in known) if one)
        remarks = [*_not_now(results), *_of_waivers(done.waivers, waivers, base, changed), *_known(known)]
        told = CheckResults(principles=wrong, manifest=manifest)
        return Seen(told, loaded.principles, untold=_untold(results), remarks=remarks)


@dataclass(frozen=True)
class _Before:
    """What was so at the commit that the change parted from: fingerprints, gaps, and files that could not be looked at."""

    fingerprints: Mapping[str, int] = field(default_factory=dict)
    gaps: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Look:
    """How trees are looked at, those of today and of before alike."""

    root: Path
    loaded: Loaded
    configuration: Configuration
    blobs: Blobs | None

    def at(self, folder: Path, read: Callable[[SourceFile], None]) -> tuple[tuple[PrincipleResult, ...], Manifest]:
        """The results for the tree in a folder; ``read`` is called with each of its files."""
        tools = replace(quick_tools(self.blobs, confirmations(self.root)), workers=ProcessWorkers)
        tree = project_tree(folder, self.configuration, self.loaded)
        with result_store() as store:
            found = validate(self.loaded.principles, tree, tools, store=store, read=read)
        return found.principles, found.manifest

    def before(self, base: str) -> _Before:
        """What was so at a commit; what was waived then is not known, or a waiver could be taken away unseen."""
        inline: list[Waiver] = []
        with exported(self.root, base) as folder:
            results, _ = self.at(folder, lambda file: inline.extend(inline_waivers(file)))
        findings = [finding for one in results for finding in one.findings]
        standing, _ = apply(inline, findings, [one.id for one in results], clock.today())
        return _Before(
            Counter(one.fingerprint for one in standing if one.standing is not Standing.WAIVED),
            frozenset(one.id for one in results if one.outcome is Outcome.GAP),
            frozenset(doubt.path for one in results for doubt in one.doubts if doubt.kind in _OF_FILES),
        )


def _may_be_wrong(result: PrincipleResult, changed: Collection[str]) -> bool:
    return bool(result.counting or result.outcome is Outcome.GAP or _of_change(result, changed))


def _of_change(result: PrincipleResult, changed: Collection[str]) -> tuple[Doubt, ...]:
    return tuple(doubt for doubt in result.doubts if doubt.kind in _OF_FILES and doubt.path in changed)


def _narrowed(result: PrincipleResult, changed: Collection[str], before: _Before) -> PrincipleResult | None:
    """The result with nothing but what this change brought; None where it brought nothing."""
    if result.outcome is Outcome.GAP:
        return None if result.id in before.gaps else result
    doubts = tuple(doubt for doubt in _of_change(result, changed) if doubt.path not in before.doubtful)
    return replace_doubts(result, doubts) if result.counting or doubts else None


def _untold(results: Iterable[PrincipleResult]) -> list[str]:
    """Why checks could not do their work, through no fault of a file, though nothing would have to be run for them."""
    kinds = (DoubtKind.TOOL, DoubtKind.BROKEN_CHECK)
    found = [
        f"{one.id}: {doubt.reason}"
        for one in results
        for doubt in one.doubts
        if doubt.kind in kinds and not _is_for_later(doubt)
    ]
    return list(dict.fromkeys(found))


def _is_for_later(doubt: Doubt) -> bool:
    return any(reason in doubt.reason for reason in _NOT_NOW)


def _not_now(results: Iterable[PrincipleResult]) -> Iterator[str]:
    left = [one.id for one in results if any(map(_is_for_later, one.doubts))]
    if left:
        yield f"{len(left)} principles run a program or ask a model, which a hook does not; `harness check` looks at them"


def _known(results: Iterable[PrincipleResult]) -> Iterator[str]:
    known = sum(finding.standing is Standing.KNOWN for one in results for finding in one.findings)
    if known:
        yield f"{known} places of the changed files were so before this change and do not count here"


def _of_waivers(now: Sequence[Waiver], waivers: Waiving, base: str, changed: Collection[str]) -> Iterator[str]:
    """Waivers of the changed files that the change brought along, or that are in trouble."""
    touched = [one for one in now if one.place.path in changed]
    added = waivers.told(base or None) if touched else ()
    new = {(one.place.path, one.place.line) for one in added if one.added}
    for one in touched:
        if one.trouble:
            yield f"{one.place}: the waiver of {one.principle or 'nothing'} is {one.trouble}: {one.said}"
        elif (one.place.path, one.place.line) in new:
            yield f"{one.place}: this change waives {one.principle} for itself; waivers belong to people"
