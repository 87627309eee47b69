"""harness is its own first customer: its cards run against this tree, by its own command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.long
@pytest.mark.requires_cell
@pytest.mark.requires_git
def test_every_card_of_harness_passes_on_this_tree(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "harness", "run-cards", "--report", "json", "--output", str(report)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    cards = json.loads(report.read_text())["cards"] if report.exists() else []
    told = {card["id"]: card["reason"] for card in cards if card["state"] != "pass"}
    assert (done.returncode, told) == (0, {}), done.stderr
    assert len(cards) >= 5


def test_the_cards_and_the_specification_of_harness_are_clean() -> None:
    command = [sys.executable, "-m", "harness", "lint"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 errors, 0 warnings" in done.stdout
