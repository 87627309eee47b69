"""Safe fixes: read, planned, tried against the syntax, and written; which fix is safe says the check that found the place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from harness.adapters.patching import replace_unchanged
from harness.adapters.sources import FolderTree
from harness.constitution.fixing import FilePatch, parsed, plan_fixes
from harness.constitution.patches import as_diff
from harness.domain.findings import Finding
from harness.errors import HarnessError
from harness.ports.sources import Syntax

__all__ = ["as_diff", "planned", "write_fixes"]


def planned(root: Path, findings: Iterable[Finding], syntax: Syntax) -> tuple[FilePatch, ...]:
    """What the safe fixes of counting findings make of the project's files, one patch for each; nothing is written.

    A file is refused where it has changed since it was checked, or would no longer parse.
    """
    tree = FolderTree(root)
    patches = plan_fixes(findings, lambda path: next(iter(tree.read([path]))))
    return parsed(patches, syntax)


def write_fixes(root: Path, patches: Sequence[FilePatch]) -> tuple[FilePatch, ...]:
    """Write every patch that is not refused; those that could not be written come back refused, with the reason."""
    return tuple(patch if patch.refused else _written(root, patch) for patch in patches)


def _written(root: Path, patch: FilePatch) -> FilePatch:
    try:
        replace_unchanged(root, patch.path, patch.sha256, patch.after)
    except HarnessError as error:
        return replace(patch, refused=error.what)
    return patch
