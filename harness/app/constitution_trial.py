"""``harness constitution test``: every principle on its own samples; the tree itself is not looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.sources import FolderTree
from harness.app.check_tools import open_tools
from harness.app.constitutions import load_constitutions
from harness.app.project import configuration_of, find_root
from harness.app.waiving import waiving
from harness.constitution.canary import Trial, beside, trials, try_samples
from harness.constitution.jobs import jobs_of
from harness.domain.findings import Doubt, DoubtKind
from harness.domain.principles import Principle
from harness.domain.verdicts import ExitCode
from harness.errors import UsageError


@dataclass(frozen=True)
class Tried:
    """What came of it: the principles that were tried, and those that have no check to try."""

    trials: tuple[Trial, ...]
    untried: tuple[Principle, ...]

    @property
    def troubles(self) -> tuple[Doubt, ...]:
        """Everything that is wrong, in the order of the principles."""
        return tuple(doubt for trial in self.trials for doubt in trial.troubles)

    @property
    def exit_code(self) -> ExitCode:
        """USAGE where a principle is broken, UNDECIDED where nothing was tried or a tool is missing."""
        if any(doubt.kind is not DoubtKind.TOOL for doubt in self.troubles):
            return ExitCode.USAGE
        return ExitCode.PASS if self.trials and not self.troubles else ExitCode.UNDECIDED


def try_principles(start: Path, names: Sequence[str] = ()) -> Tried:
    """Try the principles of those ids, or all of them, on their samples.

    Raises:
        DocumentError: if a constitution or a check is invalid.
        UsageError: if there is no constitution, or no principle of a name.
    """
    root = find_root(start)
    principles = load_constitutions(root, waiving(root).weakened()).require_valid().principles
    unknown = sorted(set(names) - {one.id for one in principles})
    if unknown:
        hint = "`harness constitution brief` lists the principles"
        raise UsageError(f"there is no principle '{unknown[0]}'", hint)
    wanted = [one for one in principles if not names or one.id in names]
    jobs = jobs_of(wanted)
    with open_tools(root, configuration_of(root), wanted) as tools:
        canaries = try_samples(jobs, tools, beside(FolderTree(root)))
    return Tried(tuple(trials(wanted, canaries)), tuple(one for one in wanted if not one.checks))
