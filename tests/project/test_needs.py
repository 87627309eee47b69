"""What the machine lacks skips a test, and in CI fails it, so that no suite is green by being empty."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SUITE = """
import pytest

@pytest.mark.requires_chromium
def test_marked():
    pass

def test_asks(need):
    need(False, "no moon tonight")

def test_has(need):
    need(True, "never said")
"""


@pytest.fixture
def outcome(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """How a small suite ends on a machine without a Chromium."""
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(SUITE)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  requires_chromium: …\n")
    environment = {**os.environ, "CHROMIUM": "/nowhere/chromium", "CI": request.param}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rsf", "-p", "no:cacheprovider", "--color=no", tmp_path],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    return done.stdout


@pytest.mark.parametrize("outcome", ["", "false", "0"], indirect=True)
def test_outside_ci_what_is_missing_skips_with_the_reason(outcome: str) -> None:
    assert "1 passed, 2 skipped" in outcome
    assert "no Chromium is installed" in outcome
    assert "no moon tonight" in outcome


@pytest.mark.parametrize("outcome", ["true", "1"], indirect=True)
def test_in_ci_what_is_missing_fails(outcome: str) -> None:
    assert outcome.splitlines()[-1].startswith("1 failed, 1 passed, 1 error")
    assert "in CI nothing may be skipped: no moon tonight" in outcome
