"""What a project has that a waiver of the gate can name, found when it is asked for; what is waived is told elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from harness.adapters.sources import FolderTree
from harness.app.constitutions import load_constitutions
from harness.app.golden_cases import load_cases
from harness.app.project import Project
from harness.app.sealing import every_card
from harness.constitution.globs import Globs
from harness.domain.nearest import nearest
from harness.domain.requirements import ByName
from harness.domain.waivers import Scope, ScopeKind
from harness.errors import DocumentError, UsageError

_WILD = frozenset("*?[{")
_EVERYTHING = frozenset({"all", "any", "every", "everything"})


@dataclass(frozen=True)
class Waivable:
    """The cards, golden cases, requirements, principles and files of a project."""

    project: Project

    def qualified(self, scope: Scope) -> str:
        """The name of what a scope means, as keys of items have it."""
        if scope.kind is not ScopeKind.REQUIREMENT:
            return scope.name
        found = self._requirements.one(scope.name)
        return found.qualified if found else scope.name

    def why_unknown(self, scope: Scope) -> str:
        """Why a scope names nothing that is there; empty where it does, or where documents cannot be read."""
        if scope.kind is ScopeKind.REQUIREMENT and len(found := self._requirements.all(scope.name)) > 1:
            names = ", ".join(sorted(one.qualified for one in found)[:5])
            return f"'{scope.name}' stands for several requirements: name one of {names}"
        known = self._names[scope.kind]()
        if known is None or scope.name in known:
            return ""
        close = nearest(scope.name, known)
        hint = f"; did you mean '{close}'?" if close else ""
        return f"there is no {scope.kind} '{scope.name}'{hint}"

    def why_blanket(self, scope: Scope) -> str:
        """Why a scope covers more than somebody can have looked at; empty where it does not."""
        if _WILD & set(scope.name) or scope.name.lower() in _EVERYTHING:
            return f"'{scope}' names every {scope.kind} of a form: name each that it is for"
        if not scope.glob or scope.glob in self._files:
            return ""
        if not any(_is_plain(part) for part in scope.glob.split("/")):
            return f"'{scope}' names no folder and no file: name those that it is for"
        globs = Globs((scope.glob,))
        covered = {path for path in self._files if globs.match(path)}
        kinds = {_suffix(path) for path in covered}
        if len(covered) > 1 and not any(_suffix(path) in kinds for path in self._files - covered):
            said = ", ".join(f"`{kind or 'without a suffix'}`" for kind in sorted(kinds)[:5])
            return f"'{scope}' covers every file of its kind ({said}): name the folders or files that it is for"
        return ""

    @cached_property
    def _names(self) -> Mapping[ScopeKind, Callable[[], frozenset[str] | None]]:
        return {
            ScopeKind.CARD: lambda: frozenset(card.id for card in every_card(self.project)),
            ScopeKind.GOLDEN: lambda: self._cases,
            ScopeKind.REQUIREMENT: lambda: frozenset(self._requirements.names()),
            ScopeKind.PRINCIPLE: lambda: self._principles,
        }

    @cached_property
    def _requirements(self) -> ByName:
        return ByName(self.project.requirements)

    @cached_property
    def _cases(self) -> frozenset[str] | None:
        try:
            found = load_cases(self.project.root)
        except DocumentError:
            return None
        except UsageError:  # there is no case, and there never was one
            return frozenset()
        return frozenset((*(case.id for case in found.every), *found.gone))

    @cached_property
    def _principles(self) -> frozenset[str] | None:
        loaded = load_constitutions(self.project.root)
        ids = frozenset(one.id for one in loaded.principles)
        return ids if ids or not loaded.mistakes else None

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(entry.path for entry in FolderTree(self.project.root).entries())


def _is_plain(part: str) -> bool:
    return not _WILD & set(part) and any(map(str.isalnum, part))


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
