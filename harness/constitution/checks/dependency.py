"""Dependencies as the manifests of a tree declare them: which, in which versions, under which licences; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from harness.constitution._forms import Form, Keys, Word, Words, noted, refuse_quantifiers
from harness.constitution.data.formats import format_of, read_contents
from harness.constitution.data.tree import DataError
from harness.constitution.dependencies import questions
from harness.constitution.dependencies.banned import ListError, Package, read_list
from harness.constitution.dependencies.declared import Ecosystem
from harness.constitution.dependencies.licences import normal
from harness.constitution.dependencies.manifests import Found, declared_in, is_manifest
from harness.constitution.dependencies.samples import BAD, GOOD
from harness.constitution.dependencies.versions import Unclear, specifiers
from harness.constitution.kinds import Doubtful, Job, Match, Quantifier, Scope, Seen, read_options, refuse
from harness.domain.findings import DoubtKind, Role
from harness.domain.principles import CheckSpec, Use
from harness.ports.sources import SourceFile, SourceTree, Tools

__all__ = ["BAD", "GOOD", "SCOPE", "looks_at", "quantifier", "read", "references", "survey"]

SCOPE = Scope.TREE


def _as_asked(value: Any) -> Any:
    return {"name": value} if isinstance(value, str | list) else value


def _as_ecosystems(value: Any) -> Any:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(one in list(Ecosystem) for one in values):
        raise ValueError(f"should be of {', '.join(Ecosystem)}")
    return tuple(Ecosystem(one) for one in values)


class Asked(Keys):
    """Which packages, and what of them. ``list`` and ``licences`` are files of the project."""

    name: Words | None = None
    ecosystem: Annotated[tuple[Ecosystem, ...], BeforeValidator(_as_ecosystems), Field(min_length=1)] | None = None
    version: Word | None = None
    list_: Word | None = None
    pinned: Literal[True] | None = None
    licence: Words | None = None
    licences: Word | None = None

    @property
    def packages(self) -> tuple[Package, ...]:
        """Those that are named."""
        versions = specifiers(self.version) if self.version else None
        return tuple(Package(name, versions=versions, written=self.version or "") for name in self.name or ())


class DependencyCheck(Form):
    """A check of this kind as written."""

    dependency: Annotated[Asked, BeforeValidator(_as_asked)]


def read(spec: CheckSpec) -> DependencyCheck:
    """The check. Raises DocumentError."""
    check = read_options(DependencyCheck, spec)
    refuse_quantifiers(spec, check)
    asked = check.dependency
    forbids = spec.use is Use.FORBID
    subjects = [asked.name or asked.list_, asked.licence] if forbids else [asked.name, asked.pinned, asked.licence]
    if not any(subjects):
        known = "`name`, `list` or `licence`" if forbids else "`name`, `pinned` or `licence`"
        raise refuse(spec, "nothing is asked", f"name a {known}")
    if forbids and asked.pinned:
        raise refuse(spec, "that a version is fixed cannot be forbidden", "require it")
    if asked.list_ and (not forbids or asked.licence):
        raise refuse(spec, "a `list` holds packages that are forbidden", "use it with `forbid`, and without `licence`")
    if asked.pinned and asked.licence:
        raise refuse(spec, "`pinned` and `licence` are two questions", "make two checks of it")
    if asked.version and (not asked.name or asked.pinned or asked.licence):
        raise refuse(spec, "a `version` is of the packages that are named", "name them, and ask for nothing else")
    if asked.licences and not asked.licence:
        raise refuse(spec, "`licences` tell licences, and none is asked for", "name the `licence` that is meant")
    if check.everywhere and asked.name and not (asked.version or asked.pinned or asked.licence):
        raise refuse(spec, "every package of that name has that name", "leave out `everywhere`, or ask for a `version`")
    try:
        _ = asked.packages
    except Unclear as error:
        raise refuse(spec, str(error), 'write it as PEP 440 says: ">=2.0,<3"') from None
    return check


def quantifier(use: Use, options: DependencyCheck) -> Quantifier:
    """A package must be declared once; fixed versions and licences are for every package."""
    of_all = options.dependency.pinned or options.dependency.licence
    return options.quantifier(use, Quantifier.EVERYWHERE if of_all else Quantifier.AT_LEAST_ONE)


def looks_at(options: DependencyCheck, path: str) -> bool:
    """Manifests, also those of a form that is not read."""
    return is_manifest(path, options.dependency.ecosystem or ())


def references(options: DependencyCheck) -> tuple[str, ...]:
    """The files of the project that are a part of the check, and are needed beside a sample as well."""
    return tuple(path for path in (options.dependency.list_, options.dependency.licences) if path)


def survey(job: Job[DependencyCheck], tree: SourceTree, paths: Sequence[str], tools: Tools) -> Iterator[Seen]:
    """Each dependency that is asked about, where it is declared."""
    found: list[Found] = []
    for one in declared_in(tree, paths):
        if not isinstance(one, Found):
            yield Doubtful(job.key, one.kind, one.reason, one.path, one.line)
        elif one.entry.ecosystem in (job.options.dependency.ecosystem or Ecosystem):
            found.append(one)
    try:
        question = _question(job, tree, found)
    except _FileError as error:
        yield Doubtful(job.key, DoubtKind.UNREADABLE, error.reason, error.path, error.line)
        return
    for one in found:
        answer = question(one)
        if answer and answer.right is None:
            yield Doubtful(job.key, DoubtKind.UNPARSABLE, answer.note, one.path, one.line)
        elif answer and (job.spec.use is Use.REQUIRE or not answer.right):
            role = Role.ENFORCES if answer.right else Role.VIOLATES
            note = noted(answer.note, job.options.note)
            yield Match(job.key, role, one.path, one.entry.start, one.entry.end, note)


class _FileError(Exception):
    """A file that belongs to the check cannot be used."""

    def __init__(self, path: str, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.path, self.reason, self.line = path, reason, line


def _question(job: Job[DependencyCheck], tree: SourceTree, found: Sequence[Found]) -> questions.Question:
    asked, forbids = job.options.dependency, job.spec.use is Use.FORBID
    if asked.licence:
        licences = {normal(licence) for licence in asked.licence}
        known = questions.licences_of(found, _licences(tree, asked.licences))
        why = "which is forbidden" if forbids else "which is not accepted"
        return questions.licensed(known, asked.packages, lambda one: (one in licences) is not forbids, why)
    if asked.pinned:
        return questions.pinned(asked.packages)
    locks = questions.Locks(found)
    if forbids:
        return questions.absent([*asked.packages, *_listed(tree, asked.list_)], locks)
    return questions.present(asked.packages, locks)


def _listed(tree: SourceTree, path: str | None) -> list[Package]:
    if path is None:
        return []
    try:
        return list(read_list(_file(tree, path).data))
    except ListError as error:
        raise _FileError(path, error.reason, error.line) from None


def _licences(tree: SourceTree, path: str | None) -> Mapping[str, str]:
    if path is None:
        return {}
    format = format_of(path)
    if format is None:
        raise _FileError(path, "the licences must be in a file of JSON, YAML or TOML")
    try:
        documents = read_contents(format, _file(tree, path).data).documents
    except DataError as error:
        raise _FileError(path, error.reason, error.line) from None
    table = documents[0].value if documents else {}
    members = table.items() if isinstance(table, dict) else ()
    return {name: item.value for name, item in members if isinstance(item.value, str)}


def _file(tree: SourceTree, path: str) -> SourceFile:
    file = next(iter(tree.read([path])))
    if not isinstance(file, SourceFile):
        raise _FileError(path, file.reason)
    return file
