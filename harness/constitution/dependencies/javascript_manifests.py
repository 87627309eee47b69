"""What JavaScript projects declare: package.json, and what npm resolved it to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness.constitution.data.formats import Format, read_contents
from harness.constitution.data.tree import Contents, Item
from harness.constitution.dependencies.declared import (
    Declared,
    Ecosystem,
    Entry,
    names_commit,
    selected,
    text_of,
    told,
)
from harness.constitution.dependencies.versions import exactly, semantic

_TABLES = "$['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']"
_LOCAL = ("workspace:", "file:", "link:", "portal:")
_ALIAS = re.compile(r"npm:(@?[^@]+)(?:@(.*))?")
_EXACT = re.compile(r"[v=\s]*[0-9]+\.[0-9]+\.[0-9]+(?:[-+][0-9A-Za-z.+-]+)?")
_FOLDER = "node_modules/"


def package(path: str, data: bytes) -> Iterator[Entry]:
    """The tables of package.json."""
    contents = read_contents(Format.JSON, data)
    for table in selected(contents, _TABLES):
        members = table.value if isinstance(table.value, dict) else {}
        for name, item in members.items():
            if isinstance(item.value, str):
                yield _declared(name, item.value, *contents.source.span(item))


def lock(path: str, data: bytes) -> Iterator[Entry]:
    """The packages of package-lock.json, each with its licence where npm knew it."""
    contents = read_contents(Format.JSON, data)
    packages = selected(contents, "$.packages")
    if packages and isinstance(packages[0].value, dict):
        for folder, item in packages[0].value.items():
            if _FOLDER in folder and not _is_link(item):
                yield _locked(contents, folder.rpartition(_FOLDER)[2], item)
        return
    for table in selected(contents, "$..dependencies"):
        for name, item in table.value.items() if isinstance(table.value, dict) else ():
            if isinstance(item.value, dict):
                yield _locked(contents, name, item)


def _is_link(item: Item) -> bool:
    """Whether a package is a link to a folder of the project."""
    return isinstance(item.value, dict) and "link" in item.value


def _locked(contents: Contents, name: str, item: Item) -> Declared:
    name, version = text_of(item, "name") or name, text_of(item, "version")
    licence = text_of(item, "license") or None
    allowed, place = told(version, exactly), contents.source.span(item)
    return Declared(Ecosystem.NPM, name, version, allowed, True, *place, licence=licence, locked=True)


def _declared(name: str, written: str, start: int, end: int) -> Declared:
    alias = _ALIAS.fullmatch(written)
    if alias:
        name, written = alias[1], alias[2] or "*"
    if written.startswith(_LOCAL):
        return Declared(Ecosystem.NPM, name, written, None, True, start, end, local=True)
    if ":" in written or "/" in written:
        return Declared(Ecosystem.NPM, name, written, None, names_commit(written), start, end)
    pinned = _EXACT.fullmatch(written) is not None
    return Declared(Ecosystem.NPM, name, written, told(written, semantic), pinned, start, end)
