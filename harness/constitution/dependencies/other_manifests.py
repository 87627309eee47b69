"""What projects in Go, Rust and Java declare: go.mod, Cargo.toml with its lock, and pom.xml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

from harness.constitution.data.formats import Format, read_contents
from harness.constitution.data.tree import Contents, DataError, Item, source_of
from harness.constitution.dependencies.declared import (
    Declared,
    Ecosystem,
    Entry,
    Untold,
    names_commit,
    selected,
    text_of,
    told,
)
from harness.constitution.dependencies.versions import Allowed, exactly, maven, semantic

_KINDS = "'dependencies', 'dev-dependencies', 'build-dependencies'"
_CARGO = (f"$[{_KINDS}]", f"$.target.*[{_KINDS}]", "$.workspace.dependencies", "$.patch.*")
_GO_LINE = re.compile(r"[ \t]*(?:(require|replace|[a-z]+)[ \t]+)?([^\s()]+(?:[ \t]+[^\s()]+)*)")
_GO_PSEUDO = re.compile(r"v[0-9.]+-(?:.*[.-])?[0-9]{14}-[0-9a-f]{12}")
_PROPERTY = re.compile(r"\$\{([^}]+)\}")
_MOST_PROPERTIES = 8


def go_mod(path: str, data: bytes) -> Iterator[Entry]:
    """The modules that are required, and those that stand in for others. A minimal version is the version in Go."""
    source = source_of(data)
    block, at = "", 0
    for line in source.text.splitlines(keepends=True):
        text = line.partition("//")[0].strip()
        begin = at + len(line) - len(line.lstrip())
        at += len(line)
        opened = re.fullmatch(r"([a-z]+)\s*\(", text)
        if opened:
            block = opened[1]
        elif text == ")":
            block = ""
        elif text:
            words = text.split() if block else text.split()[1:]
            entry = _go_entry(block or text.split()[0], words)
            if entry:
                yield Declared(Ecosystem.GO, *entry, source.byte(begin), source.byte(begin + len(text)))


def _go_entry(directive: str, words: list[str]) -> tuple[str, str, Allowed | None, bool] | None:
    if directive == "replace" and "=>" in words:
        words = words[words.index("=>") + 1 :]
    elif directive != "require":
        return None
    if len(words) < 2 or words[0].startswith(("./", "../")):
        return None
    version = words[1].strip('"')
    return words[0].strip('"'), version, None if _GO_PSEUDO.fullmatch(version) else told(version, exactly), True


def cargo(path: str, data: bytes) -> Iterator[Entry]:
    """The tables of Cargo.toml; what a workspace decides is declared there."""
    contents = read_contents(Format.TOML, data)
    for table in selected(contents, *_CARGO):
        members = table.value if isinstance(table.value, dict) else {}
        for name, item in members.items():
            if not (isinstance(item.value, dict) and "workspace" in item.value):
                yield _crate(name, item, *contents.source.span(item))


def _crate(name: str, item: Item, start: int, end: int) -> Declared:
    version = item.value if isinstance(item.value, str) else text_of(item, "version")
    name = text_of(item, "package") or name
    if not version:
        reference = text_of(item, "rev") or text_of(item, "git")
        local = bool(text_of(item, "path"))
        return Declared(
            Ecosystem.CARGO, name, reference, None, local or names_commit(reference), start, end, local=local
        )
    allowed = told(version, lambda text: semantic(text, bare="^"))
    pinned = re.fullmatch(r"=\s*[0-9]+\.[0-9]+\.[0-9]+\S*", version) is not None
    return Declared(Ecosystem.CARGO, name, version, allowed, pinned, start, end)


def cargo_lock(path: str, data: bytes) -> Iterator[Entry]:
    """What Cargo resolved to, from a registry or a repository; crates of the project are not meant."""
    contents: Contents = read_contents(Format.TOML, data)
    for package in selected(contents, "$.package[?@.source]"):
        name, version = text_of(package, "name"), text_of(package, "version")
        allowed, place = told(version, exactly), contents.source.span(package)
        yield Declared(Ecosystem.CARGO, name, version, allowed, True, *place, locked=True)


# --- Maven ----------------------------------------------------------------------------------------------------------------


def pom(path: str, data: bytes) -> Iterator[Entry]:
    """The dependencies, plugins and parent of a pom.xml, with the properties of the same file put in."""
    reading = _Pom()
    reading.read(data)
    for start, end, fields in reading.found:
        fields = {key: _with_properties(value, reading.properties) for key, value in fields.items()}
        group = fields.get("groupId") or ("org.apache.maven.plugins" if fields["kind"] == "plugin" else "")
        artifact, version = fields.get("artifactId", ""), fields.get("version", "")
        if not artifact:
            yield Untold(f"a {fields['kind']} has no `artifactId`", start)
            continue
        allowed = told(version, maven) if version else None
        moving = version.endswith("-SNAPSHOT") or version in ("LATEST", "RELEASE") or "${" in version
        # Without a version it is decided elsewhere: by what is managed here, which is in this list too, or by a parent.
        pinned = not version or not (moving or version.startswith(("[", "(")))
        yield Declared(Ecosystem.MAVEN, f"{group}:{artifact}", version, allowed, pinned, start, end)


def _with_properties(text: str, properties: Mapping[str, str]) -> str:
    for _ in range(_MOST_PROPERTIES):
        if "${" not in text or len(text) > 1000:
            break
        text = _PROPERTY.sub(lambda found: properties.get(found[1], found[0]), text)
    return text


class _Pom:
    """The elements of a pom.xml that name artifacts, with their places, and its properties."""

    def __init__(self) -> None:
        self.found: list[tuple[int, int, dict[str, str]]] = []
        self.properties: dict[str, str] = {}
        self._path: list[str] = []
        self._open: list[tuple[int, int, dict[str, str]]] = []
        self._text: list[str] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append
        self._parser.StartDoctypeDeclHandler = self._refuse

    def read(self, data: bytes) -> None:
        """Read the file. Raises DataError."""
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise DataError(f"it is not XML: {expat.errors.messages[error.code]}", error.lineno) from None

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self._path.append(name)
        self._text.clear()
        if len(self._path) > 100:
            raise DataError("it is nested more than 100 levels deep", self._parser.CurrentLineNumber)
        if name in ("dependency", "plugin", "parent", "extension"):
            self._open.append((self._parser.CurrentByteIndex, len(self._path), {"kind": name}))

    def _end(self, name: str) -> None:
        text = "".join(self._text).strip()
        self._text.clear()
        depth = len(self._path)
        if self._open and self._open[-1][1] == depth:
            start, _, fields = self._open.pop()
            self.found.append((start, self._parser.CurrentByteIndex, fields))
        elif self._open and self._open[-1][1] == depth - 1:
            self._open[-1][2][self._path[-1]] = text
        elif self._path[-2:-1] == ["properties"]:
            self.properties[self._path[-1]] = text
        elif depth == 2:
            self.properties[f"project.{self._path[-1]}"] = text
        self._path.pop()

    def _refuse(self, *_: object) -> None:
        raise DataError("it has a document type, whose entities are not read", self._parser.CurrentLineNumber)
