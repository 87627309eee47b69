"""Lists of packages that must not be used, one in a line: ``name``, ``name==1.2``, ``npm:name<2``, and ``# why``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from harness.constitution.dependencies.declared import Declared, Ecosystem
from harness.constitution.dependencies.versions import Allowed, Unclear, specifiers

_ECOSYSTEMS = "|".join(Ecosystem)
_LINE = re.compile(rf"(?:({_ECOSYSTEMS}):)?([^\s<>=!~#]+)\s*([<>=!~][^#]*)?(?:#\s*(.*))?")


class ListError(ValueError):
    """A line of a list that cannot be read: why, and which."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True)
class Package:
    """A package by its name, of which ``*`` may be a part; some of its versions, or all (None)."""

    name: str
    ecosystem: Ecosystem | None = None
    versions: Allowed | None = None
    written: str = ""
    reason: str = ""

    def names(self, declared: Declared) -> bool:
        """Whether a declared dependency is that package."""
        if self.ecosystem not in (None, declared.ecosystem):
            return False
        normal = declared.ecosystem.normal
        return fnmatchcase(normal(declared.name), normal(self.name))


def read_list(data: bytes) -> Iterator[Package]:
    """The packages of a list. Raises ListError."""
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        text = line.strip()
        if text and not text.startswith("#"):
            yield _package(text, number)


def _package(text: str, number: int) -> Package:
    found = _LINE.fullmatch(text)
    if not found:
        raise ListError(f"`{text[:60]}` is not a name, and versions behind it", number)
    written = (found[3] or "").strip()
    try:
        versions = specifiers(written) if written else None
    except Unclear as error:
        raise ListError(str(error), number) from None
    return Package(found[2], Ecosystem(found[1]) if found[1] else None, versions, written, (found[4] or "").strip())
