"""Keeps constitutions as they were read, so that a document that did not change is not read again."""

from __future__ import annotations

import hashlib

from harness.app.keeping import tools_version
from harness.domain.principles import Constitution
from harness.markdown.text import decode
from harness.ports.blobs import Blobs
from harness.readers import FORMATS, read_constitution


def read_document(data: bytes, name: str, blobs: Blobs | None = None) -> Constitution:
    """The constitution that a document is, by its name and content alone. Raises DocumentError.

    Only what our own readers make of it is kept, and only what comes back as it was.
    """
    if blobs is None or FORMATS.strangers:
        return read_constitution(decode(data, name), name)
    key = hashlib.sha256(f"document {tools_version()} {name}\0".encode("utf-8", "surrogateescape") + data).hexdigest()
    if (written := blobs.get([key]).get(key)) is not None and (found := _constitution(written)):
        return found
    constitution = read_constitution(decode(data, name), name)
    written = _written(constitution)
    if _constitution(written) == constitution:
        blobs.put({key: written})
    return constitution


def _written(constitution: Constitution) -> bytes:
    try:
        return constitution.model_dump_json(exclude_defaults=True).encode()
    except ValueError:  # pydantic: half of a surrogate pair has no place in JSON
        return b""


def _constitution(written: bytes) -> Constitution | None:
    try:
        return Constitution.model_validate_json(written)
    except ValueError:
        return None
