"""What people confirmed in a project, as its file of reviews has it; asking them lies in ``review``."""

from __future__ import annotations

from pathlib import Path

from harness.adapters import files
from harness.constitution.reviews import PATH, Confirmation, Confirmations, read_reviews, with_confirmations
from harness.markdown.text import decode


def confirmations(root: Path) -> Confirmations:
    """What is confirmed in the project in a folder.

    Raises:
        DocumentError: if its file of reviews is no text.
        UsageError: if that has a row that confirms nothing.
    """
    return Confirmations(read_reviews(_text(root), PATH))


def add_confirmations(root: Path, new: list[Confirmation]) -> None:
    """Write confirmations to the file of reviews, in one go. Raises MachineError where that is refused."""
    files.write_over(root / PATH, with_confirmations(_text(root), new))


def _text(root: Path) -> str:
    path = root / PATH
    return decode(files.read_bytes(path), PATH) if path.is_file() and files.is_inside(path, root) else ""
