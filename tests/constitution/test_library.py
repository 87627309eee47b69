"""The shipped constitutions: they lint clean, their samples hold, and the one for web services covers what it says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from harness import constitution
from harness.app.constitution_lint import lint_constitutions
from harness.app.constitutions import load_constitutions
from harness.domain.principles import Constitution, Level, Principle, Use

LIBRARY = Path(constitution.__file__).parent / "library"
SHIPPED = sorted(path.stem for path in LIBRARY.glob("*.md"))
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
    """A project whose own constitutions are copies of the shipped ones."""
    root = tmp_path_factory.mktemp("library")
    shutil.copytree(LIBRARY, root / "constitutions", ignore=shutil.ignore_patterns("__pycache__"))
    return root


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
    assert set(shipped) == {*SHIPPED} == {"artifacts", "python", "web-service"}
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


def test_principles_for_artifacts_cover_each_kind_of_file(shipped: dict[str, Constitution]) -> None:
    globs = " ".join(glob for one in shipped["artifacts"].principles for glob in one.applies_to)
    for word in ("yaml", ".sql", "Dockerfile", ".github/workflows", "monitoring", "openapi", "spec.md", ".env"):
        assert word in globs
