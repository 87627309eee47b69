"""``harness spec derive``: skeletons of evidence for requirements, written once; what somebody edited is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from harness.adapters import files
from harness.app.project import Project, load_project
from harness.domain.requirements import ByName, Requirement
from harness.domain.specifications import Specification
from harness.domain.verdicts import ExitCode
from harness.errors import DocumentError, UsageError
from harness.plugins import Family
from harness.specification import deriving
from harness.specification.derived import Derived, Source, is_from, read_head, slug

KINDS = Family(deriving)
ALL = "all"
_CARD = "card"


class Done(StrEnum):
    """What became of a derived file."""

    WRITTEN = "written"
    RENEWED = "written anew"
    SAME = "up to date"
    EDITED = "edited since it was derived: left as it is"
    BEHIND = "edited since it was derived: left as it is; the requirement changed"
    FOREIGN = "not derived from this: left as it is"

    @property
    def exit_code(self) -> ExitCode:
        """What a command ends with after it."""
        codes = {Done.BEHIND: ExitCode.UNDECIDED, Done.FOREIGN: ExitCode.USAGE}
        return codes.get(self, ExitCode.PASS)


@dataclass(frozen=True)
class Outcome:
    """One derived file: where it is (as one types it in the starting folder), and what became of it."""

    path: str
    done: Done
    derived: Derived


@dataclass(frozen=True)
class DeriveOptions:
    """What to derive: of the requirements of these ``names``, or of all without a card if ``missing``."""

    names: tuple[str, ...] = ()
    missing: bool = False
    kind: str = _CARD
    into: str | None = None
    dry_run: bool = False


def derive(start: Path, options: DeriveOptions) -> tuple[Outcome, ...]:
    """Derive and write what is wanted; nothing is written in a dry run.

    Raises:
        DocumentError: if a document is invalid.
        UsageError: if a name is that of no requirement or of several, or the folder lies outside the project.
        MachineError: if a file cannot be written.
    """
    project = load_project(start)
    known = ByName(project.requirements)
    if project.mistakes and (options.missing or not all(map(known.all, options.names))):
        raise DocumentError(project.mistakes)
    wanted = _without_card(project, known) if options.missing else [_named(known, name) for name in options.names]
    deriving = _Deriving(project, known, _folder(start, project, options.into))
    return tuple(
        Outcome(project.shown(path.relative_to(project.root).as_posix(), start), done, made)
        for path, done, made in deriving.put(wanted, options)
    )


def _named(known: ByName, name: str) -> Requirement:
    found = known.all(name)
    if len(found) == 1:
        return found[0]
    if found:
        listed = " or ".join(f"'{one.qualified}'" for one in found)
        raise UsageError(f"'{name}' names {len(found)} requirements", f"say {listed}")
    by_lower = {one.lower(): one for one in known.names()}
    close = [by_lower[one] for one in get_close_matches(name.lower()[:80], by_lower, n=3, cutoff=0.5)]
    hint = (
        f"did you mean {' or '.join(map(repr, close))}?" if close else "see `harness spec show` for all that there are"
    )
    raise UsageError(f"there is no requirement '{name}'", hint)


def _without_card(project: Project, known: ByName) -> list[Requirement]:
    """The requirements that no card claims; a claim that names several proves nothing, and claims none."""
    found = [known.all(claim) for card in project.cards for claim in card.verifies]
    claimed = {one[0].qualified for one in found if len(one) == 1}
    return [one for one in project.requirements if one.qualified not in claimed and len(known.all(one.qualified)) == 1]


def _folder(start: Path, project: Project, into: str | None) -> Path | None:
    if into is None:
        return None
    folder = start.resolve() / into
    if not files.is_inside(folder, project.root):
        raise UsageError(f"'{into}' lies outside the project", f"the project is '{project.root}'")
    return folder.resolve()


@dataclass(frozen=True)
class _Deriving:
    """One call: where things go, and what is known of each requirement."""

    project: Project
    known: ByName
    into: Path | None

    def put(self, wanted: Sequence[Requirement], options: DeriveOptions) -> Iterator[tuple[Path, Done, Derived]]:
        """Derive and write everything; what is of a whole feature only once."""
        features: set[tuple[str, str]] = set()
        for requirement in wanted:
            for kind in KINDS.names() if options.kind == ALL else (options.kind,):
                of_feature = (kind, self._long(requirement).feature)
                if getattr(KINDS.load(kind), "OF_FEATURE", False) and of_feature in features:
                    continue
                features.add(of_feature)
                made = self._derived(requirement, kind)
                path = self._path(made)
                yield path, _put(path, made, self.project.root, options.dry_run), made

    def _derived(self, requirement: Requirement, kind: str) -> Derived:
        """Its files are named by its id where that is its own, and no other file's; else by feature and id."""
        long = self._long(requirement)
        short = replace(long, stem=slug(requirement.id))
        derive_one: Callable[[Source], Derived] = KINDS.load(kind).derive
        if len(self.known.all(requirement.id)) > 1 or (kind == _CARD and self._is_taken(short.stem)):
            return derive_one(long)
        made = derive_one(short)
        return derive_one(long) if _is_another(self._path(made), made) else made

    def _long(self, requirement: Requirement) -> Source:
        product = self.project.configuration.product
        return Source(
            requirement=requirement,
            documents=self._beside(requirement),
            stem=slug(requirement.qualified),
            commands=tuple(sorted(product.commands)),
            services=bool(product.services),
        )

    def _beside(self, requirement: Requirement) -> tuple[Specification, ...]:
        """The documents of its feature; one that names no feature stands for itself."""
        if requirement.feature:
            return self._by_feature.get(requirement.feature, ())
        documents = self._by_feature.get("", ())
        return tuple(one for one in documents if one.path == requirement.place.path)

    @cached_property
    def _by_feature(self) -> dict[str, tuple[Specification, ...]]:
        found: dict[str, list[Specification]] = {}
        for document in self.project.specifications.documents:
            found.setdefault(document.feature, []).append(document)
        return {feature: tuple(documents) for feature, documents in found.items()}

    def _is_taken(self, stem: str) -> bool:
        """Whether a card that lies elsewhere has the id already."""
        return any(not path.endswith(f"/{stem}.md") for path in self._cards.get(stem.lower(), ()))

    @cached_property
    def _cards(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for card in self.project.cards:
            found.setdefault(card.id.lower(), []).append(card.path)
        return found

    def _path(self, made: Derived) -> Path:
        return (self.into or (self.project.root / made.path).parent) / Path(made.path).name


def _is_another(path: Path, made: Derived) -> bool:
    head = read_head(_text(path)) if path.is_file() else None
    return head is not None and not is_from(head, made.source)


def _put(path: Path, made: Derived, root: Path, dry_run: bool) -> Done:
    """Write a derived file where none is, or where it is still as it was derived."""
    if not files.is_inside(path, root):
        raise UsageError(f"'{files.typed(path)}' leads out of the project", "remove the link")
    if not path.exists() and not path.is_symlink():
        if not dry_run:
            files.write_new(path, made.text)
        return Done.WRITTEN
    done = _judged(path, made)
    if done is Done.RENEWED and not dry_run:
        files.write_over(path, made.text)
    return done


def _judged(path: Path, made: Derived) -> Done:
    there = _text(path) if path.is_file() and not path.is_symlink() else ""
    head = read_head(there)
    if head is None or not is_from(head, made.source):
        return Done.FOREIGN
    if head.untouched:
        return Done.SAME if there.replace("\r\n", "\n") == made.text else Done.RENEWED
    now = read_head(made.text)
    return Done.EDITED if now and now.sha256 == head.sha256 else Done.BEHIND


def _text(path: Path) -> str:
    return files.read_bytes(path).decode("utf-8", "replace")
