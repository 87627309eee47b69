"""Every import-linter contract is kept, and is seen to break when it is violated."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}


class Plant(NamedTuple):
    """A module that violates one contract, and no other."""

    contract: str
    path: str
    code: str


PLANTS = [
    Plant("layers", "phrasebook/planted.py", "import harness.gate"),
    Plant("layers", "lint/planted.py", "import harness.evaluation"),
    Plant("layers", "markdown/planted.py", "import harness.phrasebook"),
    Plant("layers", "planted.py", "# a module that no layer names"),
    Plant("wiring", "cli/planted.py", "import harness.adapters.cell"),
    Plant("effects", "gate/planted.py", "import subprocess"),
    Plant("effects", "readers/planted.py", "from urllib.request import urlopen"),
    Plant("effects", "reports/planted.py", "def send():\n    import socket"),
    Plant("surroundings", "evaluation/planted.py", "import os"),
    Plant("surroundings", "domain/planted.py", "from time import monotonic"),
    Plant("anthropic-door", "adapters/planted.py", "import anthropic"),
    Plant("hypothesis-door", "golden/planted.py", "import hypothesis"),
    Plant("mcp-door", "app/planted.py", "import mcp"),
    Plant("pictures-door", "app/planted.py", "import numpy"),
    Plant("playwright-door", "adapters/surfaces/planted.py", "from playwright.sync_api import Page"),
    Plant("click-in-cli", "app/planted.py", "import click"),
    Plant("commands", "cli/commands/planted.py", "import harness.cli.commands.sown"),
    Plant("rules", "lint/rules/planted.py", "import harness.lint.rules.sown"),
    Plant(
        "document-rules", "constitution/document_rules/planted.py", "import harness.constitution.document_rules.sown"
    ),
    Plant("checks", "constitution/checks/planted.py", "import harness.constitution.checks.sown"),
    Plant("layers", "constitution/planted.py", "import harness.evaluation"),
    Plant("specification-rules", "specification/rules/planted.py", "import harness.specification.rules.sown"),
    Plant("evaluators", "evaluation/evaluators/planted.py", "import harness.evaluation.evaluators.sown"),
    Plant("surfaces", "adapters/surfaces/planted.py", "import harness.adapters.surfaces.sown"),
    Plant("cycles", "domain/planted.py", "import harness.domain.sown"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The package and its contracts, free to be damaged."""
    shutil.copytree(ROOT / "harness", tmp_path / "harness", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken_contracts(folder: Path) -> Iterator[str]:
    linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", linter, "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    verdicts = re.findall(r"^(.+) (KEPT|BROKEN)\b", done.stdout, re.MULTILINE)
    assert {name for name, _ in verdicts} == set(CONTRACTS.values()), done.stdout + done.stderr
    identifiers = {name: identifier for identifier, name in CONTRACTS.items()}
    broken = [identifiers[name] for name, verdict in verdicts if verdict == "BROKEN"]
    assert bool(done.returncode) == bool(broken), done.stdout + done.stderr
    yield from broken


def test_every_contract_is_kept_on_a_clean_copy(copy: Path) -> None:
    assert list(broken_contracts(copy)) == []


def test_every_contract_has_a_violation_that_shows_it_at_work() -> None:
    assert {plant.contract for plant in PLANTS} == set(CONTRACTS)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: f"{plant.contract}:{plant.path}:{plant.code.split()[1]}")
def test_a_violation_breaks_its_contract_and_no_other(plant: Plant, copy: Path) -> None:
    module = copy / "harness" / plant.path
    module.write_text(plant.code + "\n")
    if plant.code.endswith(".sown"):
        back = "import harness.domain.planted" if plant.contract == "cycles" else ""
        module.with_name("sown.py").write_text(back + "\n")
    assert list(broken_contracts(copy)) == [plant.contract]
