"""The proof on the example bank: as it is it passes, and each defect sends it back with a bundle that names the right place.

A defect is tried on the cards and golden cases that it names, with the requirements that these verify: a bank that claims
less, and of which everything is shown. All defects take seven minutes: CI sets HARNESS_MATRIX=all for that.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.bank import Patch, create, git, patches

pytestmark = [pytest.mark.long, pytest.mark.requires_git, pytest.mark.requires_cell, pytest.mark.requires_chromium]
EVERYTHING = os.environ.get("HARNESS_MATRIX") == "all"
DEFECTS, VIOLATIONS = patches("defects"), patches("violations")
SOME = ("amount-in-cents", "file-overwritten", "import-exits-zero", "silent-withdrawal")
SOME_VIOLATIONS = ("notice-as-html", "query-grown")
QUICK = "BANK-CASH"
"""The card beside a violation, which no card has to notice."""


def verify(root: Path, bundle: Path, *arguments: str) -> tuple[int, dict[str, Any], str]:
    """Exit code, report and what was said of ``harness verify``, as a user runs it."""
    done = subprocess.run(
        [sys.executable, "-m", "harness", "verify", "--bundle", str(bundle), "--report", "json", *arguments],
        cwd=root,
        env={**os.environ, "XDG_CACHE_HOME": str(root.parent / "cache")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout), done.stderr


def broken(room: Path, patch: Patch) -> tuple[int, dict[str, Any]]:
    """The exit code on the bank with that patch, and what goes back with it."""
    root, bundle = room / "bank", room / "bundle"
    create(root, patch.cards or {QUICK})
    git(root, "apply", str(patch.path))
    code, report, said = verify(root, bundle)
    assert report["band"] == "REWORK", (said, report["reasons"])
    return code, json.loads((bundle / "rework.json").read_text())


def ids(rework: dict[str, Any], kind: str) -> set[str]:
    return {task["id"] for task in rework["tasks"] if task["kind"] == kind}


def places(rework: dict[str, Any]) -> set[tuple[str, str]]:
    """The principles that are told, with every place."""
    return {
        (task["id"], f"{spot['place']['path']}:{spot['place']['line']}")
        for task in rework["tasks"]
        if task["kind"] == "principle"
        for spot in task["spots"]
    }


def test_the_clean_bank_from_a_fresh_copy_passes(tmp_path: Path) -> None:
    create(tmp_path / "bank")
    code, report, said = verify(tmp_path / "bank", tmp_path / "bundle")
    assert (code, report["band"]) == (0, "PASS"), said
    values = {fact["name"]: fact["value"] for fact in report["facts"]}
    assert values["cards.passed"] == values["cards.total"] >= 23
    assert values["golden.same"] == values["golden.total"] >= 30
    assert values["constitution.principles"] >= 23
    assert values["trace.must_untested"] == 0
    assert not (tmp_path / "bundle").exists()


@pytest.mark.parametrize(
    "patch", [one for one in DEFECTS if EVERYTHING or one.name in SOME], ids=lambda patch: patch.name
)
def test_a_defect_sends_the_bank_back_and_the_bundle_names_the_cards_cases_and_requirements(
    tmp_path: Path, patch: Patch
) -> None:
    code, rework = broken(tmp_path, patch)
    assert code == 3
    assert ids(rework, "card") == patch.cards
    assert ids(rework, "golden case") >= patch.cards
    for task in rework["tasks"]:
        if task["kind"] == "card":
            assert task["requirements"]
            assert task["observed"]
            assert any(step["unmet"] and step["place"]["path"].startswith("testcards/") for step in task["steps"])
        if task["kind"] == "golden case":
            assert task["difference"]
            assert task["steps"][0]["place"]["path"].startswith("golden/")


@pytest.mark.parametrize(
    "patch", [one for one in VIOLATIONS if EVERYTHING or one.name in SOME_VIOLATIONS], ids=lambda patch: patch.name
)
def test_a_violation_sends_the_bank_back_and_the_bundle_names_principle_and_line(tmp_path: Path, patch: Patch) -> None:
    code, rework = broken(tmp_path, patch)
    assert code == 3
    assert places(rework) == patch.breaks
    assert all(task["pattern"] for task in rework["tasks"] if task["kind"] == "principle")
    assert rework["tasks"][0]["kind"] == "principle"
