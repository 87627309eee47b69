"""What one worker does: it holds all files of a project, and analyses those that it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from harness.constitution.checks.dataflow import ir
from harness.constitution.checks.dataflow.lowering import Parse
from harness.constitution.checks.dataflow.project.facts import Facts, Scanner, word_set
from harness.constitution.checks.dataflow.project.layout import Layout, layout
from harness.constitution.checks.dataflow.project.modules import Loaded, Modules
from harness.constitution.checks.dataflow.project.roots import roots
from harness.constitution.checks.dataflow.project.trails import shortest
from harness.constitution.checks.dataflow.project.units import Unit
from harness.constitution.checks.dataflow.project.world import AS_ROOT, Key, Project
from harness.constitution.checks.dataflow.rules import Catalogue
from harness.constitution.checks.dataflow.values import KEPT, Form, Given, Hit, Source, Stop, Summary, Value


class Trouble(NamedTuple):
    """What could not be followed: a file that does not parse, a stretch that its reader does not know, or a function that took
    more than its budget (``kind``: unparsable, unread, exhausted)."""

    path: str
    line: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class FileResult:
    """What the analysis of one file for its own sake gave, wherever in the project that lies.

    ``relevant`` are the carriers that it speaks of, ``carriers`` its own names by which a source is known to others.
    ``depends`` are the stretches of files that had a part in it: by path, the names of functions. ``layouts`` are those of some
    of these files. ``brings`` are packages that it imports although no import names them.
    """

    path: str
    hits: tuple[Hit, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    stops: tuple[Stop, ...] = ()
    relevant: frozenset[str] = frozenset()
    carriers: frozenset[str] = frozenset()
    depends: Mapping[str, frozenset[str]] = field(default_factory=dict)
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    brings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Task:
    """Files to analyse, with their facts; ``carriers`` and ``stores`` are those of the whole project, ``packages`` those of
    the packages that rules speak of which it imports (None: any), ``wide`` its files that lead to very much of it.

    A file is left out of the answer if it speaks of exactly those carriers that are ``known`` of it.
    """

    facts: Mapping[str, Facts]
    carriers: frozenset[str] = frozenset()
    stores: frozenset[tuple[str, str]] = frozenset()
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)
    packages: frozenset[str] | None = None
    wide: frozenset[str] = frozenset()


class Analyst:
    """Holds the files and what is known of them so far; what it answers does not depend on what it was asked before."""

    def __init__(
        self, files: Sequence[tuple[str, bytes]], build: Callable[[], Catalogue], parse: Parse, explains: bool = False
    ) -> None:
        self._files = dict(files)
        self._catalogue = build()
        self._packages: frozenset[str] | None = None
        self._scanner = Scanner(self._catalogue)
        self._modules = Modules(self._files, parse)
        self._explains = explains
        self._project: Project | None = None
        self._stores: frozenset[tuple[str, str]] = frozenset()
        self._told: set[str] = set()

    def facts(self, paths: Sequence[str]) -> list[Facts]:
        """The facts of files."""
        return [self._scanner.facts(path, self._files[path]) for path in paths]

    def analyse(self, task: Task) -> list[FileResult]:
        """Files for their own sake, one after the other."""
        project = self._project_of(task)
        found = []
        for path, facts in task.facts.items():
            relevant = spoken(self._files[path], task.carriers)
            if task.known.get(path) != relevant:
                result = self._read(project, path, facts.within(project.catalogue), relevant)
                found.append(replace(result, layouts=self._new_layouts(result.depends)))
        return found

    def packages(self, asked: None = None) -> frozenset[str]:
        """The packages that rules speak of."""
        return self._catalogue.packages()

    def _project_of(self, task: Task) -> Project:
        if self._project is None or (self._stores, self._packages) != (task.stores, task.packages):
            self._stores, self._packages = task.stores, task.packages
            rules = self._catalogue if task.packages is None else self._catalogue.within(task.packages)
            known = frozenset[str]() if task.packages is None else self._catalogue.packages() - task.packages
            self._project = Project(
                self._modules, rules, explains=self._explains, stores=task.stores, absent=known, wide=task.wide
            )
        return self._project

    def _read(self, project: Project, path: str, facts: Facts, relevant: frozenset[str]) -> FileResult:
        """A file; one that the analysis itself fails at is told as not known."""
        try:
            return _Reading(project, path).result(facts, relevant)
        except Exception as error:  # noqa: BLE001 - whatever it is: the other files are still to be analysed
            trouble = Trouble(path, 1, "exhausted", _mistake("the file", type(error).__name__))
            return FileResult(path, troubles=(trouble,), relevant=relevant, depends={path: frozenset()})

    def layouts(self, paths: Sequence[str]) -> list[Layout | None]:
        """The layouts of files; None for one that cannot be read."""
        return [None if loaded is None else layout(loaded) for loaded in map(self._modules.get, paths)]

    def _new_layouts(self, paths: Iterable[str]) -> dict[str, Layout]:
        """Those of files that were not told before."""
        new = {path: self._modules.loaded(path) for path in paths if path not in self._told}
        found = {path: layout(each) for path, each in new.items() if each is not None}
        self._told.update(found)
        return found


class _Reading:
    """The analysis of one file."""

    def __init__(self, project: Project, path: str) -> None:
        self._project = project
        self._modules = project.modules
        self._path = path
        self._hits: list[Hit] = []
        self._stops: dict[Stop, None] = {}
        self._carriers: set[str] = set()
        self._trace = project.units.bit(Unit(path))

    def result(self, facts: Facts, relevant: frozenset[str]) -> FileResult:
        """What it gives."""
        if not (facts.marks or facts.heads or relevant):
            # No word in it begins a flow: as far as it can be read.
            troubles = self._troubles_of(self._path, self._modules.unread(self._path))
            return FileResult(self._path, troubles=tuple(troubles), depends={self._path: frozenset()})
        loaded = self._modules.get(self._path)
        if loaded is not None:
            self._analyse(loaded, facts, relevant)
        depends: dict[str, set[str]] = {}
        exhausted: list[Unit] = []
        brings: set[str] = set()
        for unit in self._project.units.of(self._trace):
            if not unit.path:
                brings.add(unit.name)
            elif unit.exhausted:
                exhausted.append(unit)
            else:
                depends.setdefault(unit.path, set()).add(unit.name)
        return FileResult(
            self._path,
            shortest(self._hits),
            tuple(sorted({*self._unreadable(depends), *self._exhausted(exhausted)})),
            tuple(self._stops),
            relevant,
            frozenset(self._carriers),
            {path: frozenset(names) for path, names in depends.items()},
            brings=frozenset(brings),
        )

    def _analyse(self, loaded: Loaded, facts: Facts, relevant: frozenset[str]) -> None:
        found = roots(loaded, facts, relevant)
        for qualname in found.functions:
            inside = qualname in found.around
            summary = self._project.root(self._path, qualname, inside)
            self._take(("summary", self._path, qualname, Given(), AS_ROOT if inside else 0), summary)
            self._carriers.update(_carriers(loaded, qualname, summary, self._holds))
        for qualname in found.classes:
            level = self._project.class_level(self._path, qualname)
            self._take(("class", self._path, qualname), level.does)
            self._carriers.update(f".{name}" for name, value in level.names.items() if self._holds(value))
        if found.module:
            module = self._project.module_level(self._path)
            self._take(("module", self._path), module.does)
            self._carriers.update(name for name, value in module.names.items() if self._holds(value))
            self._carriers.update(self._other_names(loaded))

    def _other_names(self, loaded: Loaded) -> Iterator[str]:
        """The names that imports give to sources, and to what else begins a flow."""
        begins = self._project.catalogue.begins
        for name, bound in loaded.bindings.names.items():
            if any(isinstance(each, ir.Import) and each.attribute not in (None, name) for each in bound):
                value = self._project.global_name(self._path, name)
                if value is None:
                    continue
                if self._holds(value) or any(begins(each.rpartition(".")[2]) for each in value.names):
                    yield name

    def _holds(self, value: Value) -> bool:
        """Whether a source is in a value, or in what it holds, or it is something of which parts are sources."""
        if any(isinstance(taint.origin, Source) for taint in value.taints):
            return True
        if value.names and self._project.catalogue.owns(value.names):
            return True
        return value.form is not None and any(map(self._holds, _parts(value.form)))

    def _take(self, key: Key, summary: Summary) -> None:
        self._trace |= self._project.evaluation.trace(key)
        self._hits += (hit for hit in summary.hits if hit.taint is None or isinstance(hit.taint.origin, Source))
        self._stops.update(dict.fromkeys(summary.stops))

    def _unreadable(self, paths: Iterable[str]) -> Iterator[Trouble]:
        for path in paths:
            loaded = self._modules.get(path)
            yield from self._troubles_of(path, () if loaded is None else loaded.module.unread)

    def _troubles_of(self, path: str, unread: Iterable[tuple[int, int, str]]) -> Iterator[Trouble]:
        if path in self._modules.failed:
            line, reason = self._modules.failed[path]
            yield Trouble(path, line, "unparsable", reason)
        else:
            for first, _, reason in unread:
                yield Trouble(path, first, "unread", reason)

    def _exhausted(self, units: Iterable[Unit]) -> Iterator[Trouble]:
        for unit in units:
            defined = self._modules.definition("function", unit.path, unit.name)
            defined = defined or self._modules.definition("class", unit.path, unit.name)
            line = 1 if defined is None else defined.line
            what = f"`{unit.name}`" if unit.name else "the code outside of functions"
            broken = self._project.broken.get((unit.path, unit.name))
            reason = f"{what} takes more steps than the analysis may take" if broken is None else _mistake(what, broken)
            yield Trouble(unit.path, line, "exhausted", reason)


def _mistake(what: str, error: str) -> str:
    return f"{what} could not be analysed: a mistake of the analysis itself ({error})"


def spoken(data: bytes, carriers: frozenset[str]) -> frozenset[str]:
    """Which of some carriers a file speaks of."""
    if not carriers:
        return carriers
    words = word_set(data)
    return frozenset(each for each in carriers if each.lstrip(".").encode("utf-8", "replace") in words)


def _carriers(loaded: Loaded, qualname: str, summary: Summary, holds: Callable[[Value], bool]) -> Iterator[str]:
    """The names by which a source is known to others that a function returns, or stores in what it was given."""
    function = loaded.module.functions[qualname]
    known = summary.returns is not None and holds(summary.returns)
    for effect in summary.effects:
        if holds(effect.value):
            if effect.position == KEPT:
                _, dot, kept = effect.access[1].rpartition(".")
                yield f"{dot}{kept}"
            elif (
                function.owner is not None and effect.position == 0 and effect.access[:1] and effect.access[0][0] == "."
            ):
                yield effect.access[0]
            else:
                known = True
    if known:
        yield function.name
        if function.owner is not None and function.name.startswith("__"):
            yield function.owner.rpartition(".")[2]


def _parts(form: Form) -> Iterator[Value]:
    for _, value in (*form.items, *form.attributes):
        yield value
    yield from (value for value in (form.rest, form.keys) if value is not None)
