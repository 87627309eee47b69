"""What having the plugin costs a session that does not ask for it: nothing of harness but its own small modules."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HEAVY = {
    "pydantic", "pydantic_core", "rich", "click", "markdown_it", "syrupy", "yaml", "re2", "playwright", "anthropic",
    "tree_sitter", "mcp",
}  # fmt: skip
OURS = {"harness", "harness.pytest_plugin", "harness.pytest_plugin._watch", "harness.pytest_plugin._places"}
LOADED = "import sys, json, pytest; pytest.main({0}); print(json.dumps(sorted(sys.modules)))"
OFF = [option for name in ("syrupy", "xdist", "cov", "hypothesispytest", "anyio", "base_url", "playwright")
       for option in ("-p", f"no:{name}")]  # fmt: skip
TEXT = """
import pytest


@pytest.mark.verifies("FR-001")
def test_it():
    pass
"""


def test_without_the_option_nothing_of_harness_is_imported(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TEXT)
    (tmp_path / "testcards").mkdir()
    (tmp_path / "testcards/card.md").write_text("nonsense\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers --strict-config\n")
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format([*OFF, "-p", "no:cacheprovider"])],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "1 passed" in done.stdout
    modules = set(json.loads(done.stdout.splitlines()[-1]))
    assert {name.split(".")[0] for name in modules} & HEAVY == set()
    assert {name for name in modules if name.split(".")[0] == "harness"} == OURS


def test_the_markers_are_known_whether_or_not_anybody_asks(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "pytest", "--markers", "-p", "no:cacheprovider"]
    done = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=True)
    for name in ("verifies(*requirements)", "card(id, tier)", "golden(id, tier)", "principle(id, level)"):
        assert f"@pytest.mark.{name}" in done.stdout
