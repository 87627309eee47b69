"""By which files a project is judged, told by their paths and by what stands in them; who edited them is told elsewhere."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from harness.adapters import files
from harness.adapters.git import Git, PathChange, folder_at
from harness.adapters.links import Link, links_at
from harness.adapters.revisions import files_at
from harness.adapters.trace_lock import LOCK
from harness.app.constitutions import FOLDER, SPEC_KIT, constitutions_at, document_paths, load_constitutions, shipped
from harness.app.gate_waivers import PATH as WAIVERS
from harness.app.golden_cases import GOLDEN
from harness.app.inline_waivers import WAIVE, is_waiving
from harness.app.judge_submodules import waives_more
from harness.app.project import CARDS, CONFIGURATION, Project
from harness.app.sealing import LOG as SEALS
from harness.app.sealing import every_card
from harness.app.specification_places import SIGNS, patterns
from harness.app.specification_revisions import specifications_at
from harness.constitution.globs import Globs
from harness.constitution.waivers import PATH as WAIVERS_OF_PRINCIPLES
from harness.domain.principles import Level
from harness.domain.requirements import Requirement
from harness.errors import DocumentError, MachineError
from harness.markdown.text import decode
from harness.readers import read_card

PYPROJECT = "pyproject.toml"
_FILES = {
    CONFIGURATION: "policy",
    PYPROJECT: "policy",
    WAIVERS: "waivers",
    WAIVERS_OF_PRINCIPLES: "waivers",
    SEALS: "seals",
    SPEC_KIT: "constitution",
    LOCK: "trace",
}
_FOLDERS = {FOLDER: "constitution", GOLDEN: "golden"}
_EXEMPTIONS = (("trace", "exemptions"), ("spec", "ignores"))
_EXTENDS = b"extends"
_MOST_NAMED = 1000
_DOCUMENTS = (".md", ".yaml", ".yml")
Edited = Mapping[str, PathChange]


@dataclass(frozen=True)
class Judges:
    """The judges of a project, compared with those of ``base``, a commit.

    ``named`` are further files with their kinds, ``globs`` the lists of those that the policy named besides, and that it names
    now: what one of them takes out the other may mean.
    """

    project: Project
    base: str
    named: Mapping[str, str]
    globs: Sequence[Sequence[str]] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The files and folders where judges lie."""
        plain = (glob for globs in self.globs for glob in globs if not set(glob) & set("*?[{!"))
        return (*_FILES, *_FOLDERS, *self._bases, *self.named, *plain)

    @property
    def reached(self) -> tuple[str, ...]:
        """The same, and all that links among them lead to."""
        return (*self.places, *(path for link in self._links for path in link.reached if not link.leads_out))

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The files and folders where cards and specifications lie, but for patterns that mean the whole project."""
        signs = [sign for sign in SIGNS if (self.project.root / sign).exists()]
        where = patterns(signs, self.project.configuration.spec.paths)
        return (CARDS, *dict.fromkeys(one.start for one in where if one.start))

    def edited(self, changes: Edited) -> dict[str, str]:
        """The kinds of those changed paths that are an edit of a judge, by path.

        Raises:
            HarnessError: where nobody can tell, as where a file of then cannot be read, or a judge lies out of the project.
        """
        self._refuse_outside()
        found = {path: kind for path in changes if (kind := self.kind(path)) and not self._is_new_case(path, changes)}
        for path in (CONFIGURATION, PYPROJECT):
            if path in found:
                found[path] = self._kind_of_settings(path, changes[path])
        found |= dict.fromkeys(self._lost_cards(changes), "document")
        found |= {path: "document" for path in self._elsewhere(changes) if not found.get(path)}
        found |= {path: "document" for path in self._lost_requirements(changes) if not found.get(path)}
        rest = {path: change for path, change in changes.items() if not found.get(path)}
        found |= dict.fromkeys(self._extended(rest), "constitution")
        found |= dict.fromkeys(self._waiving(rest), "waivers")
        return {path: kind for path, kind in found.items() if kind}

    def kind(self, path: str) -> str:
        """The kind of a file that is a judge whatever stands in it; empty for any other."""
        if kind := self._kind_of_name(path):
            return kind
        for link in self._links:
            if any(_is_at(path, one) for one in link.reached):
                return self._kind_of_name(link.path) or ("document" if link.path == CARDS else "constitution")
        return ""

    def _kind_of_name(self, path: str) -> str:
        if path in self.named:
            return self.named[path]
        if path in self._bases:
            return "constitution"
        plain = path.lower()  # a file system may hold `Constitutions/` for `constitutions/`
        if plain in _FILES:
            return _FILES[plain]
        parts = PurePosixPath(plain).parts
        if parts[0] in _FOLDERS and not any(part.startswith(".") for part in parts) and parts[-1] != "readme.md":
            return _FOLDERS[parts[0]]
        return "document" if any(globs.match(path) for globs in self._globs) else ""

    @cached_property
    def _globs(self) -> tuple[Globs, ...]:
        return tuple(Globs(globs) for globs in self.globs if globs)

    @cached_property
    def _links(self) -> tuple[Link, ...]:
        """Links among the judges: what they lead to is a judge as well."""
        return links_at(self.project.root, self.places)

    @cached_property
    def _bases(self) -> tuple[str, ...]:
        """The documents elsewhere that a constitution extends now."""
        root = self.project.root
        own = document_paths(root)
        if not any(_EXTENDS in self._now(path) for path in own):
            return ()
        loaded = load_constitutions(root).documents
        return tuple(one.path for one in loaded if one.path not in own and one.path not in shipped())

    def _refuse_outside(self) -> None:
        for link in self._links:
            if link.leads_out:
                what = f"'{link.path}' leads out of the project, so that nobody can tell whether it was edited"
                raise MachineError(what, "put there what it leads to")

    def _is_new_case(self, path: str, changes: Edited) -> bool:
        """Whether it is the document of a golden case that was not there: it counts only once somebody accepts its snapshot."""
        return path.startswith(f"{GOLDEN}/") and path.endswith(".md") and changes[path].is_new

    def _kind_of_settings(self, path: str, change: PathChange) -> str:
        """The kind of what a configuration sets otherwise than before; empty where it sets the same."""
        then, now = _settings(path, self._then((path,)).get(path, b"")), _settings(path, self._now(path))
        if then is not None and then == now and (path == PYPROJECT or not (change.is_new or change.is_gone)):
            return ""
        if then and now and _without(then, _EXEMPTIONS) == _without(now, _EXEMPTIONS):
            return "exemptions"
        return "policy"

    def _lost_cards(self, changes: Edited) -> Iterator[str]:
        """The documents of cards that are gone, or that hold another card now."""
        paths = [path for path, one in changes.items() if _is_card(path) and not one.is_new]
        yield from (path for path in paths if changes[path].is_gone)
        kept = [path for path in paths if not changes[path].is_gone]
        ids = {card.id for card in every_card(self.project)}
        for path, data in self._then(kept).items():
            try:
                if read_card(decode(data, path), path).id not in ids:
                    yield path
            except DocumentError:
                continue

    def _elsewhere(self, changes: Edited) -> Iterator[str]:
        """What changed behind links among the documents, and in submodules with some: what they said then is not read."""
        links = links_at(self.project.root, self.documents)
        behind = {path for link in links if not link.leads_out for path in link.reached}
        for path, one in changes.items():
            linked = path.endswith(".md") and any(_is_at(path, place) for place in behind)
            if not one.is_new and (linked or (one.is_submodule and self._holds_documents(path))):
                yield path

    def _holds_documents(self, submodule: str) -> bool:
        return any(_is_at(submodule, place) or _is_at(place, submodule) for place in self.documents)

    def _lost_requirements(self, changes: Edited) -> Iterator[str]:
        """The specifications that are gone, or of which a requirement is gone or binds less."""
        touched = {
            path for path, one in changes.items() if not one.is_new and not self.kind(path) and not _is_card(path)
        }
        if not touched:
            return
        now = {one.qualified: one for one in self.project.requirements}
        for document in specifications_at(self.project, self.base).documents:
            gone = document.path in changes and changes[document.path].is_gone
            if document.requirements and (gone or any(_is_less(one, now) for one in document.requirements)):
                yield document.path

    def _extended(self, changes: Edited) -> tuple[str, ...]:
        """The documents elsewhere that a constitution extends, or did."""
        if not any(path.endswith(_DOCUMENTS) for path in changes):
            return ()
        root = self.project.root
        loaded = (load_constitutions(root), *([constitutions_at(root, self.base)] if self._was_there else []))
        paths = {document.path for one in loaded for document in one.documents}
        return tuple(path for path in changes if _written(path) in paths)

    def _waiving(self, changes: Edited) -> Iterator[str]:
        """The files with comments that waive a principle, which did not stand there before."""
        now = {path: data for path, one in changes.items() if not one.is_gone and WAIVE in (data := self._now(path))}
        then = self._then([path for path in now if not changes[path].is_new])
        yield from (path for path, data in now.items() if is_waiving(path, data, then.get(path, b"")))
        for path, one in changes.items():
            if one.is_submodule and waives_more(self.project.root, path, self.base):
                yield path

    def _then(self, paths: Collection[str]) -> Mapping[str, bytes]:
        if not (paths and self._was_there):
            return {}
        named = sorted(paths) if len(paths) < _MOST_NAMED else ()
        return files_at(self.project.root, self.base, named, frozenset(paths).__contains__)

    @cached_property
    def _was_there(self) -> bool:
        return folder_at(Git(self.project.root), self.base) is not None

    def _now(self, path: str) -> bytes:
        full = self.project.root / path
        return files.read_bytes(full) if full.is_file() else b""


def _is_at(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}/")


def _is_card(path: str) -> bool:
    plain = path.lower()
    return plain.startswith(f"{CARDS}/") and plain.endswith(".md") and not plain.endswith("/readme.md")


def _is_less(then: Requirement, now: Mapping[str, Requirement]) -> bool:
    one = now.get(then.qualified)
    return one is None or one.level not in (then.level, Level.MUST)


def _settings(path: str, data: bytes) -> dict[str, Any] | None:
    """What a configuration sets; None where it cannot be read."""
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if path != PYPROJECT:
        return document
    tool = document.get("tool", {})
    table = tool.get("harness", {}) if isinstance(tool, dict) else {}
    return table if isinstance(table, dict) else None


def _without(settings: Mapping[str, Any], places: Sequence[tuple[str, str]]) -> dict[str, Any]:
    left = dict(settings)
    for table, key in places:
        if isinstance(found := left.get(table), dict):
            left[table] = {name: value for name, value in found.items() if name != key}
    return {name: value for name, value in left.items() if value != {}}


def _written(path: str) -> str:
    return path.encode("utf-8", "replace").decode("utf-8")
