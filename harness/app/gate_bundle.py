"""What goes back with work that a gate does not let pass: a folder with ``rework.md`` and ``rework.json``."""

from __future__ import annotations

from pathlib import Path

from harness.domain.gate import Decision


def require_bundle_place(start: Path, folder: Path) -> None:
    """Say before any work is done whether a bundle can be written there.

    Raises:
        UsageError: if something else lies there, or the bundle would become part of the tree that is judged.
    """
    raise NotImplementedError


def write_bundle(decision: Decision, start: Path, folder: Path) -> Path:
    """Write what the next attempt needs into a folder, whole or not at all; returns the path of its ``rework.md``.

    A bundle that lies there is replaced; of a decision that sends nothing back, it is taken away.

    Raises:
        UsageError: as ``require_bundle_place``.
        MachineError: if it cannot be written.
    """
    raise NotImplementedError
