"""``harness doctor``: what this machine can do for us, level by level, and the exact remedy for what it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.adapters import programs
from harness.adapters.cell.bubblewrap import own_interpreter
from harness.adapters.cell.levels import LevelReport, probe
from harness.adapters.folders import cache_folder
from harness.adapters.toolchains import of_the_host
from harness.app.project import load_project
from harness.domain.verdicts import ExitCode, Isolation
from harness.errors import HarnessError


@dataclass(frozen=True)
class Diagnosis:
    """What was found. ``least`` is what the project asks for; ``works`` says whether cards can be run at that level here."""

    levels: tuple[LevelReport, ...]
    least: Isolation
    programs: tuple[programs.Program, ...]
    interpreter: str
    bound: tuple[str, ...]
    cache: str

    @property
    def works(self) -> bool:
        """Whether some level that satisfies the project works."""
        return any(report.works and report.level.satisfies(self.least) for report in self.levels)

    @property
    def exit_code(self) -> ExitCode:
        """PASS if cards can be run here, else UNDECIDED."""
        return ExitCode.PASS if self.works else ExitCode.UNDECIDED


def diagnose(start: Path) -> Diagnosis:
    """Try every level and look for every program."""
    return Diagnosis(
        levels=tuple(probe(level) for level in Isolation),
        least=_least(start),
        programs=programs.found(),
        interpreter=own_interpreter()[0],
        bound=_bound(of_the_host()),
        cache=str(cache_folder()),
    )


def _least(start: Path) -> Isolation:
    try:
        return load_project(start).configuration.cards.isolation
    except HarnessError:
        return Isolation.CELL


def _bound(toolchains: Sequence[str]) -> tuple[str, ...]:
    prefix = own_interpreter()[1]
    own = [] if prefix == "/usr" or prefix.startswith("/usr/") else [prefix]
    return tuple(dict.fromkeys([*own, *toolchains]))
