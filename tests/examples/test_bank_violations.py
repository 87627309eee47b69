"""The example bank keeps its constitution, and each seeded violation turns exactly the principles red that it names, where it
says so.

One check looks at all of them: the project has a copy of the bank for each violation, in a folder of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.app.check import Checked, CheckListener, CheckOptions, check
from harness.domain.findings import Outcome
from harness.domain.verdicts import ExitCode

BANK = Path(__file__).parents[2] / "examples" / "bank"
UNTOUCHED = "untouched"
_HEADER = re.compile(r"^(Title|Breaks|Why): (.+)$", re.MULTILINE)
_BREAKS = re.compile(r"([A-Z]+-[0-9]+) (\S+:[0-9]+)")


@dataclass(frozen=True)
class Violation:
    """A patch, and what it breaks: each principle with its ``path:line``."""

    name: str
    title: str
    breaks: frozenset[tuple[str, str]]


def read_violation(path: Path) -> Violation:
    headers = dict(_HEADER.findall(path.read_text()))
    assert headers.keys() == {"Title", "Breaks", "Why"}, path.name
    return Violation(path.stem, headers["Title"], frozenset(_BREAKS.findall(headers["Breaks"])))


VIOLATIONS = [read_violation(path) for path in sorted((BANK / "violations").glob("*.patch"))]


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    """The constitution of the bank on an untouched copy of it and on one for each violation."""
    root = tmp_path_factory.mktemp("violations")
    shutil.copytree(BANK / "constitutions", root / "constitutions")
    for name in (UNTOUCHED, *(violation.name for violation in VIOLATIONS)):
        shutil.copytree(BANK / "bank", root / name / "bank", ignore=shutil.ignore_patterns("__pycache__"))
        if name != UNTOUCHED:
            apply(root / name, BANK / "violations" / f"{name}.patch")
    return checked(root, tmp_path_factory.mktemp("cache"))


def apply(folder: Path, patch: Path) -> None:
    # Outside of any repository: inside of one, paths that it does not know are left out in silence.
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    subprocess.run(["git", "apply", str(patch)], cwd=folder, check=True, env=environment)


def checked(root: Path, cache: Path) -> Checked:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        return check(root, CheckOptions(), CheckListener())


def broken(result: Checked, name: str) -> frozenset[tuple[str, str]]:
    """Each principle that is broken in one of the copies, with its ``path:line``."""
    return frozenset(
        (principle.id, f"{finding.span.path.removeprefix(f'{name}/')}:{finding.span.line}")
        for principle in result.results.principles
        for finding in principle.findings
        if finding.span.path.startswith(f"{name}/")
    )


def test_the_bank_keeps_its_constitution(tmp_path: Path) -> None:
    root = tmp_path / "bank"
    shutil.copytree(BANK, root, ignore=shutil.ignore_patterns("__pycache__", ".harness"))
    result = checked(root, tmp_path / "cache")
    outcomes = [one.outcome for one in result.results.principles]
    assert set(outcomes) == {Outcome.PASS, Outcome.NOT_APPLICABLE}
    assert outcomes.count(Outcome.PASS) >= 12
    assert len(outcomes) == 15 + 8
    assert result.exit_code is ExitCode.PASS


def test_there_are_violations_of_most_principles() -> None:
    assert len(VIOLATIONS) >= 10
    assert len({id for violation in VIOLATIONS for id, place in violation.breaks}) >= 12


@pytest.mark.requires_git
def test_the_untouched_copy_breaks_nothing(seeded: Checked) -> None:
    assert broken(seeded, UNTOUCHED) == frozenset()
    assert seeded.exit_code is ExitCode.FAIL


@pytest.mark.requires_git
@pytest.mark.parametrize("violation", VIOLATIONS, ids=lambda violation: violation.name)
def test_a_violation_turns_exactly_the_principles_red_that_it_names(seeded: Checked, violation: Violation) -> None:
    assert violation.breaks
    assert broken(seeded, violation.name) == violation.breaks
