"""Where the specifications of a project lie, and all of them as they were read; judging them lies in the engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.app.specification_places import SIGNS, SKIPPED, Pattern, patterns
from harness.domain.configuration import Configuration
from harness.domain.places import Mistake
from harness.domain.requirements import Requirement
from harness.domain.specifications import LeftOut, Specification
from harness.errors import DocumentError, UsageError
from harness.markdown.text import decode
from harness.readers import read_specification

_TWICE = "SPEC101"
_LONGEST = 80


@dataclass(frozen=True)
class Specifications:
    """The specifications of a project, in the order of their paths; ``mistakes`` of what cannot be read is among theirs."""

    root: Path
    documents: tuple[Specification, ...]
    mistakes: tuple[Mistake, ...] = ()

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """All that are in force."""
        return tuple(one for document in self.documents for one in document.requirements)


def specification_files(root: Path, configuration: Configuration) -> list[Path]:
    """Every document of a project that may specify something, each once."""
    signs = [sign for sign in SIGNS if (root / sign).exists()]
    found = (path for one in patterns(signs, configuration.spec.paths) for path in _matching(root, one))
    return list(dict.fromkeys(found))


def load_specifications(root: Path, paths: Iterable[Path], format_: str = "") -> Specifications:
    """Read documents of the project in ``root``, each in the format that it seems to have unless one is named.

    What cannot be read is among the mistakes.
    """
    return read_specifications(root, ((name_of(path, root), files.read_bytes(path)) for path in paths), format_)


def read_specifications(
    root: Path,
    contents: Iterable[tuple[str, bytes]],
    format_: str = "",
    read: Callable[[tuple[str, bytes]], Specification] | None = None,
) -> Specifications:
    """Read documents by their paths and contents; ``read`` may remember them.

    An id that a feature has twice is among the mistakes as well, unless both say the same: a document may be kept whole and in
    parts.
    """
    documents: list[Specification] = []
    mistakes: list[Mistake] = []
    for name, data in contents:
        try:
            document = read((name, data)) if read else read_specification(decode(data, name), name, format_)
        except DocumentError as error:
            mistakes.extend(error.mistakes)
        else:
            documents.append(document)
            mistakes.extend(document.mistakes)
    first: dict[str, Requirement] = {}
    once = tuple(_said_once(document, first, mistakes) for document in documents)
    return Specifications(root, once, tuple(mistakes))


def name_of(path: Path, root: Path) -> str:
    """The path of a document in its project, as records hold it: what is not UTF-8 in it is a question mark there."""
    return path.relative_to(root).as_posix().encode("utf-8", "replace").decode("utf-8")


def unmatched(root: Path, configuration: Configuration) -> tuple[str, ...]:
    """The places of the configuration in which no document lies: what they were to specify would be missing unnoticed."""
    return tuple(glob for glob in configuration.spec.paths if next(_matching(root, Pattern(glob)), None) is None)


def _said_once(document: Specification, first: dict[str, Requirement], mistakes: list[Mistake]) -> Specification:
    """The document without what others of its feature said before it; another text under the same id is a mistake."""
    kept: list[Requirement] = []
    left_out = list(document.left_out)
    for one in document.requirements:
        other = first.setdefault(one.qualified, one)
        same = other.sha256 == one.sha256 and other.place.path != one.place.path
        if same:
            left_out.append(
                LeftOut(place=one.place, text=f"{one.id}: {one.text}"[:_LONGEST], why=f"{other.place} says the same")
            )
        elif other is not one and other.place.path != one.place.path:
            mistakes.append(_twice(one, other))
        if not same:
            kept.append(one)
    if len(kept) == len(document.requirements):
        return document
    return document.model_copy(update={"requirements": tuple(kept), "left_out": tuple(left_out)})


def _twice(one: Requirement, other: Requirement) -> Mistake:
    return Mistake(
        place=one.place,
        what=f"requirement '{one.qualified}' is also given in {other.place}",
        hint="give one of the two another number, or put its document into a folder of another name",
        code=_TWICE,
    )


def wanted_files(start: Path, root: Path, configuration: Configuration, paths: Sequence[str]) -> list[Path]:
    """The documents that paths name (relative to ``start``): files, or folders with what lies in them; all without any.

    Raises:
        UsageError: if a path does not exist, or lies outside the project.
    """
    if not paths:
        return specification_files(root, configuration)
    found: dict[Path, None] = {}
    for path in paths:
        full = start.resolve() / path
        if not full.exists():
            raise UsageError(f"'{path}' does not exist", "name a specification, or a folder of them")
        if not files.is_inside(full, root):
            raise UsageError(f"'{path}' lies outside the project", f"the project is '{root}'")
        full = full.resolve()
        found.update(dict.fromkeys(files.documents(full, root) if full.is_dir() else [full]))
    return list(found)


def _matching(root: Path, pattern: Pattern) -> Iterator[Path]:
    """The documents that a pattern means; links are followed where they do not lead out of the project."""
    start = root / pattern.start
    found = iter([start]) if start.is_file() else files.documents(start, root, skipped=SKIPPED)
    yield from (
        path for path in found if pattern.matches(path.relative_to(root).as_posix()) and files.is_inside(path, root)
    )
