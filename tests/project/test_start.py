"""Starting must not pay for what is not used; no stopwatch, only names in ``sys.modules``."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from harness import __version__

HEAVY = {
    "PIL",
    "anthropic",
    "google",
    "hypothesis",
    "markdown_it",
    "numpy",
    "playwright",
    "pydantic",
    "pyte",
    "pytest",
    "re2",
    "rich",
    "syrupy",
    "yaml",
}

START = """
import json, sys
from harness.cli import main
sys.argv = ["harness", *sys.argv[1:]]
try:
    main()
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def started(*arguments: str) -> tuple[str, set[str]]:
    """What ``harness`` prints, and the top-level packages that it imported on the way."""
    done = subprocess.run([sys.executable, "-c", START, *arguments], capture_output=True, text=True, check=True)
    return done.stdout, {name.split(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_and_version_import_nothing_heavy(flag: str) -> None:
    _, packages = started(flag)
    assert packages & HEAVY == set()


def test_importing_the_command_line_imports_nothing_heavy() -> None:
    code = "import json, sys, harness.cli; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name.split(".")[0] for name in json.loads(done.stdout)} & HEAVY == set()


def test_running_cards_imports_what_drives_models_browsers_and_terminals_only_when_a_card_needs_it() -> None:
    code = "import json, sys, harness.app.run_cards; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {name.split(".")[0] for name in json.loads(done.stdout)} & {"anthropic", "playwright", "pyte"} == set()


def test_version_is_the_one_of_the_package() -> None:
    text, _ = started("--version")
    assert __version__ in text


def test_importing_the_package_prints_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", "import harness.cli"], capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == ""
