"""A run as workflow commands, which GitHub shows as annotations at the lines of a change; worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from harness.domain.results import Run
from harness.reports._annotations import MOST, Annotation, in_step
from harness.reports._issue import Issue, Weight, below
from harness.reports._issues import issues
from harness.reports._step_summary import step_summary
from harness.reports._view import View

_KINDS = {Weight.ERROR: "error", Weight.WARNING: "warning", Weight.NOTE: "notice"}


def render(run: Run, view: View) -> str:
    """One command a line: for what a MUST forbids and for what failed errors, for a SHOULD warnings, for a MAY notices.

    Ten of each kind are commands, as many as GitHub shows for a step; the others follow as plain lines, and ``summary`` holds
    them too. Nothing of the tree can begin another command.
    """
    found = list(below(view.repository().prefix, issues(run, view)))
    return in_step(_annotation(issue) for weight in Weight for issue in _in_turn(found, weight))


def summary(run: Run, view: View, most: int) -> str:
    """What is appended to the summary of the step, in at most so many bytes of UTF-8: empty where nothing has room."""
    return step_summary(run, view, most)


def _in_turn(found: Sequence[Issue], weight: Weight) -> Sequence[Issue]:
    """The issues of a weight; of more than are shown the first of each rule comes before the second of any."""
    told = [issue for issue in found if issue.weight is weight]
    if len(told) <= MOST:
        return told
    seen: Counter[str] = Counter()
    turns: list[int] = []
    for issue in told:
        seen[issue.rule] += 1
        turns.append(seen[issue.rule])
    return [told[at] for at in sorted(range(len(told)), key=turns.__getitem__)]


def _annotation(issue: Issue) -> Annotation:
    kind, lines = _KINDS[issue.weight], (*issue.said, *issue.advice, *([issue.excuse] if issue.excuse else []))
    if issue.finding is None:
        return Annotation(kind, issue.title, lines, issue.path, issue.line)
    span = issue.finding.span
    if not span.end:
        return Annotation(kind, issue.title, lines, issue.path)
    if span.end_line != span.line:  # GitHub knows columns on one line only
        return Annotation(kind, issue.title, lines, issue.path, span.line, end_line=span.end_line)
    columns = {"column": span.column, "end_line": span.end_line, "end_column": span.end_column}
    return Annotation(kind, issue.title, lines, issue.path, span.line, **columns)
