"""Whether goldens of tests are there, told from names alone and with few imports; reading them lies in ``golden_tests``."""

from __future__ import annotations

from pathlib import Path


def has_goldens(root: Path, module: str) -> bool:
    """Whether there are goldens of a file of tests."""
    return (root / "golden" / f"{module}.golden").is_file()


def is_gone(root: Path, module: str) -> bool:
    """Whether a file of tests is not there."""
    return not (root / module).exists()
