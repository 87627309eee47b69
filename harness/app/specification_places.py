"""Where the documents of specifications lie in a project, told from paths alone; reading them lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from harness.constitution.globs import Globs

FOLDERS = ("specs", ".specify/specs", "openspec", ".kiro/specs")
"""Where Spec Kit, OpenSpec, Kiro, Tessl and our own documents lie, in every project."""

_BMAD = (
    "docs/prd.md",
    "docs/PRD.md",
    "docs/prd",
    "docs/epics.md",
    "docs/epics",
    "docs/stories",
    "docs/sprint-artifacts",
    "_bmad-output",
)
_TESSL = ("**/*.spec.md",)
_TOLD_BY = {".bmad-core": _BMAD, "_bmad": _BMAD, "bmad": _BMAD, ".tessl": _TESSL, "tessl.json": _TESSL}
"""Places that belong to a way of working: they count only where a folder or a file of it is there."""

SIGNS = tuple(_TOLD_BY)
SKIPPED = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
"""Folders of other people's documents, which no pattern reaches into unless it names them."""

_WILD = frozenset("*?[{")


@dataclass(frozen=True)
class Pattern:
    """A glob from the project's folder; one that names a folder means every document below it."""

    glob: str

    @cached_property
    def start(self) -> str:
        """The folder or file that its names without a wildcard lead to; empty is the project itself."""
        names = self.glob.removeprefix("./").strip("/").split("/")
        plain = next((at for at, name in enumerate(names) if _WILD.intersection(name)), len(names))
        return "/".join(names[:plain])

    def matches(self, path: str) -> bool:
        """Whether it means a document; hidden files and folders have to be named."""
        if not path.endswith(".md") or not self._globs.match(path):
            return False
        below = path.removeprefix(self.start).split("/")
        return not any(name.startswith(".") or name in SKIPPED for name in below)

    @cached_property
    def _globs(self) -> Globs:
        return Globs((f"./{self.glob.removeprefix('./')}",))


def patterns(signs: Iterable[str], configured: Sequence[str]) -> tuple[Pattern, ...]:
    """Where documents lie in a project that has some of SIGNS at its top and whose configuration names further places."""
    told = (place for sign in signs for place in _TOLD_BY.get(sign, ()))
    return tuple(Pattern(glob) for glob in dict.fromkeys((*FOLDERS, *told, *configured)))


def chosen(among: Sequence[Pattern], paths: Iterable[str]) -> Iterator[str]:
    """Those of some paths that are documents, each once: in the order of the patterns, then as given."""
    listed = list(paths)
    yield from dict.fromkeys(path for pattern in among for path in listed if pattern.matches(path))
