"""``harness constitution lint``: everything that is wrong in a project's constitutions; the code is not looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from harness.adapters import files
from harness.adapters.sources import FolderTree
from harness.app.check_tools import open_tools
from harness.app.constitutions import Loaded, constitutions_at, document_paths, load_constitutions
from harness.app.linted import Linted
from harness.app.project import configuration_of, find_root, shown_from
from harness.app.waiving import waiving
from harness.constitution.canary import beside, try_samples
from harness.constitution.difference import Difference, difference
from harness.constitution.document_context import Context
from harness.constitution.document_lint import check
from harness.constitution.jobs import jobs_of
from harness.domain.findings import Doubt, DoubtKind
from harness.domain.places import Mistake, Place
from harness.domain.principles import Constitution, Principle
from harness.errors import DocumentError, HarnessError, UsageError

Broken = Mapping[str, tuple[Doubt, ...]]
Trying = Callable[[Path, Sequence[Principle]], Broken]
"""Tries the checks of principles on their samples and gives what is wrong, by the principle's id."""
_COSTLY = frozenset({"command", "python", "judge"})
_TOLD = frozenset({DoubtKind.BROKEN_CHECK, DoubtKind.TOOL})


@dataclass(frozen=True)
class ConstitutionLint(Linted):
    """What lint found in which constitutions, places as someone in the starting folder would type them."""

    constitutions: tuple[Constitution, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def principles(self) -> int:
        """How many principles the constitutions have."""
        return sum(len(constitution.principles) for constitution in self.constitutions)


def try_checks(root: Path, principles: Sequence[Principle]) -> Broken:
    """Try the checks that need no program, cell or model of their own."""
    jobs = [job for job in jobs_of(principles) if job.spec.kind not in _COSTLY]
    with open_tools(root, configuration_of(root), ()) as tools:
        canaries = try_samples(jobs, tools, beside(FolderTree(root)))
    broken: dict[str, tuple[Doubt, ...]] = {}
    for job in jobs:
        found = [doubt for doubt in canaries[job.key].doubts() if doubt.kind in _TOLD]
        broken[job.principle.id] = (*broken.get(job.principle.id, ()), *found)
    return broken


def lint_constitutions(
    start: Path, paths: Sequence[str] = (), since: str | None = None, trying: Trying = try_checks
) -> ConstitutionLint:
    """Lint the constitutions that the paths name, or all of the project.

    They are compared with those at the revision ``since``, or with the last commit if there is one.

    Raises:
        UsageError: if a path or the revision is wrong, or there is nothing to lint.
        DocumentError: if the constitutions at the revision cannot be read.
    """
    root = find_root(start)
    own = document_paths(root)
    wanted = _wanted(start, root, paths) if paths else own
    # Ids are compared within the project, so that a part of it is linted with the rest.
    named = None if set(wanted) <= set(own) else wanted
    waived = waiving(root).weakened()
    loaded = load_constitutions(root, waived, named).require_any()
    broken, unusable = _tried(loaded, wanted, trying)
    changes = _changes(loaded, since, waived, named)
    asked = [one for one in loaded.constitutions if one.path in wanted]
    context = Context(broken=broken, changes=changes, since=since or "HEAD", replaced=_replaced(loaded))
    found = {*loaded.mistakes, *unusable, *check(asked, context)}
    elsewhere = set(own) - set(wanted)
    mistakes = sorted((one for one in found if one.place.path not in elsewhere), key=_by_place)
    return ConstitutionLint(tuple(asked), tuple(_shown(one, loaded, start) for one in mistakes))


def _wanted(start: Path, root: Path, paths: Sequence[str]) -> list[str]:
    """The documents that are asked for, each once, in order, by their paths in the project."""
    wanted: dict[str, None] = {}
    for path in paths:
        full = start.resolve() / path
        if not full.exists():
            raise UsageError(f"'{path}' does not exist", "name a constitution, or a folder of constitutions")
        if not files.is_inside(full, root):
            raise UsageError(f"'{path}' lies outside the project", f"the project is '{root}'")
        found = _below(full.resolve(), root) if full.is_dir() else [full.resolve().relative_to(root).as_posix()]
        if not found:
            raise UsageError(f"there is no constitution in '{path}'", "name a folder of constitutions")
        wanted.update(dict.fromkeys(found))
    return list(wanted)


def _below(folder: Path, root: Path) -> list[str]:
    names = [path.relative_to(root).as_posix() for path in files.documents(folder, root)]
    own = [name for name in document_paths(root) if (root / name).is_relative_to(folder)]
    return own or [
        name for name in names if PurePosixPath(name).name.lower() not in ("readme.md", "waivers.md", "reviews.md")
    ]


def _tried(loaded: Loaded, wanted: Sequence[str], trying: Trying) -> tuple[Broken, tuple[Mistake, ...]]:
    """What the checks that are asked for did wrong on their samples, and the mistakes of all that cannot be read."""
    usable: list[Principle] = []
    mistakes: list[Mistake] = []
    for principle in loaded.principles:
        try:
            jobs_of([principle])
            usable.append(principle)
        except DocumentError as error:
            mistakes.extend(error.mistakes)
    return trying(loaded.root, [one for one in usable if one.constitution in wanted]), tuple(mistakes)


def _replaced(loaded: Loaded) -> frozenset[tuple[str, str]]:
    effective = {one.id: one.constitution for one in loaded.principles}
    every = ((document.path, one.id) for document in loaded.constitutions for one in document.principles)
    return frozenset((path, id_) for path, id_ in every if effective.get(id_, path) != path)


def _changes(
    loaded: Loaded, since: str | None, waived: frozenset[str], named: Sequence[str] | None
) -> Difference | None:
    """What changed since the revision; documents that cannot be read now are left out."""
    try:
        before = constitutions_at(loaded.root, since or "HEAD", waived, named)
    except HarnessError:
        if since:
            raise
        return None  # outside git, or before the first commit, there is nothing to compare with
    if since:
        before.require_read()
    return difference([one for one in before.constitutions if one.path not in loaded.unread], loaded.constitutions)


def _shown(mistake: Mistake, loaded: Loaded, start: Path) -> Mistake:
    path = mistake.place.path
    if (loaded.root / path).is_file() or path in loaded.own:
        path = shown_from(start, loaded.root, path)
    return mistake.model_copy(update={"place": Place(path=path, line=mistake.place.line)})


def _by_place(mistake: Mistake) -> tuple[str, int, str, str]:
    return mistake.place.path, mistake.place.line, mistake.code, mistake.what
