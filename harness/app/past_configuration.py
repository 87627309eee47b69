"""What a project said of itself at a revision; what it says now is read in ``project``."""

from __future__ import annotations

from pathlib import Path

from harness.adapters.revisions import files_at
from harness.app.roots import CONFIGURATION
from harness.domain.configuration import Configuration
from harness.markdown.text import decode
from harness.readers import configuration as configuration_reader

_PYPROJECT = "pyproject.toml"


def configuration_at(root: Path, revision: str) -> Configuration | None:
    """The configuration of a revision; None where it had none.

    Raises:
        DocumentError: if it is invalid.
        UsageError: if the project is not in git, or there is no such revision.
    """
    found = files_at(root, revision, (CONFIGURATION, _PYPROJECT))
    for name in (CONFIGURATION, _PYPROJECT):
        text = decode(found[name], name) if name in found else ""
        if text and (name == CONFIGURATION or "[tool.harness" in text):
            return configuration_reader.read(text, name)
    return None
