"""Which golden cases a project has, with the snapshots that lie beside them; carrying them out lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.adapters import files, golden_files
from harness.app.golden_pictures import pictures_in
from harness.app.golden_tests import is_of_tests
from harness.app.project import Project, load_project
from harness.app.roots import find_root
from harness.domain.dimensions import misplaced
from harness.domain.golden import AcceptRecord, Decision, GoldenCase
from harness.domain.nearest import did_you_mean
from harness.domain.places import Mistake, Place
from harness.errors import DocumentError, UsageError
from harness.golden._codes import BROKEN, LEADS_OUT, TWICE, UNKNOWN_DIMENSION
from harness.golden.redaction import unknown_names
from harness.golden.snapshot_text import SUFFIX, Reading, read_snapshot
from harness.markdown.text import decode
from harness.readers import read_golden

GOLDEN = "golden"
SNAPSHOT_BYTES = 64 * 1024 * 1024
"""The most that is read of a snapshot; of larger outputs a case keeps size and digest."""


@dataclass(frozen=True)
class Kept:
    """A snapshot as it lies there: read, or the mistakes that keep it from being read; ``data`` are its bytes.

    ``accepted`` says whether the log of decisions tells that just this was accepted last.
    """

    data: bytes
    reading: Reading | None = None
    mistakes: tuple[Mistake, ...] = ()
    accepted: bool = True


@dataclass(frozen=True)
class Cases:
    """The cases of a project that were asked for, all snapshots by the id of their case, and those of no case.

    ``gone`` are the ids of cases that were accepted and never retired, and of which there is neither document nor snapshot.
    """

    project: Project
    cases: tuple[GoldenCase, ...]
    every: tuple[GoldenCase, ...]
    snapshots: dict[str, Kept] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def path_of(self, case: GoldenCase) -> Path:
        """Where the snapshot of a case lies, or would."""
        return (self.project.root / case.card.path).parent / f"{case.id}{SUFFIX}"


def load_cases(start: Path, names: Sequence[str] = (), *, project: Project | None = None) -> Cases:
    """The golden cases of the project that ``start`` lies in; ``names`` are ids, or paths of documents or folders.

    ``project`` is that project, where it was loaded already.

    Raises:
        DocumentError: if a case cannot be read, names an unknown redaction, or shares its id with another one; if a file of
            theirs is a link out of the project; if the log of decisions cannot be read.
        UsageError: if a name is neither, or there is no case and there never was one.
    """
    project = project or load_project(start)
    folder = project.root / GOLDEN
    mistakes: list[Mistake] = list(_leading_out(folder, project.root))
    cases: list[GoldenCase] = []
    for path in files.documents(folder, project.root):
        if path.name.lower() == "readme.md":
            continue
        name = path.relative_to(project.root).as_posix()
        try:
            cases.append(read_golden(decode(files.read_bytes(path), name), name))
        except DocumentError as error:
            mistakes.extend(error.mistakes)
    mistakes.extend(mistake for case in cases for mistake in (*unknown_names(case), *_misplaced(project, case)))
    mistakes.extend(_twice(cases))
    if mistakes:
        raise DocumentError(mistakes)
    chosen = _chosen(start, project.root, cases, names)
    decided = golden_files.decisions(folder, f"{GOLDEN}/{golden_files.LOG}")
    snapshots, unused = _snapshots(project.root, folder, cases, decided)
    gone = _gone(decided, cases, unused)
    if not (chosen or unused or gone):
        hint = "record one from a card: `harness golden record testcards/NAME.md`"
        raise UsageError(f"there is no golden case in '{GOLDEN}/'", hint)
    return Cases(project, chosen, tuple(cases), snapshots, unused, gone)


def _misplaced(project: Project, case: GoldenCase) -> Iterator[Mistake]:
    """The dimensions of a case, and the values of them, that the project does not declare."""
    features = [requirement.feature for requirement in project.requirements]
    for one in misplaced(project.configuration.trace.dimensions, case.card.dimensions, features):
        place = Place(path=case.card.path, line=case.card.line_of(f"dimensions.{one.dimension}"))
        yield Mistake(place=place, what=one.what, hint=one.hint, code=UNKNOWN_DIMENSION.code)


def has_cases(start: Path) -> bool:
    """Whether the project that ``start`` lies in has any document of a golden case."""
    root = find_root(start)
    return next(files.documents(root / GOLDEN, root), None) is not None


def has_documents(root: Path) -> bool:
    """Whether a project has a document that is, or should be, that of a golden case, whether or not it can be read."""
    return any(path.name.lower() != "readme.md" for path in files.documents(root / GOLDEN, root))


def _leading_out(folder: Path, root: Path) -> Iterator[Mistake]:
    """The files of golden cases, and folders of theirs, that are links out of the project."""
    for path in files.links(folder):
        is_ours = path.suffix in (".md", SUFFIX, ".jsonl", ".png") or path.is_dir()
        if is_ours and (path.is_dir() or not files.is_inside(path, root)):
            what = "this is a link to a folder" if path.is_dir() else "this is a link out of the project"
            place = Place(path=path.relative_to(root).as_posix())
            hint = "put there what it leads to"
            yield Mistake(place=place, what=what, hint=hint, code=LEADS_OUT.code)


def _gone(decided: Sequence[AcceptRecord], cases: Sequence[GoldenCase], unused: Sequence[str]) -> tuple[str, ...]:
    """The ids of which the last decision was to keep them, and of which nothing is left; tests tell that themselves."""
    last = {one.case: one.decision for one in decided if "::" not in one.case}
    left = {case.id for case in cases} | {Path(path).stem for path in unused}
    return tuple(id for id, decision in last.items() if decision is not Decision.RETIRED and id not in left)


def _twice(cases: Sequence[GoldenCase]) -> list[Mistake]:
    first: dict[str, GoldenCase] = {}
    found = []
    for case in cases:
        other = first.setdefault(case.id.lower(), case)
        if other is not case:
            place = Place(path=case.card.path, line=case.card.line_of("id"))
            what = f"the id `{case.id}` is that of {other.card.path} as well"
            found.append(Mistake(place=place, what=what, hint="give one of the two another id", code=TWICE.code))
    return found


def _chosen(start: Path, root: Path, cases: Sequence[GoldenCase], names: Sequence[str]) -> tuple[GoldenCase, ...]:
    if not names:
        return tuple(cases)
    wanted: set[str] = set()
    known = [case.id for case in cases]
    for name in names:
        path = start.resolve() / name
        if name in known:
            wanted.add(name)
        elif path.exists() and files.is_inside(path, root):
            relative = path.resolve().relative_to(root).as_posix()
            inside = [
                case.id for case in cases if case.card.path == relative or case.card.path.startswith(f"{relative}/")
            ]
            if not inside:
                raise UsageError(f"there is no golden case in '{name}'", f"the cases lie in '{GOLDEN}/'")
            wanted.update(inside)
        else:
            raise UsageError(f"'{name}' is neither a path nor the id of a golden case", did_you_mean(name, known))
    return tuple(case for case in cases if case.id in wanted)


def _snapshots(
    root: Path, folder: Path, cases: Sequence[GoldenCase], decided: Sequence[AcceptRecord]
) -> tuple[dict[str, Kept], tuple[str, ...]]:
    """The snapshots that lie where their cases want them, and the paths of the others, and of pictures that none names."""
    wanted = {(root / case.card.path).parent / f"{case.id}{SUFFIX}": case.id for case in cases}
    accepted = golden_files.accepted_last(decided)
    kept: dict[str, Kept] = {}
    unused = []
    for path in files.documents(folder, root, SUFFIX):
        id = wanted.get(path)
        if id is None:
            if not is_of_tests(path):
                unused.append(path.relative_to(root).as_posix())
        else:
            kept[id] = _kept(path, path.relative_to(root).as_posix(), id, accepted)
    named = {path for at, id in wanted.items() if id in kept for path in _pictures(at.parent, id, kept[id])}
    for path in files.documents(folder, root, ".png"):
        if path.parent.parent.name == "pictures" and not {path, path.parent} & named:
            unused.append(path.relative_to(root).as_posix())
    return kept, tuple(unused)


def _pictures(folder: Path, id: str, kept: Kept) -> Iterator[Path]:
    """The pictures that a snapshot names; of one that cannot be read, the folder of all that there are."""
    if kept.reading is None:
        yield folder / "pictures" / id
    else:
        for _, digest in pictures_in(kept.reading.snapshot.captures):
            yield golden_files.picture_path(folder, id, digest)


def _kept(path: Path, name: str, id: str, accepted: Mapping[str, str | None]) -> Kept:
    kept = kept_of(files.read_bytes(path, SNAPSHOT_BYTES), name, id)
    return replace(kept, accepted=kept.reading is None or accepted.get(id) == kept.reading.digest)


def kept_of(data: bytes, name: str, id: str, accepted: bool = True) -> Kept:
    """The snapshot of a case from its bytes; ``name`` is its path as it is told."""
    try:
        reading = read_snapshot(data, name)
    except DocumentError as error:
        return Kept(data, mistakes=error.mistakes)
    if reading.snapshot.case != id:
        what = f"this is the snapshot of `{reading.snapshot.case}`, and not of `{id}`"
        hint = "take the right one back from git, or accept what is received by `harness golden review`"
        return Kept(data, mistakes=(Mistake(place=Place(path=name), what=what, hint=hint, code=BROKEN.code),))
    return Kept(data, reading, accepted=accepted)
