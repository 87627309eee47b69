"""What the results of a run depend on, as one digest: runs of one subject are of the same thing, whatever else changed."""

from __future__ import annotations

import hashlib
import json

from harness.adapters.git import Snapshot
from harness.domain.configuration import Configuration

KEPT_BY_US = ("trace.lock", "waivers.toml")
"""What is written about a tree at its top: it says nothing of the tree itself."""


def product_subject(snapshot: Snapshot, configuration: Configuration) -> str:
    """What cards and golden cases are about: the product's files with its submodules, and how it is set up and started.

    The documents are left out: a result holds the digests of those that it rests on.
    """
    settings = (configuration.product, configuration.cards.page)
    return _digest("product", *snapshot.identity, *(one.model_dump_json() for one in settings))


def tree_subject(snapshot: Snapshot) -> str:
    """What principles are about: all files, the documents among them."""
    return _digest("tree", *snapshot.without(KEPT_BY_US))


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogateescape")).hexdigest()
