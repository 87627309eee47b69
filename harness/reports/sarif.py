"""A run as SARIF 2.1.0, which code scanning of GitHub and many viewers read; what stands in it lies in ``_sarif``."""

from __future__ import annotations

import json

from harness.domain.results import Run
from harness.reports._sarif.log import log_of
from harness.reports._view import View


def render(run: Run, view: View) -> str:
    """The log as JSON: all rules of the run, at most 5,000 results, worst first, and what could not be checked."""
    return json.dumps(log_of(run, view), indent=2) + "\n"
