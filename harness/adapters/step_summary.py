"""The summary of a step of GitHub's: a file that its runner names and shows as Markdown; what stands in it lies elsewhere."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from harness.errors import MachineError

MOST_BYTES = 1024 * 1000
"""GitHub refuses the whole summary of a step of more than 1,024 kB: a little less, whichever kilobyte it counts in."""
_NAME = "GITHUB_STEP_SUMMARY"


def append_summary(text_of: Callable[[int], str]) -> None:
    """Append to the step's summary what ``text_of`` makes for as many bytes as are left; nothing where no runner asks for one.

    Raises:
        MachineError: if it cannot be written.
    """
    named = os.environ.get(_NAME, "")
    if not named:
        return
    path = Path(named)
    try:
        before = path.stat().st_size if path.exists() else 0
        text = text_of(MOST_BYTES - before).encode("utf-8", "replace")
        if text and before + len(text) <= MOST_BYTES:
            with path.open("ab") as stream:
                stream.write(text)
    except OSError as error:
        raise MachineError(
            f"'{named}' cannot be written: {error.strerror}", f"see the variable `{_NAME}`, or unset it"
        ) from error
