"""The verb *constitution adopt*: any constitution that can be read, in our own form, with checks that fit its weaknesses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from harness.adapters import files
from harness.app.constitutions import is_document, shipped
from harness.app.project import find_root
from harness.constitution.adoption import Adoption, Source, adopted, lost
from harness.domain.principles import Constitution
from harness.errors import DocumentError, UsageError
from harness.markdown.text import decode
from harness.readers import read_constitution


@dataclass(frozen=True)
class Adopted:
    """What was read, what became of it, where that was written (None: nowhere), and which document it extends, if any."""

    constitution: Constitution
    adoption: Adoption
    path: Path | None
    base: str = ""


def adopt(file: Path, output: Path | None) -> Adopted:
    """The constitution in a file as a document of our form, written to a new file where one is named.

    Where both are documents of the project, the new one extends the other: the principles are in effect once, and tools
    that keep the other, such as Spec Kit, go on.

    Raises:
        DocumentError: with every mistake of the constitution.
        UsageError: if the file cannot be read, the new one exists, or a principle would not read back as it was.
    """
    source = _source(file, files.typed(file))
    path = files.typed(output or file)
    base = _base(file, output) if output else ""
    adoption = adopted(source, _library(), path, base)
    missing = _lost(source.constitution, adoption.text, path)
    if missing:
        what = f"the words of {missing} cannot be written so that they read back the same"
        raise UsageError(what, "put them into plain paragraphs and lists, and try again")
    if output:
        files.write_new(output, adoption.text)
    return Adopted(source.constitution, adoption, output, base)


def _base(file: Path, output: Path) -> str:
    """The way from the new document to the one that it is made of, where both are documents of the project; else empty."""
    root = find_root(Path.cwd())
    names = [_inside(path, root) for path in (file, output)]
    return files.seen_from(file, output) if all(name and is_document(name) for name in names) else ""


def _inside(path: Path, root: Path) -> str:
    full = path.resolve()
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else ""


def _lost(before: Constitution, text: str, path: str) -> str:
    try:
        return ", ".join(lost(before, read_constitution(text, path)))
    except DocumentError as error:
        return f"'{before.title}' ({error.mistakes[0].what})"


@cache
def _library() -> tuple[Source, ...]:
    return tuple(_source(path, name) for name, path in shipped().items())


def _source(file: Path, name: str) -> Source:
    text = decode(files.read_bytes(file), name)
    return Source(read_constitution(text, name), text)
