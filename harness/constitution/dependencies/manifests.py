"""Which files declare dependencies, and all that those of a tree declare; what is asked of it lies in the check."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from harness.constitution.data.tree import DataError
from harness.constitution.dependencies import javascript_manifests as javascript
from harness.constitution.dependencies import other_manifests as other
from harness.constitution.dependencies import python_manifests as python
from harness.constitution.dependencies.declared import Declared, Ecosystem, Entry, Included, Untold
from harness.domain.findings import DoubtKind
from harness.ports.sources import SourceFile, SourceTree

Reader = Callable[[str, bytes], Iterator[Entry]]
_READERS: tuple[tuple[str, Ecosystem, Reader], ...] = (
    (r"pyproject\.toml", Ecosystem.PYPI, python.pyproject),
    (r"[^/]*requirements[^/]*\.(?:txt|in)|requirements/[^/]+\.(?:txt|in)", Ecosystem.PYPI, python.requirements),
    (r"setup\.cfg", Ecosystem.PYPI, python.setup_cfg),
    (r"setup\.py", Ecosystem.PYPI, python.setup_py),
    (r"(?:poetry|uv|pdm)\.lock", Ecosystem.PYPI, python.lock),
    (r"Pipfile", Ecosystem.PYPI, python.pipfile),
    (r"Pipfile\.lock", Ecosystem.PYPI, python.pipfile_lock),
    (r"package\.json", Ecosystem.NPM, javascript.package),
    (r"package-lock\.json|npm-shrinkwrap\.json", Ecosystem.NPM, javascript.lock),
    (r"go\.mod", Ecosystem.GO, other.go_mod),
    (r"Cargo\.toml", Ecosystem.CARGO, other.cargo),
    (r"Cargo\.lock", Ecosystem.CARGO, other.cargo_lock),
    (r"pom\.xml", Ecosystem.MAVEN, other.pom),
)
_NAMES = tuple((re.compile(rf"(?:.*/)?(?:{names})"), ecosystem, read) for names, ecosystem, read in _READERS)
_UNREAD = re.compile(
    r"(?:.*/)?(?:Gemfile|[^/]+\.gemspec|build\.gradle(?:\.kts)?|composer\.json|[^/]+\.(?:cs|fs|vb)proj|packages\.config"
    r"|environment\.ya?ml|mix\.exs|pubspec\.yaml|Package\.swift|build\.sbt|deno\.jsonc?|conanfile\.(?:txt|py)|vcpkg\.json)"
)


@dataclass(frozen=True)
class Found:
    """A dependency in a file."""

    path: str
    line: int
    entry: Declared


@dataclass(frozen=True)
class Missed:
    """What a file may declare that could not be read."""

    path: str
    line: int
    kind: DoubtKind
    reason: str


def is_manifest(path: str, ecosystems: Collection[Ecosystem]) -> bool:
    """Whether a file declares dependencies, of some ecosystems or (where none is named) of any, readable or not."""
    if not ecosystems and _UNREAD.fullmatch(path):
        return True
    return any(pattern.fullmatch(path) and ecosystem in (ecosystems or Ecosystem) for pattern, ecosystem, _ in _NAMES)


def declared_in(tree: SourceTree, paths: Sequence[str]) -> Iterator[Found | Missed]:
    """What the files declare, and those that they include."""
    pending = [(path, path, 1) for path in paths][::-1]
    seen: set[str] = set()
    while pending:
        path, origin, line = pending.pop()
        if path in seen:
            continue
        seen.add(path)
        file = next(iter(tree.read([path])))
        if not isinstance(file, SourceFile):
            reason = file.reason if path == origin else f"it includes `{path}`: {file.reason}"
            yield Missed(origin, line, DoubtKind.UNREADABLE, reason)
            continue
        for entry in _entries(file):
            if isinstance(entry, Missed):
                yield entry
                continue
            at = file.data.count(b"\n", 0, entry.start) + 1
            if isinstance(entry, Included):
                pending.append((entry.path, path, at))
            elif isinstance(entry, Untold):
                yield Missed(path, at, DoubtKind.UNPARSABLE, entry.reason)
            else:
                yield Found(path, at, entry)


def _entries(file: SourceFile) -> Iterator[Entry | Missed]:
    # What a file of requirements includes is one too, whatever its name.
    read = next((read for pattern, _, read in _NAMES if pattern.fullmatch(file.path)), None)
    if read is None and _UNREAD.fullmatch(file.path):
        yield Missed(file.path, 1, DoubtKind.TOOL, "dependencies in this format are not read")
        return
    try:
        yield from (read or python.requirements)(file.path, file.data)
    except DataError as error:
        yield Missed(file.path, error.line, DoubtKind.UNPARSABLE, error.reason)
