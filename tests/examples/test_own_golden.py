"""harness is its own first customer: its golden cases run against this tree, by its own command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from harness import __version__
from harness.app.golden_cases import load_cases

ROOT = Path(__file__).parents[2]


@pytest.mark.long
@pytest.mark.requires_cell
@pytest.mark.requires_git
def test_harness_behaves_as_its_golden_cases_say(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "harness", "golden", "check", "--report", "json", "--output", str(report)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    cases = json.loads(report.read_text())["golden"]["cases"] if report.exists() else []
    told = {case["id"]: case["differences"] or case["reason"] for case in cases if case["outcome"] != "same"}
    assert (done.returncode, told) == (0, {}), done.stderr
    assert len(cases) >= 5


def test_no_golden_case_pins_the_version() -> None:
    for kept in load_cases(ROOT).snapshots.values():
        assert kept.reading is not None
        assert f"harness {__version__}" not in kept.data.decode()
        assert f'"tool_version": "{__version__}"' not in kept.data.decode()
