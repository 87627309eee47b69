"""The libraries that ship with the package, as they are written: a file each, its samples in a second document of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import yaml

from harness.constitution.checks.dataflow.catalogue.mistakes import unknown
from harness.constitution.checks.dataflow.catalogue.spec import LANGUAGES

_SAMPLES = "\n---\n"
_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _folder(language: str) -> Traversable:
    if language not in LANGUAGES:
        raise unknown("language of dataflow", language, LANGUAGES)
    return files("harness.constitution.checks.dataflow").joinpath("libraries", language)


@cache
def names(language: str) -> tuple[str, ...]:
    """The libraries of a language, in order. Raises EntryError for a language that there is none of."""
    folder = _folder(language)
    if not folder.is_dir():
        return ()
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


@cache
def library(language: str, name: str) -> Mapping[str, object]:
    """What a library lists. Raises EntryError if there is none of that name."""
    return _read(text(language, name).partition(_SAMPLES)[0])


@cache
def with_used(language: str, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """The libraries and all that they build on (``uses``), each once."""
    found: dict[str, None] = {}
    waiting = list(chosen)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            used = library(language, name).get("uses", [])
            waiting += [str(one) for one in used] if isinstance(used, list) else []
    return tuple(found)


def samples(language: str, name: str) -> object:
    """The samples of a library, as they are written; None if it has none."""
    return _read(text(language, name).partition(_SAMPLES)[2]).get("samples")


def text(language: str, name: str) -> str:
    """A library as it is written. Raises EntryError if there is none of that name."""
    if name not in names(language):
        raise unknown("library", name, names(language))
    return _folder(language).joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def _read(text: str) -> Mapping[str, object]:
    written: Mapping[str, object] | None = yaml.load(text, Loader=_LOADER)
    return written or {}
