"""Where documents of principles lie: a project's own, and those that come with the tool; reading them lies beside it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath

from harness import constitution as engine
from harness.adapters import files

FOLDER = "constitutions"
SPEC_KIT = ".specify/memory/constitution.md"
_SUFFIXES = (".md", ".yaml", ".yml")


def document_paths(root: Path) -> list[str]:
    """The paths of a project's own documents of principles, sorted."""
    found = [path for suffix in _SUFFIXES for path in files.documents(root / FOLDER, root, suffix)]
    names = sorted(path.relative_to(root).as_posix() for path in found)
    spec_kit = root / SPEC_KIT
    return [name for name in names if is_document(name)] + [SPEC_KIT] * (
        spec_kit.is_file() and files.is_inside(spec_kit, root)
    )


def is_document(name: str) -> bool:
    """Whether a path of the project is that of a document of principles."""
    path = PurePosixPath(name)
    if name == SPEC_KIT:
        return True
    if path.parts[0] != FOLDER or path.suffix not in _SUFFIXES or any(part.startswith(".") for part in path.parts):
        return False
    if path.suffix == ".md":
        return path.name.lower() != "readme.md" and name not in (f"{FOLDER}/waivers.md", f"{FOLDER}/reviews.md")
    return path.parts[1] != "checks"


@cache
def shipped() -> Mapping[str, Path]:
    """The constitutions that come with the tool, by name."""
    folder = Path(engine.__path__[0], "library")
    return {path.stem: path for path in sorted(folder.glob("*.md")) if path.name.lower() != "readme.md"}
