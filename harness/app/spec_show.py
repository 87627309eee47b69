"""``harness spec show``: what a project's specifications say, as it was read, and as it would be after a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.app.project import Project, configuration_of, find_root, missing_places, shown_from
from harness.app.specifications import Specifications, load_specifications, specification_files, wanted_files
from harness.domain.nearest import did_you_mean
from harness.domain.places import Mistake, Place, Severity
from harness.domain.requirements import ByName
from harness.domain.specifications import Specification
from harness.errors import UsageError
from harness.readers.specifications import SPECIFICATIONS
from harness.specification.applying import applied


@dataclass(frozen=True)
class SpecView:
    """The documents that were asked for, what is wrong in them, and the ids that several features use."""

    documents: tuple[Specification, ...]
    mistakes: tuple[Mistake, ...] = ()
    ambiguous: tuple[str, ...] = ()

    @property
    def errors(self) -> int:
        """How many mistakes make a document unusable."""
        return sum(mistake.severity is Severity.ERROR for mistake in self.mistakes)


def show_specifications(start: Path, paths: Sequence[str] = (), *, change: str = "", format_: str = "") -> SpecView:
    """What the specifications say that the paths name, or all of the project.

    ``change`` is a proposed one that is taken for accepted. In ``format_`` the documents of the paths are read, whatever they
    look like. Places are as someone in the starting folder would type them.

    Raises:
        DocumentError: if the configuration is invalid.
        UsageError: if a path is wrong, there is no such change or format, or there is nothing to show.
    """
    root = find_root(start)
    configuration = configuration_of(root)
    if format_:
        _require_format(format_, paths)
    wanted = wanted_files(start, root, configuration, paths)
    found = load_specifications(
        root, wanted if format_ else _every(wanted, specification_files(root, configuration)), format_
    )
    names = frozenset(path.relative_to(root).as_posix() for path in wanted)
    view = _view(found, change, names if paths else None)
    missing = () if paths else missing_places(Project(root, configuration, (), ()))
    if not view.documents and not view.mistakes and not missing:
        raise UsageError(*_nothing(paths))
    mistakes = tuple(_shown(one, root, start) for one in (*missing, *view.mistakes))
    return SpecView(view.documents, mistakes, view.ambiguous)


def _view(found: Specifications, change: str, names: frozenset[str] | None) -> SpecView:
    """The documents of some paths, or all, after a change, if there is one."""
    documents, mistakes = found.documents, list(found.mistakes)
    if change:
        proposed = [one for one in documents if one.change == change]
        _require_change(change, documents, proposed)
        outcome = applied([one for one in documents if not one.change], proposed)
        documents = outcome.documents
        mistakes.extend(outcome.mistakes)
        names = (
            None if names is None else names | {one.path for one in outcome.documents if one.path not in _paths(found)}
        )
    kept = tuple(one for one in documents if names is None or one.path in names)
    told = tuple(one for one in mistakes if names is None or change or one.place.path in names)
    by_name = ByName(requirement for one in documents for requirement in one.requirements)
    ids = dict.fromkeys(requirement.id for one in kept for requirement in one.requirements)
    return SpecView(kept, told, tuple(id_ for id_ in ids if by_name.one(id_) is None))


def _paths(found: Specifications) -> frozenset[str]:
    return frozenset(one.path for one in found.documents)


def _every(wanted: Sequence[Path], known: Sequence[Path]) -> list[Path]:
    """All documents, since only among all of them it is told which id is ambiguous."""
    return list(dict.fromkeys((*known, *wanted)))


def _require_format(name: str, paths: Sequence[str]) -> None:
    known = SPECIFICATIONS.names()
    if name not in known:
        raise UsageError(f"there is no format '{name}'", did_you_mean(name, known))
    if not paths:
        raise UsageError("`--format` needs a PATH", "name the documents that are to be read in this format")


def _require_change(name: str, documents: Sequence[Specification], proposed: Sequence[Specification]) -> None:
    known = {one.change for one in documents if one.deltas}
    if not any(one.deltas for one in proposed):
        raise UsageError(f"there is no open change '{name}'", did_you_mean(name, known))


def _nothing(paths: Sequence[str]) -> tuple[str, str]:
    if paths:
        return "there is no specification in " + ", ".join(f"'{path}'" for path in paths), "name a Markdown file"
    return (
        "there is no specification here",
        "write `specs/001-name/spec.md`, or name other places as `paths` of `[spec]`",
    )


def _shown(mistake: Mistake, root: Path, start: Path) -> Mistake:
    place = Place(path=shown_from(start, root, mistake.place.path), line=mistake.place.line)
    return mistake.model_copy(update={"place": place})
