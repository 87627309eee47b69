"""The verb *constitution adopt*: any constitution that can be read, in our own form, with checks that fit its weaknesses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from harness.adapters import files
from harness.app.constitutions import shipped
from harness.constitution.adoption import Adoption, Source, adopted, lost
from harness.domain.principles import Constitution
from harness.errors import DocumentError, UsageError
from harness.markdown.text import decode
from harness.readers import read_constitution


@dataclass(frozen=True)
class Adopted:
    """What was read, what became of it, and where that was written (None: nowhere)."""

    constitution: Constitution
    adoption: Adoption
    path: Path | None


def adopt(file: Path, output: Path | None) -> Adopted:
    """The constitution in a file as a document of our form, written to a new file where one is named.

    Raises:
        DocumentError: with every mistake of the constitution.
        UsageError: if the file cannot be read, the new one exists, or a principle would not read back as it was.
    """
    source = _source(file, files.typed(file))
    path = files.typed(output or file)
    adoption = adopted(source, _library(), path)
    missing = _lost(source.constitution, adoption.text, path)
    if missing:
        what = f"the words of {missing} cannot be written so that they read back the same"
        raise UsageError(what, "put them into plain paragraphs and lists, and try again")
    if output:
        files.write_new(output, adoption.text)
    return Adopted(source.constitution, adoption, output)


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
