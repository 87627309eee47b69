"""A run as a comment for a pull request: what did not hold, worst first, at a length that GitHub takes."""

from __future__ import annotations

from harness.domain.results import Run
from harness.reports._comment import fitted
from harness.reports._contents import subject
from harness.reports._markup import code
from harness.reports._run_markup import run_markup
from harness.reports._view import View

LONGEST = 60_000
"""Bytes of UTF-8, and so characters at most; GitHub refuses a comment of more than 65,536."""
_MOST_PLACES = 50


def render(run: Run, view: View) -> str:
    """The run in GitHub-flavoured Markdown. Nothing that the product printed can become markup, a mention or a link.

    The first line is a comment that nobody sees: by it a program finds its own comment again, and writes over it.
    """
    marker = f"<!-- harness-report: {subject(run)} -->\n"
    cut_here = f"… cut here; the whole is in {code(view.folder)}"
    return marker + fitted(run_markup(run, view, _MOST_PLACES), LONGEST - len(marker), cut_here)
