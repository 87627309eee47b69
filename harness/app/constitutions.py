"""Finds the documents of principles of a project, reads them and joins them; judging them lies in ``constitution_lint``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness.adapters import files
from harness.adapters.revisions import files_at
from harness.app.constitution_paths import FOLDER as FOLDER
from harness.app.constitution_paths import SPEC_KIT as SPEC_KIT
from harness.app.constitution_paths import document_paths as document_paths
from harness.app.constitution_paths import is_document as is_document
from harness.app.constitution_paths import shipped as shipped
from harness.app.kept_documents import read_document
from harness.constitution import document_codes as codes
from harness.constitution.composition import compose
from harness.domain.nearest import did_you_mean
from harness.domain.places import Mistake, Place
from harness.domain.principles import Constitution, Principle, Reference
from harness.domain.results import DocumentRecord
from harness.errors import DocumentError, UsageError
from harness.ports.blobs import Blobs

Content = Callable[[], bytes]


@dataclass(frozen=True)
class Loaded:
    """The constitutions of a project.

    ``constitutions`` are its own and all that they extend, base first, their principles completed by what they inherit;
    ``own`` are the paths of its own documents, also of those that could not be read. ``principles`` are those in effect;
    ``loosened`` are the ids of inherited MUSTs that are loosened by leave of a waiver.
    """

    root: Path
    own: tuple[str, ...]
    constitutions: tuple[Constitution, ...]
    principles: tuple[Principle, ...]
    documents: tuple[DocumentRecord, ...]
    mistakes: tuple[Mistake, ...] = ()
    loosened: frozenset[str] = frozenset()

    def require_valid(self) -> Loaded:
        """These constitutions, if anything can be checked against them.

        Raises:
            DocumentError: with every mistake of every document.
            UsageError: if there is no constitution at all.
        """
        if self.mistakes:
            raise DocumentError(self.mistakes)
        return self.require_any()

    def require_read(self) -> Loaded:
        """These constitutions, if every document could be read, whether or not they fit together. Raises DocumentError."""
        if self.unread:
            raise DocumentError(self.mistakes)
        return self

    @property
    def unread(self) -> frozenset[str]:
        """The paths of the project's own documents that could not be read."""
        return frozenset(self.own) - {one.path for one in self.constitutions}

    def require_any(self) -> Loaded:
        """These constitutions, if there are any, valid or not. Raises UsageError."""
        if not self.own:
            hint = f"write principles to {FOLDER}/main.md, or take over others with `harness constitution adopt FILE`"
            raise UsageError(f"there is no constitution in {FOLDER}/", hint)
        return self


def load_constitutions(
    root: Path,
    waived: frozenset[str] = frozenset(),
    paths: Sequence[str] | None = None,
    blobs: Blobs | None = None,
) -> Loaded:
    """Read and join the constitutions of the project in the folder ``root``; nothing is raised for a mistake in one.

    Documents are ``constitutions/**/*.md`` (but each ``README.md``, ``constitutions/waivers.md`` and ``reviews.md``), lists of
    principles ``constitutions/**/*.yaml`` (but those below ``constitutions/checks/``), and Spec Kit's
    ``.specify/memory/constitution.md``.
    ``paths``, relative to the root, name other documents in their place. ``waived`` are ids of inherited principles that may
    be loosened. What was read is kept in ``blobs``. Typical use:
    ``load_constitutions(root, waived).require_valid().principles``.
    """
    names = document_paths(root) if paths is None else paths
    own = {name: _content(root / name) for name in names}
    return _Loading(root, own, lambda name: _inside(root, name), blobs).load(waived)


def constitutions_at(
    root: Path, revision: str, waived: frozenset[str] = frozenset(), paths: Sequence[str] | None = None
) -> Loaded:
    """The same as they were at a revision; places of mistakes are of the form ``REVISION:path``.

    Raises:
        UsageError: if there is no such revision.
    """
    known = files_at(root, revision, [FOLDER, SPEC_KIT] if paths is None else paths)
    own = {name: _kept(data) for name, data in known.items() if paths is not None or is_document(name)}

    def outside(name: str) -> Content | None:
        found = known if name in known else files_at(root, revision, [name])
        return _kept(found[name]) if name in found else None

    loaded = _Loading(root, own, outside).load(waived)
    mistakes = tuple(_moved(mistake, revision) for mistake in loaded.mistakes)
    return replace(loaded, mistakes=mistakes)


@dataclass
class _Loading:
    """One loading: what was read, each document once, and what is wrong with it.

    ``outside`` gives the content of a document that is none of the project's own, but extended by one.
    """

    root: Path
    own: Mapping[str, Content]
    outside: Callable[[str], Content | None]
    blobs: Blobs | None = None
    read: dict[str, Constitution | None] = field(default_factory=dict)
    documents: list[DocumentRecord] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def load(self, waived: frozenset[str] = frozenset()) -> Loaded:
        found = [self._constitution(name, content) for name, content in self.own.items()]
        composed = compose([one for one in found if one], self._resolve, waived)
        mistakes = sorted({*self.mistakes, *composed.mistakes}, key=_by_place)
        own = tuple(_shown(name) for name in self.own)
        return Loaded(
            root=self.root,
            own=own,
            constitutions=composed.constitutions,
            principles=composed.principles,
            documents=tuple(self.documents),
            mistakes=tuple(mistakes),
            loosened=composed.loosened,
        )

    def _resolve(self, reference: Reference) -> Constitution:
        content = self._base(reference.name)
        if content is None:
            raise DocumentError([_missing(reference)])
        found = self._constitution(reference.name, content)
        if found is None:
            raise DocumentError([])  # what is wrong in it has been noted already
        return found

    def _base(self, name: str) -> Content | None:
        if name in shipped():
            return _content(shipped()[name])
        return self.own.get(name) or self.outside(name)

    def _constitution(self, name: str, content: Content) -> Constitution | None:
        if name not in self.read:
            self.read[name] = self._read(_shown(name), content)
        return self.read[name]

    def _read(self, name: str, content: Content) -> Constitution | None:
        data = content()
        self.documents.append(DocumentRecord(path=name, sha256=hashlib.sha256(data).hexdigest()))
        try:
            return read_document(data, name, self.blobs)
        except DocumentError as error:
            self.mistakes.extend(error.mistakes)
            return None


def _content(path: Path) -> Content:
    return lambda: files.read_bytes(path)


def _inside(root: Path, name: str) -> Content | None:
    path = root / name
    return _content(path) if path.is_file() and files.is_inside(path, root) else None


def _kept(data: bytes) -> Content:
    return lambda: data


def _missing(reference: Reference) -> Mistake:
    what = f"extends '{reference.name}', which is not there"
    known = did_you_mean(reference.name, shipped())
    hint = f"name a document of this project by its path from here, or a shipped constitution: {known}"
    return Mistake(place=reference.place, what=what, hint=hint, code=codes.UNKNOWN_BASE.code)


def _moved(mistake: Mistake, revision: str) -> Mistake:
    place = Place(path=f"{revision}:{mistake.place.path}", line=mistake.place.line)
    return mistake.model_copy(update={"place": place})


def _shown(name: str) -> str:
    # A name that is not UTF-8 is shown with question marks: a record has to be writable.
    return name.encode("utf-8", "replace").decode("utf-8")


def _by_place(mistake: Mistake) -> tuple[str, int, str]:
    return mistake.place.path, mistake.place.line, mistake.code
