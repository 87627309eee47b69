"""What a constitution asks of one file alone, kept ready for the next edit; what it asks of a whole tree lies in ``check``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from harness.adapters import clock, files
from harness.app.constitution_paths import document_paths, shipped
from harness.app.keeping import tools_version
from harness.app.roots import CONFIGURATION
from harness.constitution.globs import Globs
from harness.domain.base import Frozen
from harness.domain.principles import Principle
from harness.ports.blobs import Blobs

WAIVERS, REVIEWS = "constitutions/waivers.md", "constitutions/reviews.md"
_SETTINGS = (CONFIGURATION, "pyproject.toml")
_FORMAT = "hook plan 1"


class EditPlan(Frozen):
    """The principles that one file alone can break, with no other checks than those.

    ``elsewhere`` counts the checks that need more than the file. ``excluded`` are globs of files that are not checked, and
    ``own`` the documents of principles, which are not either. ``extended`` are digests of the documents outside the project's
    own that the principles come from.
    """

    principles: tuple[Principle, ...]
    elsewhere: int
    excluded: tuple[str, ...]
    own: tuple[str, ...]
    extended: dict[str, str]

    def reason_against(self, path: str) -> str:
        """Why a file of the project is not checked; empty where it is."""
        if path in (*self.own, WAIVERS, REVIEWS):
            return "a document of principles"
        if path.startswith(".harness/") or ".git" in path.split("/"):
            return "not the project's own"
        return "excluded by the configuration" if self.excluded and Globs(self.excluded).match(path) else ""

    def about(self, path: str) -> tuple[Principle, ...]:
        """The principles that apply to a file."""
        return tuple(one for one in self.principles if Globs(one.applies_to).match(path))


def edit_plan(root: Path, blobs: Blobs | None) -> EditPlan:
    """What the constitution of the project in a folder asks of single files; kept for as long as no document changes.

    Raises:
        DocumentError: if a document, a check or the configuration is invalid.
        UsageError: if there is no constitution.
    """
    key = _key(root)
    if blobs is not None and (kept := _kept(root, blobs.get([key]).get(key))):
        return kept
    from harness.app.hook_planning import planned  # late: to read documents weighs more than all the rest of an edit

    made = planned(root, blobs)
    if blobs is not None and (written := _written(made)):
        blobs.put({key: written})
    return made


def digests(root: Path, names: tuple[str, ...]) -> Mapping[str, str]:
    """The SHA-256 of documents by their names as constitutions give them; of those that are not there an empty text."""
    found = {}
    for name in names:
        path = shipped().get(name) or root / name
        found[name] = hashlib.sha256(files.read_bytes(path)).hexdigest() if path.is_file() else ""
    return found


def _key(root: Path) -> str:
    """The digest of all that the plan is made from, but for what its documents extend."""
    told = hashlib.sha256(f"{_FORMAT}\0{tools_version()}\0".encode())
    for name, data in _parts(root):
        told.update(name.encode("utf-8", "surrogateescape") + b"\0" + hashlib.sha256(data).digest())
    return told.hexdigest()


def _parts(root: Path) -> Iterator[tuple[str, bytes]]:
    for name in (*document_paths(root), *_SETTINGS):
        if (root / name).is_file():
            yield name, files.read_bytes(root / name)
    if (root / WAIVERS).is_file():  # by leave of a waiver principles are loosened, up to its last day
        yield WAIVERS, files.read_bytes(root / WAIVERS)
        yield "today", clock.today().isoformat().encode()


def _kept(root: Path, written: bytes | None) -> EditPlan | None:
    if written is None:
        return None
    try:
        plan = EditPlan.model_validate_json(written)
    except ValueError:
        return None
    return plan if digests(root, tuple(plan.extended)) == plan.extended else None


def _written(plan: EditPlan) -> bytes:
    try:
        return plan.model_dump_json(exclude_defaults=True).encode()
    except ValueError:  # pydantic: half of a surrogate pair has no place in JSON
        return b""
