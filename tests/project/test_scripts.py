"""The scripts: sound bash, honest exit codes, and a set-up that says in one line what it lacks."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = [*sorted((ROOT / "scripts").iterdir()), ROOT / ".ci" / "run"]


def stub(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/bash\n{body}\n")
    path.chmod(0o755)


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The scripts alone, in a folder with a space in its name."""
    folder = tmp_path / "a folder"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    shutil.copytree(ROOT / ".ci", folder / ".ci")
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A ``PATH`` with what every Debian has, but no Python, no apt and none of the programs that harness needs."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for name in (
        "bash",
        "cat",
        "chmod",
        "dirname",
        "env",
        "flock",
        "grep",
        "id",
        "mktemp",
        "rm",
        "sed",
        "sleep",
        "tail",
        "tee",
    ):
        (folder / name).symlink_to(shutil.which(name) or pytest.fail(f"no {name}"))
    return folder


def pretend_environment(project: Path) -> Path:
    """A finished set-up whose tools are ours to script."""
    stub(project / "scripts" / "setup", "exit 0")
    return project / ".venv" / "bin"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_executable_strict_and_parses(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert "\nset -euo pipefail\n" in script.read_text()
    assert run("bash", "-n", script).stderr == ""


def test_setup_says_in_one_line_that_python_is_missing(project: Path, programs: Path) -> None:
    done = run(project / "scripts" / "setup", PATH=str(programs))
    assert done.returncode == 4
    assert done.stderr == (
        "missing: Python 3.11 or newer; install it with: sudo apt-get install python3 python3-venv\n"
    )


def test_setup_passes_over_an_interpreter_that_is_too_old_or_does_not_start(project: Path, programs: Path) -> None:
    stub(programs / "python3.13", "exit 127")
    stub(programs / "python3", "exit 1")
    done = run(project / "scripts" / "setup", PATH=str(programs))
    assert "missing: Python 3.11 or newer" in done.stderr


def test_setup_says_in_one_line_which_package_holds_the_venv_module(project: Path, programs: Path) -> None:
    stub(
        programs / "python3",
        'case "$2" in *version_info*-venv*|*"%d.%d-venv"*) echo python3.11-venv ;; *ensurepip*) exit 1 ;; esac',
    )
    done = run(project / "scripts" / "setup", PATH=str(programs))
    assert done.returncode == 4
    assert done.stderr == "missing: python3.11-venv; install it with: sudo apt-get install python3.11-venv\n"


@pytest.mark.parametrize("program", ["bubblewrap", "git"])
def test_setup_names_a_missing_program_with_its_remedy(project: Path, programs: Path, program: str) -> None:
    text = (project / "scripts" / "setup").read_text().replace("\nprovide_environment\n", "\n")
    (project / "scripts" / "setup").write_text(text)
    done = run(project / "scripts" / "setup", program, PATH=str(programs))
    assert done.returncode == 4
    assert done.stderr == f"missing: {program}; install it with: sudo apt-get install {program}\n"


def test_demo_runs_the_cards_of_the_bank_and_passes_the_exit_code_on(project: Path) -> None:
    (project / "examples" / "bank").mkdir(parents=True)
    stub(pretend_environment(project) / "harness", 'pwd; echo "$@"; exit 3')
    done = run(project / "scripts" / "demo")
    assert (done.returncode, done.stdout) == (3, f"{project}/examples/bank\nrun-cards\n")


def test_demo_does_not_start_without_what_it_needs(project: Path) -> None:
    stub(project / "scripts" / "setup", '[ "$1" = chromium ] || { echo "missing: bubblewrap; …" >&2; exit 4; }')
    done = run(project / "scripts" / "demo")
    assert (done.returncode, done.stderr) == (4, "missing: bubblewrap; …\n")


def test_lint_checks_everything_even_after_a_complaint(project: Path) -> None:
    tools = pretend_environment(project)
    stub(tools / "python", 'echo "ran $*"; [ "$2" != ruff ]')
    stub(tools / "lint-imports", "echo ran lint-imports")
    stub(tools / "harness", 'echo "ran harness $*"')
    done = run(project / "scripts" / "lint")
    assert done.returncode == 1
    assert re.findall(r"ran (.*)", done.stdout) == [
        "-m ruff check",
        "-m ruff format --check",
        "-m mypy",
        "lint-imports",
        "harness constitution lint",
        "harness check",
    ]


def test_the_whole_suite_is_run_with_coverage_and_a_floor(project: Path) -> None:
    stub(pretend_environment(project) / "python", 'echo "$@"')
    assert "--cov-fail-under 95" in run(project / "scripts" / "test", "--coverage").stdout
    assert "not long" not in run(project / "scripts" / "test", "--coverage").stdout
    assert "--cov" not in run(project / "scripts" / "test").stdout


def test_what_takes_long_is_left_out_unless_all_is_asked_for(project: Path) -> None:
    stub(pretend_environment(project) / "python", 'printf "%s\\n" "$@"')
    assert "\nnot long\n" in run(project / "scripts" / "test").stdout
    assert "not long" not in run(project / "scripts" / "test", "--all").stdout
    assert run(project / "scripts" / "test", "tests/cli", "-k", "lint").stdout == "-m\npytest\ntests/cli\n-k\nlint\n"


def test_arguments_of_the_test_script_are_for_pytest(project: Path) -> None:
    stub(pretend_environment(project) / "python", 'printf "<%s>" "$@"')
    assert run(project / "scripts" / "test", "tests/cli", "-k", "a b").stdout == "<-m><pytest><tests/cli><-k><a b>"


CLOSING = "===== 7 passed in 1.23s ====="


@pytest.mark.parametrize(("lint", "test", "expected"), [(0, 0, 0), (1, 0, 1), (0, 1, 1)])
def test_ci_runs_both_and_passes_any_failure_on(project: Path, lint: int, test: int, expected: int) -> None:
    stub(project / "scripts" / "lint", f'echo "lint in CI: $CI"; exit {lint}')
    stub(project / "scripts" / "test", f'echo "test in CI: $CI"; echo "{CLOSING}"; exit {test}')
    done = run(project / ".ci" / "run")
    assert done.returncode == expected
    assert "lint in CI: true" in done.stdout
    assert "test in CI: true" in done.stdout
    assert done.stdout.splitlines()[-1] == CLOSING


def test_ci_says_so_when_pytest_did_not_finish(project: Path) -> None:
    stub(project / "scripts" / "lint", "true")
    stub(project / "scripts" / "test", "exit 1")
    done = run(project / ".ci" / "run")
    assert (done.returncode, done.stdout) == (1, "pytest did not finish\n")
