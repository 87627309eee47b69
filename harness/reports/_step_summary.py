"""A run as the summary of a step of GitHub's: all that the annotations have no room for; writing it lies elsewhere."""

from __future__ import annotations

from harness.domain.results import Run
from harness.reports._comment import fitted
from harness.reports._markup import code
from harness.reports._run_markup import run_markup
from harness.reports._view import View

_MOST_PLACES = 2_000


def step_summary(run: Run, view: View, most: int) -> str:
    """The run in Markdown, in at most so many bytes of UTF-8; empty where there is no room for anything."""
    cut_here = f"… cut here; the whole is in {code(view.folder)}"
    return fitted(run_markup(run, view, _MOST_PLACES), most, cut_here)
