"""What Python projects declare: pyproject.toml, requirements, setup.cfg, setup.py, Pipfile and the locks of their tools."""

from __future__ import annotations

import ast
import configparser
import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from packaging.requirements import InvalidRequirement, Requirement

from harness.constitution.data.formats import Format, read_contents
from harness.constitution.data.tree import Contents, DataError, Item, source_of
from harness.constitution.dependencies.declared import (
    Declared,
    Ecosystem,
    Entry,
    Included,
    Untold,
    names_commit,
    selected,
    text_of,
    told,
)
from harness.constitution.dependencies.versions import Allowed, exactly, semantic, specifiers
from harness.constitution.python_trees import Places, PythonError, parse

_REQUIREMENTS = (
    "$.project.dependencies[*]",
    "$.project['optional-dependencies'].*[*]",
    "$['dependency-groups'].*[*]",
    "$['build-system'].requires[*]",
    "$.tool.uv['dev-dependencies', 'constraint-dependencies', 'override-dependencies'][*]",
    "$.tool.pdm['dev-dependencies'].*[*]",
    "$.tool.hatch.envs.*['dependencies', 'extra-dependencies'][*]",
)
_POETRY = ("$.tool.poetry['dependencies', 'dev-dependencies']", "$.tool.poetry.group.*.dependencies")
_OPTION = re.compile(r"(-r|-c|-e|--requirement|--constraint|--editable)(?:\s*=\s*|\s+|(?<=-[rce])(?=\S))(\S+)")
_LINE_END = re.compile(r"\\\r?\n")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_HASHES = re.compile(r"\s--[a-z-]+(?:[= ]\S+)?")
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")
_WHEEL = re.compile(r"([A-Za-z0-9_.]+)-[0-9][^/]*\.(?:whl|tar\.gz|zip)")
_SEMANTIC_SIGN = re.compile(r"\^|~(?!=)|\*|\|\|")


def pyproject(path: str, data: bytes) -> Iterator[Entry]:
    """Its own dependencies, those of its extras, groups and build, and those of the tools that have lists of their own."""
    contents = read_contents(Format.TOML, data)
    for item in selected(contents, *_REQUIREMENTS):
        if isinstance(item.value, str):
            yield _requirement(item.value, *contents.source.span(item))
    for table in selected(contents, *_POETRY):
        yield from _table(contents, table)
    yield from _dynamic(contents, path)


def pipfile(path: str, data: bytes) -> Iterator[Entry]:
    """The packages of a Pipfile."""
    contents = read_contents(Format.TOML, data)
    for table in selected(contents, "$['packages', 'dev-packages']"):
        yield from _table(contents, table)


def pipfile_lock(path: str, data: bytes) -> Iterator[Entry]:
    """What a Pipfile was resolved to."""
    contents = read_contents(Format.JSON, data)
    for table in selected(contents, "$['default', 'develop']"):
        yield from (replace(one, locked=True) for one in _table(contents, table))


def lock(path: str, data: bytes) -> Iterator[Entry]:
    """What Poetry, uv or PDM resolved to; the project itself is not meant."""
    contents = read_contents(Format.TOML, data)
    for package in selected(contents, "$.package[?@.name && !(@.source.editable || @.source.virtual)]"):
        name, version = (text_of(package, key) for key in ("name", "version"))
        allowed = told(version, exactly) if version else None
        yield Declared(Ecosystem.PYPI, name, version, allowed, True, *contents.source.span(package), locked=True)


def requirements(path: str, data: bytes) -> Iterator[Entry]:
    """The lines of a file of requirements; what it includes is named, constraints declare nothing."""
    source = source_of(data)
    for start, line in _logical_lines(source.text):
        place = (source.byte(start), source.byte(start + len(line)))
        plain = _COMMENT.sub("", _LINE_END.sub(" ", line)).strip()
        option = _OPTION.match(plain)
        if option and option[1] in ("-r", "--requirement"):
            yield Included(_beside(path, option[2]), place[0])
        elif option and option[1] in ("-e", "--editable"):
            yield _reference(option[2], *place)
        elif plain and not plain.startswith("-"):
            yield _requirement(_HASHES.sub("", plain), *place)


def setup_cfg(path: str, data: bytes) -> Iterator[Entry]:
    """What setuptools is told in setup.cfg."""
    source = source_of(data)
    settings = configparser.RawConfigParser(strict=True)
    try:
        settings.read_string(source.text)
    except configparser.Error as error:
        raise DataError(
            f"it is no setup.cfg: {error.message.splitlines()[0]}", getattr(error, "lineno", None) or 1
        ) from None
    lists = [
        settings.get("options", key, fallback="") for key in ("install_requires", "setup_requires", "tests_require")
    ]
    if settings.has_section("options.extras_require"):
        lists += [value for _, value in settings.items("options.extras_require")]
    for line in (line.strip() for text in lists for line in text.splitlines()):
        at = source.byte(max(source.text.find(line), 0))
        if line.startswith("file:"):
            yield from (Included(_beside(path, one.strip()), at) for one in line.removeprefix("file:").split(","))
        elif line and not line.startswith("#"):
            yield _requirement(line, at, at + len(line.encode()))


def setup_py(path: str, data: bytes) -> Iterator[Entry]:
    """What is written out in a call of ``setup``; what is computed cannot be told."""
    try:
        tree = parse(data)
    except PythonError as error:
        raise DataError(error.reason, error.line) from None
    places = Places(data)
    keywords = [keyword for node in ast.walk(tree) if isinstance(node, ast.Call) for keyword in node.keywords]
    for keyword in keywords:
        if keyword.arg in ("install_requires", "setup_requires", "tests_require", "extras_require"):
            yield from _literals(keyword.value, places)


def _literals(value: ast.expr, places: Places) -> Iterator[Entry]:
    lists = value.values if isinstance(value, ast.Dict) else [value]
    for one in lists:
        for item in one.elts if isinstance(one, ast.List | ast.Tuple) else [one]:
            if isinstance(item, ast.Constant) and isinstance(item.value, str) and item is not value:
                yield _requirement(item.value, *places.span(item))
            else:
                yield Untold("what it depends on is computed, not written out", places.span(value)[0])


# --- requirements (PEP 508) -----------------------------------------------------------------------------------------------


def _requirement(text: str, start: int, end: int) -> Entry:
    try:
        found = Requirement(text)
    except InvalidRequirement:
        if re.match(r"[\w+.-]+://|git\+|\.{0,2}/|file:", text):
            return _reference(text, start, end)
        return Untold(f"`{text[:60]}` is no requirement", start)
    if found.url:
        return Declared(Ecosystem.PYPI, found.name, found.url, None, names_commit(found.url), start, end)
    pins = list(found.specifier)
    pinned = len(pins) == 1 and (pins[0].operator == "===" or (pins[0].operator == "==" and "*" not in pins[0].version))
    allowed = told(str(found.specifier), specifiers)
    return Declared(Ecosystem.PYPI, found.name, str(found.specifier), allowed, pinned, start, end)


def _reference(text: str, start: int, end: int) -> Declared:
    """A package by its address or its folder; one in the tree is as fixed as the tree."""
    named = _EGG.search(text) or _WHEEL.search(text.rpartition("/")[2])
    local = "://" not in text
    name = named[1] if named else text
    return Declared(Ecosystem.PYPI, name, text, None, local or names_commit(text), start, end, local=local)


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with their continuations, and where they start."""
    at = 0
    for line in re.findall(r"(?:[^\n\\]|\\(?:\r?\n)?)*\n?", text):
        yield at + len(line) - len(line.lstrip()), line.strip()
        at += len(line)


def _beside(path: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), name))


# --- tables of names ------------------------------------------------------------------------------------------------------


def _table(contents: Contents, table: Item) -> Iterator[Declared]:
    """Names with versions, as Poetry and Pipenv write them; ``python`` itself is no package."""
    members = table.value if isinstance(table.value, dict) else {}
    for name, item in members.items():
        if Ecosystem.PYPI.normal(name) != "python":
            for one in item.value if isinstance(item.value, list) else [item]:
                yield _member(name, one, *contents.source.span(one))


def _member(name: str, item: Item, start: int, end: int) -> Declared:
    if isinstance(item.value, str):
        version: str = item.value
    else:
        version = text_of(item, "version")
        reference = text_of(item, "rev") or text_of(item, "ref") or text_of(item, "url")
        if not version:
            local = bool(text_of(item, "path") or text_of(item, "file"))
            pinned = local or names_commit(reference)
            return Declared(Ecosystem.PYPI, name, reference, None, pinned, start, end, local=local)
    allowed = told(version, semantic if _SEMANTIC_SIGN.search(version) else _versions)
    pinned = re.fullmatch(r"={0,3}\s*[0-9][^*,\s]*", version) is not None
    return Declared(Ecosystem.PYPI, name, version, allowed, pinned, start, end)


def _versions(text: str) -> Allowed:
    return exactly(text) if text[:1].isdigit() else specifiers(text)


def _dynamic(contents: Contents, path: str) -> Iterator[Entry]:
    """What is said to be computed when the project is built: in a file, which is named, or else cannot be told."""
    files = selected(
        contents, "$.tool.setuptools.dynamic.dependencies.file", "$.tool.setuptools.dynamic.dependencies.file[*]"
    )
    for item in files:
        if isinstance(item.value, str):
            yield Included(_beside(path, item.value), contents.source.span(item)[0])
    for item in selected(contents, "$.project.dynamic[?@ == 'dependencies']"):
        if not files:
            yield Untold("what it depends on is computed when it is built", contents.source.span(item)[0])
