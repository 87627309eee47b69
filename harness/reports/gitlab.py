"""A run as a Code Quality report of GitLab's (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator

from harness.domain.results import Run
from harness.domain.visible import visible
from harness.reports._issue import Issue, Weight, below, worst_first
from harness.reports._issues import issues
from harness.reports._lines import cut
from harness.reports._view import View

_SEVERITIES = {Weight.ERROR: "critical", Weight.WARNING: "major", Weight.NOTE: "info"}
_NO_FILE = "harness.toml"
"""Where an issue about no file stands: GitLab shows none without a path."""
_LONGEST = 1_000


def render(run: Run, view: View) -> str:
    """A JSON array, worst first: one object for each place, with a fingerprint that no other has and that survives moved lines.

    What a MUST forbids and what failed is critical, a SHOULD major, a MAY info. What could not be checked is told of as well.
    """
    found = worst_first(below(view.repository().prefix, issues(run, view)))
    return json.dumps(list(_objects(found)), indent=2) + "\n"


def _objects(found: Iterable[Issue]) -> Iterator[dict[str, object]]:
    seen: Counter[str] = Counter()
    for issue in found:
        words = "\0".join((issue.kind, issue.rule, issue.path, issue.fingerprint))
        seen[words] += 1
        fingerprint = hashlib.sha256(f"{words}\0{seen[words]}".encode("utf-8", "surrogatepass")).hexdigest()
        yield {
            "description": _description(issue),
            "check_name": visible(cut(issue.rule, _LONGEST)),
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[issue.weight],
            "location": {"path": visible(issue.path) or _NO_FILE, "lines": {"begin": max(issue.line, 1)}},
        }


def _description(issue: Issue) -> str:
    """One line: GitLab shows no more."""
    said = " · ".join(visible(cut(one, _LONGEST)) for one in (issue.title, *issue.said) if one)
    return cut(f"{said} ({visible(issue.excuse)})" if issue.excuse else said, _LONGEST)
