"""What goes back with work that a gate does not let pass: a folder with ``rework.md`` and ``rework.json``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from harness.adapters import bundle_folder
from harness.app.roots import find_root
from harness.domain.gate import Band, Decision
from harness.reports._fitting import fitted
from harness.reports.bundles import json, markdown

MARKDOWN, JSON = "rework.md", "rework.json"
_MARK = '"kind": "harness rework"'
_OWN = ".harness"


def require_bundle_place(start: Path, folder: Path) -> None:
    """Say before any work is done whether a bundle can be written there.

    Raises:
        UsageError: if something else lies there, or the bundle would become part of the tree that is judged.
    """
    bundle_folder.require_free(folder, frozenset((MARKDOWN, JSON)), _MARK)
    bundle_folder.require_outside(folder, find_root(start), _OWN)


def write_bundle(decision: Decision, start: Path, folder: Path, runs: Mapping[str, Path] | None = None) -> Path:
    """Write what the next attempt needs into a folder, whole or not at all; returns the path of its ``rework.md``.

    A bundle that lies there is replaced; of a decision that sends nothing back, it is taken away. ``runs`` are the folders of
    runs that lie elsewhere than a project's runs do, by their ids.

    Raises:
        DocumentError: if the configuration is invalid.
        UsageError: as ``require_bundle_place``.
        MachineError: if it cannot be written.
    """
    require_bundle_place(start, folder)
    if decision.band is not Band.REWORK:
        bundle_folder.remove(folder)
        return folder / MARKDOWN
    from harness.app.rework import rework_of  # late: it weighs, and most decisions send nothing back

    rework = fitted(rework_of(decision, start, runs))
    bundle_folder.put(folder, {MARKDOWN: markdown.render(rework), JSON: json.render(rework)})
    return folder / MARKDOWN
