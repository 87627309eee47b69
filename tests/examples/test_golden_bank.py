"""The golden cases of the bank: both banks behave as they say, and every defect makes one of them differ.

All cases on both banks, and all defects on the cases that they name, take minutes: CI sets HARNESS_MATRIX=all for that.
Otherwise some cases run on both banks, and some defects, each on the quickest case of a card that it names.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from harness.app.golden_cases import Cases, load_cases
from harness.app.golden_check import GoldenOptions, check_golden
from harness.app.golden_compare import CompareOptions, compare_golden
from harness.app.run_cards import Listener
from harness.domain.actions import Surface
from harness.domain.golden import CaseOutcome
from harness.domain.verdicts import ExitCode

EXAMPLES = Path(__file__).parents[2] / "examples"
BANK = EXAMPLES / "bank"
EVERYTHING = os.environ.get("HARNESS_MATRIX") == "all"
_HEADER = re.compile(r"^Cards: (.+)$", re.MULTILINE)
_UNSEEN = re.compile(r"^\| `([\w-]+)` \| (.+) \|$", re.MULTILINE)
SOME = (
    "balance-as-number",
    "error-on-bad-json",
    "file-overwritten",
    "foreign-statement",
    "name-rewritten",
    "receipt-of-yesterday",
    "stale-total",
)
"""Quick ones, on the terminal and over HTTP; each is wrong in another way."""
CASES = (
    "BANK-AMOUNTS",
    "BANK-API-TRANSFER",
    "BANK-BATCH",
    "BANK-HTTP",
    "BANK-LIST",
    "BANK-STATEMENT-FILE",
    "BANK-WEB-SIGN-IN",
    "BANK-WEB-TRANSFER",
)
"""Some of each surface: all of them take a minute for each bank."""


def cards_of(defect: Path) -> tuple[str, ...]:
    """The cards that a defect turns red; of each there is a golden case with its id."""
    found = _HEADER.search(defect.read_text())
    assert found
    return tuple(found[1].replace(" ", "").split(","))


def unseen() -> dict[str, str]:
    """The defects that no golden case shows, with the reason, as the README of the bank has them."""
    _, _, section = (BANK / "README.md").read_text().partition("\n## Golden cases\n")
    assert section
    return dict(_UNSEEN.findall(section))


DEFECTS = sorted((BANK / "defects").glob("*.patch"))
SHOWN = [defect for defect in DEFECTS if defect.stem not in unseen()]


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Team", "-c", "user.email=team@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the bank, whose second revision is the bank that was written a second time."""
    root = tmp_path_factory.mktemp("golden-bank") / "bank"
    files = subprocess.run(["git", "ls-files", "-z", "."], cwd=BANK, capture_output=True, check=True).stdout
    root.mkdir()
    for name in filter(None, files.decode().split("\0")):
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((BANK / name).read_bytes())
        target.chmod((BANK / name).stat().st_mode)
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "The bank")
    return root


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second bank, put together as its README says."""
    root = tmp_path_factory.mktemp("golden-bank2") / "bank2"
    subprocess.run([str(EXAMPLES / "bank2" / "compose"), str(root)], check=True)
    return root


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


def outcomes(root: Path, names: Iterable[str] = ()) -> dict[str, CaseOutcome]:
    finished = check_golden(root, GoldenOptions(names=tuple(names), workers=2), Listener())
    assert finished.run.problems == ()
    assert finished.run.golden is not None
    assert finished.run.golden.unused == ()
    return {case.id: case.outcome for case in finished.run.golden.cases}


def quickest(cases: Cases, ids: Iterable[str]) -> str:
    """The case that runs quickest: one without a page, and with the fewest steps."""
    wanted = [case for case in cases.every if case.id in set(ids)]
    return min(wanted, key=lambda case: (Surface.BROWSER in case.card.surfaces, len(case.card.steps))).id


def test_the_bank_has_enough_golden_cases_to_tell_something() -> None:
    cases = load_cases(BANK)
    assert len(cases.every) >= 20
    assert {surface for case in cases.every for surface in case.card.surfaces} == set(Surface)
    assert {case.id for case in cases.every} == set(cases.snapshots)
    assert all(kept.reading and not kept.reading.snapshot.unstable for kept in cases.snapshots.values())
    assert cases.unused == ()
    ids = {case.id for case in cases.every}
    assert all(ids.issuperset(cards_of(defect)) for defect in DEFECTS)


def test_the_readme_tells_of_no_defect_that_golden_cases_do_not_see() -> None:
    assert unseen() == {}


@pytest.mark.long
@pytest.mark.requires_cell
@pytest.mark.requires_chromium
@pytest.mark.requires_git
def test_the_bank_behaves_as_its_golden_cases_say(bank: Path) -> None:
    found = outcomes(bank, () if EVERYTHING else CASES)
    assert len(found) >= len(CASES)
    assert set(found.values()) == {CaseOutcome.SAME}, found


@pytest.mark.long
@pytest.mark.requires_cell
@pytest.mark.requires_chromium
@pytest.mark.requires_git
def test_the_second_bank_behaves_as_the_golden_cases_of_the_first_say(second: Path) -> None:
    found = outcomes(second, () if EVERYTHING else CASES)
    assert len(found) >= len(CASES)
    assert set(found.values()) == {CaseOutcome.SAME}, found


@pytest.mark.long
@pytest.mark.requires_cell
@pytest.mark.requires_git
@pytest.mark.parametrize("defect", [one for one in SHOWN if EVERYTHING or one.stem in SOME], ids=lambda path: path.stem)
def test_a_defect_makes_a_golden_case_differ(bank: Path, defect: Path) -> None:
    git(bank, "apply", str(defect))
    try:
        named = cards_of(defect)
        names = sorted(named) if EVERYTHING else [quickest(load_cases(bank), named)]
        found = outcomes(bank, names)
    finally:
        git(bank, "checkout", "--quiet", ".")
    assert found == dict.fromkeys(names, CaseOutcome.CHANGED)


@pytest.mark.long
@pytest.mark.requires_cell
@pytest.mark.requires_git
def test_the_two_banks_compare_as_the_same(bank: Path, second: Path) -> None:
    """The first is the base, the second the head of one repository; some cases suffice, the others are checked above."""
    git(second, "fetch", "--quiet", str(bank), "main:first")
    names = () if EVERYTHING else ("BANK-JSON", "BANK-API-TRANSFER")
    finished = compare_golden(second, CompareOptions("first", "HEAD", names=names, workers=2), Listener())
    assert finished.run.golden is not None
    assert {case.id: case.outcome for case in finished.run.golden.cases if case.outcome is not CaseOutcome.SAME} == {}
    assert finished.exit_code is ExitCode.PASS
