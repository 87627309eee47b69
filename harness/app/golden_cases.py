"""Which golden cases a project has, with the snapshots that lie beside them; carrying them out lies elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.adapters import files
from harness.app.project import Project, load_project
from harness.domain.codes import Code
from harness.domain.golden import GoldenCase
from harness.domain.nearest import did_you_mean
from harness.domain.places import Mistake, Place
from harness.errors import DocumentError, UsageError
from harness.golden.redaction import unknown_names
from harness.golden.snapshot_text import SUFFIX, Reading, read_snapshot
from harness.markdown.text import decode
from harness.readers import read_golden

GOLDEN = "golden"
SNAPSHOT_BYTES = 64 * 1024 * 1024
"""The most that is read of a snapshot; of larger outputs a case keeps size and digest."""
TWICE = Code(
    code="GOLD105",
    title="two cases with one id",
    reason="The snapshot carries the id of its case; with two of them, one would be compared with the other's behaviour.",
)


@dataclass(frozen=True)
class Kept:
    """A snapshot as it lies there: read, or the mistakes that keep it from being read."""

    path: Path
    reading: Reading | None = None
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True)
class Cases:
    """The cases of a project that were asked for, all snapshots by the id of their case, and those of no case."""

    project: Project
    cases: tuple[GoldenCase, ...]
    every: tuple[GoldenCase, ...]
    snapshots: dict[str, Kept] = field(default_factory=dict)
    unused: tuple[str, ...] = ()

    def path_of(self, case: GoldenCase) -> Path:
        """Where the snapshot of a case lies, or would."""
        return (self.project.root / case.card.path).parent / f"{case.id}{SUFFIX}"


def load_cases(start: Path, names: Sequence[str] = ()) -> Cases:
    """The golden cases of the project that ``start`` lies in; ``names`` are ids, or paths of documents or folders.

    Raises:
        DocumentError: if a case cannot be read, names an unknown redaction, or shares its id with another one.
        UsageError: if a name is neither, or there is no case at all.
    """
    project = load_project(start)
    folder = project.root / GOLDEN
    mistakes: list[Mistake] = []
    cases: list[GoldenCase] = []
    for path in files.documents(folder, project.root):
        if path.name.lower() == "readme.md":
            continue
        name = path.relative_to(project.root).as_posix()
        try:
            cases.append(read_golden(decode(files.read_bytes(path), name), name))
        except DocumentError as error:
            mistakes.extend(error.mistakes)
    mistakes.extend(mistake for case in cases for mistake in unknown_names(case))
    mistakes.extend(_twice(cases))
    if mistakes:
        raise DocumentError(mistakes)
    chosen = _chosen(start, project.root, cases, names)
    if not chosen:
        hint = "record one from a card: `harness golden record testcards/NAME.md`"
        raise UsageError(f"there is no golden case in '{GOLDEN}/'", hint)
    snapshots, unused = _snapshots(project.root, folder, cases)
    return Cases(project, chosen, tuple(cases), snapshots, unused)


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


def _snapshots(root: Path, folder: Path, cases: Sequence[GoldenCase]) -> tuple[dict[str, Kept], tuple[str, ...]]:
    """The snapshots that lie where their cases want them, and the paths of the others."""
    wanted = {(root / case.card.path).parent / f"{case.id}{SUFFIX}": case.id for case in cases}
    kept: dict[str, Kept] = {}
    unused = []
    for path in files.documents(folder, root, SUFFIX):
        id = wanted.get(path)
        if id is None:
            unused.append(path.relative_to(root).as_posix())
        else:
            kept[id] = _kept(path, path.relative_to(root).as_posix())
    return kept, tuple(unused)


def _kept(path: Path, name: str) -> Kept:
    try:
        return Kept(path, read_snapshot(files.read_bytes(path, SNAPSHOT_BYTES), name))
    except DocumentError as error:
        return Kept(path, mistakes=error.mistakes)
