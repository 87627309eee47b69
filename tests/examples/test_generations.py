"""Four generations that a reviewer rejected, and how each was corrected, after arXiv 2602.02584, in our own words.

Each is a small banking service. The shipped constitution catches a rejected one at each line that is wrong, by the one
principle that they break, and lets the corrected one through.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.app.check import Checked, CheckListener, CheckOptions, check
from harness.domain.findings import Outcome, PrincipleResult
from harness.domain.verdicts import ExitCode

GENERATIONS = Path(__file__).parent / "generations"
CONSTITUTION = "---\nextends: web-service\n---\n# Bank\n\nVersion 1.0.0 · ratified 2026-11-20\n"
Places = dict[str, set[int]]


@dataclass(frozen=True)
class Generation:
    """What is wrong in a rejected one: the principle, and by file a part of each line that is wrong."""

    name: str
    principle: str
    wrong: dict[str, tuple[str, ...]]


QUERY = Generation(
    "query",
    "SEC-002",
    {
        "statements/store.py": (
            "WHERE account = {search.account}",
            "LIKE '%{search.text}%'",
            "+ search.since.isoformat() +",
            "in db.execute(query)",
            'AND account IN (" + ids',
        )
    },
)
AUDIT = Generation(
    "audit",
    "SEC-015",
    {"signin/app.py": ('"password": password})', "with {password}", "g.customer.name, details)")},
)
OWNERSHIP = Generation(
    "ownership",
    "SEC-010",
    {"accounts/api.py": ("session.get(Account, ", "= find(session, account_id)", ".one_or_none()")},
)
MONEY = Generation(
    "money",
    "SEC-007",
    {
        "transfers/schemas.py": (
            "from_account: str",
            "to_account: str",
            "amount: float",
            "fee: float",
            "balance: float",
        ),
        "transfers/book.py": ("SMALLEST_FEE =", "balance REAL", "balance: float", "amount: float", "float(row[2])"),
    },
)
GENERATED = (QUERY, AUDIT, OWNERSHIP, MONEY)


@pytest.fixture(scope="module")
def rejected(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return checked(tmp_path_factory, "rejected")


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return checked(tmp_path_factory, "corrected")


def checked(factory: pytest.TempPathFactory, kind: str) -> Checked:
    """A project with all generations of a kind, each in a folder of its own, against the shipped constitution."""
    root = factory.mktemp(kind)
    for generation in GENERATED:
        shutil.copytree(GENERATIONS / generation.name / kind, root / generation.name)
    (root / "constitutions").mkdir()
    (root / "constitutions" / "bank.md").write_text(CONSTITUTION)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(factory.mktemp("cache")))
        return check(root, CheckOptions(), CheckListener())


def places(principle: PrincipleResult, generation: Generation) -> Places:
    """Where a principle is broken in one of the generations."""
    found: Places = {}
    for finding in principle.findings:
        folder, _, path = finding.span.path.partition("/")
        if folder == generation.name:
            found.setdefault(path, set()).add(finding.span.line)
    return found


def wrong_places(generation: Generation) -> Places:
    """Where something wrong stands. A part that stands nowhere is a mistake of this test."""
    wrong: Places = {}
    for path, parts in generation.wrong.items():
        lines = (GENERATIONS / generation.name / "rejected" / path).read_text().splitlines()
        for part in parts:
            found = {number for number, line in enumerate(lines, 1) if part in line}
            assert found, f"{part!r} is not in {path}"
            wrong.setdefault(path, set()).update(found)
    return wrong


@pytest.mark.parametrize("generation", GENERATED, ids=lambda one: one.name)
def test_a_rejected_generation_is_caught_at_each_line_that_is_wrong(rejected: Checked, generation: Generation) -> None:
    (broken,) = [one for one in rejected.results.principles if one.id == generation.principle]
    assert places(broken, generation) == wrong_places(generation)


@pytest.mark.parametrize("generation", GENERATED, ids=lambda one: one.name)
def test_a_rejected_generation_breaks_nothing_else(rejected: Checked, generation: Generation) -> None:
    broken = {one.id for one in rejected.results.principles if places(one, generation)}
    assert broken == {generation.principle}


def test_the_rejected_generations_fail_the_check(rejected: Checked) -> None:
    outcomes = {one.id: one.outcome for one in rejected.results.principles}
    violated = {id for id, outcome in outcomes.items() if outcome is Outcome.VIOLATION}
    assert violated == {generation.principle for generation in GENERATED}
    assert Outcome.UNVERIFIED not in outcomes.values()
    assert rejected.exit_code is ExitCode.FAIL


def test_the_corrected_generations_pass_the_check(corrected: Checked) -> None:
    outcomes = [one.outcome for one in corrected.results.principles]
    assert len(outcomes) == 15
    assert set(outcomes) <= {Outcome.PASS, Outcome.NOT_APPLICABLE}
    assert corrected.exit_code is ExitCode.PASS


@pytest.mark.parametrize("generation", GENERATED, ids=lambda one: one.name)
def test_what_was_corrected_is_evidence(corrected: Checked, generation: Generation) -> None:
    (kept,) = [one for one in corrected.results.principles if one.id == generation.principle]
    assert kept.outcome is Outcome.PASS
    assert any(finding.span.path.startswith(f"{generation.name}/") for finding in kept.evidence)
