"""Flows: what somebody else decides reaches a place where it does harm, across functions and files of a project.

What a single line shows is a matter of ``pattern``. The analysis itself lies in the packages beside this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from harness.constitution.checks.dataflow.form import ENDINGS, DataflowCheck, read_check
from harness.constitution.checks.dataflow.samples import BAD, GOOD
from harness.constitution.kinds import Job, Quantifier, Scope, Seen, Unchanged, Unreported
from harness.domain.principles import CheckSpec, Use
from harness.ports.sources import SourceFile, Tools

__all__ = [
    "BAD",
    "BY_SUFFIX",
    "GOOD",
    "SCOPE",
    "explore",
    "explore_apart",
    "looks_at",
    "quantifier",
    "read",
    "unreported",
]

SCOPE = Scope.PROJECT
BY_SUFFIX = True


def read(spec: CheckSpec) -> DataflowCheck:
    """The check. Raises DocumentError."""
    return read_check(spec)


def quantifier(use: Use, options: DataflowCheck) -> Quantifier:
    """Flows can only be forbidden."""
    return Quantifier.ABSENT


def looks_at(options: DataflowCheck, path: str) -> bool:
    """A file whose name says that it is in the language."""
    name = path.rpartition("/")[2]
    return "." in name[1:] and name[name.rindex(".") :].lower() in ENDINGS[options.dataflow.language]


def explore(
    jobs: Sequence[Job[DataflowCheck]], files: Sequence[SourceFile], tools: Tools, told: Callable[[int, int], None]
) -> Iterator[Seen | Unchanged]:
    """What the jobs find in the files of a project, and what keeps them from telling. Raises MachineError."""
    # Imported late: reading a check needs none of the analysis, whose parts import this package besides.
    from harness.constitution.checks.dataflow import exploring

    return exploring.explore(jobs, files, tools, told)


def explore_apart(
    projects: Sequence[tuple[SourceFile, Sequence[Job[DataflowCheck]]]], tools: Tools
) -> Iterator[list[Seen]]:
    """What the jobs of each file find in it as a project of its own."""
    from harness.constitution.checks.dataflow import exploring

    return iter(exploring.explore_apart(projects, tools))


def unreported(
    jobs: Sequence[Job[DataflowCheck]], files: Sequence[SourceFile], path: str, line: int, tools: Tools
) -> Iterator[Unreported]:
    """Why the jobs report nothing, or nothing else, in a line of a file. Raises MachineError."""
    from harness.constitution.checks.dataflow import explaining

    return explaining.explain(jobs, files, path, line, tools)
