"""``harness constitution diff``: what changed in a project's constitutions since a revision; comparing lies in the engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harness.app.constitutions import constitutions_at, load_constitutions
from harness.app.project import find_root, shown_from
from harness.app.waiving import waiving
from harness.constitution.difference import DocumentChanges, difference


@dataclass(frozen=True)
class ConstitutionDiff:
    """What changed in each document since the revision, by its path as someone in the starting folder would type it."""

    since: str
    documents: tuple[tuple[str, DocumentChanges], ...]


def diff_constitutions(start: Path, revision: str) -> ConstitutionDiff:
    """Compare the constitutions as they are with those at a revision.

    Raises:
        UsageError: if there is no such revision, or no constitution either now or then.
        DocumentError: if one cannot be read, now or then.
    """
    root = find_root(start)
    waived = waiving(root).weakened()
    now = load_constitutions(root, waived).require_read()
    before = constitutions_at(root, revision, waived).require_read()
    if not before.own:
        now.require_any()
    changes = difference(before.constitutions, now.constitutions)
    return ConstitutionDiff(revision, tuple((shown_from(start, root, one.path), one) for one in changes.documents))
