"""``harness spec lint``: everything that is wrong in a project's specifications that can be read; it runs nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.app.linted import Linted
from harness.app.project import Project, configuration_of, find_root, shown_from
from harness.app.specifications import Specifications, name_of, read_specifications, specification_files, wanted_files
from harness.constitution.globs import Globs
from harness.domain.configuration import Configuration, SpecIgnore
from harness.domain.nearest import did_you_mean
from harness.domain.places import Mistake, Place, Severity
from harness.domain.specifications import Specification
from harness.errors import DocumentError, UsageError
from harness.markdown.text import decode
from harness.reports._annotations import Annotation, in_order
from harness.specification.evidence import Means, means_for
from harness.specification.ignores import USELESS
from harness.specification.lint import check, known_codes
from harness.specification.statements import Statement

_INVALID = "CONF103"


@dataclass(frozen=True)
class Shown:
    """What could show one requirement, as far as its words tell; nothing, where ``means`` is empty."""

    requirement: str
    means: tuple[Means, ...]


@dataclass(frozen=True)
class SpecLint(Linted):
    """What lint found in which documents, places as someone in the starting folder would type them."""

    documents: tuple[Specification, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def requirements(self) -> int:
        """How many requirements the documents have, with those of proposed changes."""
        proposed = sum(one.requirement is not None for document in self.documents for one in document.deltas)
        return proposed + sum(len(document.requirements) for document in self.documents)

    @property
    def states_nothing(self) -> bool:
        """Whether nothing at all was read that could be judged."""
        return not self.requirements and not any(
            one.tasks or one.plan_checks or one.deviations or one.deltas for one in self.documents
        )

    @property
    def left_out(self) -> int:
        """How many passages of the documents were read as nothing."""
        return sum(len(document.left_out) for document in self.documents)

    @property
    def counts(self) -> dict[str, int]:
        """How many mistakes there are of each code."""
        return dict(sorted(Counter(mistake.code for mistake in self.mistakes).items()))

    def shown(self) -> Iterator[Shown]:
        """What could show each requirement in force."""
        for document in self.documents:
            for one in document.requirements:
                yield Shown(one.qualified, means_for(Statement(one)))


def lint_specifications(start: Path, paths: Sequence[str] = ()) -> SpecLint:
    """Lint the specifications that the paths name, or all of the project; each is compared with all.

    Raises:
        DocumentError: if the configuration is invalid, or ignores a code that there is not.
        UsageError: if a path is wrong, or there is nothing to lint.
    """
    root = find_root(start)
    configuration = configuration_of(root)
    _require_known(root, configuration)
    asked = wanted_files(start, root, configuration, paths)
    if not asked:
        where = ", ".join(f"'{path}'" for path in paths) or "the project"
        raise UsageError(f"there is no specification in {where}", "write one, such as specs/001-name/spec.md")
    every = dict.fromkeys([*specification_files(root, configuration), *asked])
    contents = [(name_of(path, root), files.read_bytes(path)) for path in every]
    read = read_specifications(root, contents)
    names = {name_of(path, root) for path in asked}
    found = _ignored(_found(read, contents), configuration.spec.ignores, root, () if paths else every)
    mistakes = sorted((one for one in found if one.place.path in names or _of_settings(one)), key=_by_place)
    documents = tuple(_moved(one, root, start) for one in read.documents if one.path in names)
    return SpecLint(documents, tuple(_shown(one, root, start) for one in mistakes))


def as_annotations(found: SpecLint) -> str:
    """The mistakes as GitHub's workflow commands."""
    return in_order(
        Annotation(one.severity.value, one.code, (one.what, f"what to do: {one.hint}"), one.place.path, one.place.line)
        for one in found.mistakes
    )


def _found(read: Specifications, contents: Iterable[tuple[str, bytes]]) -> Iterator[Mistake]:
    data = dict(contents)
    yield from read.mistakes
    yield from check([(one, decode(data[one.path], one.path)) for one in read.documents])


def _require_known(root: Path, configuration: Configuration) -> None:
    """Raise where the configuration ignores a code that no rule has."""
    ignores = configuration.spec.ignores
    known = known_codes() if ignores else frozenset()
    mistakes = [
        _setting(root, at, "codes", f"there is no rule '{code}' to ignore", did_you_mean(code, known))
        for at, ignore in enumerate(ignores)
        for code in ignore.codes
        if code not in known
    ]
    if mistakes:
        raise DocumentError(mistakes)


def _ignored(
    found: Iterable[Mistake], ignores: Sequence[SpecIgnore], root: Path, looked_at: Iterable[Path]
) -> Iterator[Mistake]:
    """What no ignore of the configuration covers, and, where all was looked at, each ignore that covered nothing."""
    globs = [Globs(ignore.paths) for ignore in ignores]
    used: set[int] = set()
    for one in found:
        covering = [
            at for at, ignore in enumerate(ignores) if one.code in ignore.codes and globs[at].match(one.place.path)
        ]
        used.update(covering)
        if not covering:
            yield one
    for at, ignore in enumerate(ignores) if looked_at else ():
        if at not in used:
            what = f"nothing is told as {' or '.join(ignore.codes)} in these paths"
            mistake = _setting(root, at, "codes", what, "take the ignore away")
            yield mistake.model_copy(update={"code": USELESS.code, "severity": Severity.WARNING})


def _setting(root: Path, at: int, name: str, what: str, hint: str) -> Mistake:
    project = Project(root, Configuration(), (), ())
    place = project.place_of("spec", "ignores", str(at), name)
    return Mistake(place=place, what=what, hint=hint, code=_INVALID)


def _of_settings(mistake: Mistake) -> bool:
    return mistake.place.path.endswith(".toml")


def _moved(document: Specification, root: Path, start: Path) -> Specification:
    return document.model_copy(update={"path": shown_from(start, root, document.path)})


def _shown(mistake: Mistake, root: Path, start: Path) -> Mistake:
    place = Place(path=shown_from(start, root, mistake.place.path), line=mistake.place.line)
    return mistake.model_copy(update={"place": place})


def _by_place(mistake: Mistake) -> tuple[str, int, str, str]:
    return mistake.place.path, mistake.place.line, mistake.code, mistake.what
