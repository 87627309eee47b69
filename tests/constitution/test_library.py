"""The shipped constitutions: they lint clean, their samples hold, and the one for web services covers what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harness import constitution
from harness.app.constitution_lint import lint_constitutions
from harness.app.constitutions import load_constitutions
from harness.domain.principles import Constitution, Level, Precision, Principle, Use

LIBRARY = Path(constitution.__file__).parent / "library"
SHIPPED = sorted(path.stem for path in LIBRARY.glob("*.md"))
EXTENDS = re.compile(r"^extends: \[(.*)\]$", re.MULTILINE)
MEASURED = sorted({*SHIPPED} - {"artifacts", "python", "web-service"})
# The fifteen of arXiv 2602.02584, table of principles.
OF_THE_PAPER = (
    *(
        "CWE-79",
        "CWE-89",
        "CWE-352",
        "CWE-306",
        "CWE-798",
        "CWE-20",
        "CWE-190",
        "CWE-287",
        "CWE-522",
        "CWE-862",
        "CWE-863",
    ),
    *("CWE-613", "CWE-312", "CWE-319", "CWE-200", "CWE-209", "CWE-532"),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose own constitutions are copies of the shipped ones, and extend each other instead of those."""
    root = tmp_path_factory.mktemp("library")
    (root / "constitutions").mkdir()
    for name in SHIPPED:
        text = (LIBRARY / f"{name}.md").read_text()
        (root / "constitutions" / f"{name}.md").write_text(EXTENDS.sub(copied, text))
    return root


def copied(found: re.Match[str]) -> str:
    return f"extends: [{', '.join(f'./{name}.md' for name in re.split(', *', found[1]))}]"


@pytest.fixture(scope="module")
def shipped(project: Path) -> dict[str, Constitution]:
    loaded = load_constitutions(project).require_valid()
    return {Path(one.path).stem: one for one in loaded.constitutions}


def uses(principle: Principle) -> set[Use]:
    return {spec.use for spec in principle.checks}


def test_shipped_constitutions_lint_clean_and_their_checks_work_on_their_samples(project: Path) -> None:
    linted = lint_constitutions(project)
    assert [str(mistake) for mistake in linted.mistakes] == []
    assert linted.principles >= 31


def test_each_shipped_constitution_has_a_version_and_a_date(shipped: dict[str, Constitution]) -> None:
    assert set(shipped) == {*SHIPPED}
    assert {
        *("agent-hygiene", "artifacts", "ci-supply-chain", "cwe-top-25-2025", "owasp-asvs-web"),
        *("python", "python-service", "secrets", "web-service"),
    } == set(shipped)
    assert all(one.version and one.ratified for one in shipped.values())


def test_the_web_service_constitution_covers_the_fifteen_principles(shipped: dict[str, Constitution]) -> None:
    principles = shipped["web-service"].principles
    assert len(principles) == 15
    assert {cwe for one in principles for cwe in one.cwes} == {*OF_THE_PAPER}
    assert {one.level for one in principles} == {Level.MUST}


def test_each_principle_for_web_services_forbids_and_requires(shipped: dict[str, Constitution]) -> None:
    lacking = {one.id for one in shipped["web-service"].principles if uses(one) != {Use.FORBID, Use.REQUIRE}}
    assert lacking == set()


@pytest.mark.parametrize("name", SHIPPED)
def test_each_shipped_principle_has_samples_of_both_kinds_and_says_what_to_do(
    shipped: dict[str, Constitution], name: str
) -> None:
    for principle in shipped[name].principles:
        assert {sample.good for sample in principle.samples} == {True, False}, principle.id
        assert principle.pattern, principle.id
        assert principle.rationale, principle.id
        assert principle.applies_to, principle.id


def test_only_what_is_precise_blocks(shipped: dict[str, Constitution]) -> None:
    imprecise = [
        one.id
        for document in shipped.values()
        for one in document.principles
        if one.level is Level.MUST and one.precision in (Precision.MEDIUM, Precision.LOW)
    ]
    assert imprecise == []


@pytest.mark.parametrize("name", MEASURED)
def test_each_measured_principle_says_how_precise_it_is_and_has_three_samples_of_each_kind(
    shipped: dict[str, Constitution], name: str
) -> None:
    for principle in shipped[name].principles:
        assert principle.measured, principle.id
        assert principle.precision_basis, principle.id
        assert principle.cwes, principle.id
        assert sum(sample.good for sample in principle.samples) >= 3, principle.id
        assert sum(not sample.good for sample in principle.samples) >= 3, principle.id


def test_the_top_25_are_those_of_2025_that_are_decidable(shipped: dict[str, Constitution]) -> None:
    wanted = {79, 89, 352, 862, 22, 78, 94, 434, 502, 863, 20, 200, 306, 918, 77, 639, 770}
    assert {f"CWE-{number}" for number in wanted} <= {
        cwe for one in shipped["cwe-top-25-2025"].principles for cwe in one.cwes
    }


def test_what_others_extend_can_be_extended_by_name(tmp_path: Path) -> None:
    (tmp_path / "constitutions").mkdir()
    own = f"---\nextends: [{', '.join(SHIPPED)}]\n---\n# All\n\nVersion 1.0.0 · ratified 2026-11-21\n"
    (tmp_path / "constitutions/main.md").write_text(own)
    assert len(load_constitutions(tmp_path).require_valid().principles) >= 100


def test_principles_for_artifacts_cover_each_kind_of_file(shipped: dict[str, Constitution]) -> None:
    globs = " ".join(glob for one in shipped["artifacts"].principles for glob in one.applies_to)
    for word in ("yaml", ".sql", "Dockerfile", ".github/workflows", "monitoring", "openapi", "spec.md", ".env"):
        assert word in globs
