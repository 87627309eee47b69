"""Keeps what a constitution asks of one file alone ready for the next edit; what it asks of a tree lies in ``check``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from harness.adapters import clock, files
from harness.app.constitution_paths import document_paths
from harness.app.hook_principles import WAIVERS, EditPlan, digests
from harness.app.keeping import tools_version
from harness.app.roots import CONFIGURATION
from harness.ports.blobs import Blobs

_SETTINGS = (CONFIGURATION, "pyproject.toml")
_FORMAT = "hook plan 2"


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
