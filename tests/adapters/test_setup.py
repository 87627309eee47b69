"""Setup runs once on the exported tree: confined as cells are, without secrets, with its output kept."""

from __future__ import annotations

import os
import stat
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.adapters import setup
from harness.adapters.git import snapshot
from harness.adapters.setup import SetupFailed, run_setup
from harness.adapters.trees import TreeCache
from harness.domain.configuration import Product
from harness.domain.verdicts import Isolation
from harness.errors import MachineError
from tests.support.processes import is_gone

CONFINED = pytest.param(Isolation.CELL, marks=pytest.mark.requires_cell)
Run = Callable[..., str]
SECRETS = """
ANTHROPIC_API_KEY AWS_SESSION GITHUB_ACTOR MY_TOKEN DB_PASSWORD client_secret SSH_KEY NPM_TOKEN PGPASSWORD SIGNING_KEY_FILE
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "tree").mkdir()
    return tmp_path / "tree"


@pytest.fixture
def run(tree: Path, tmp_path: Path) -> Run:
    """Run setup commands and return what they printed, without the commands themselves."""

    def ran(*commands: str, level: Isolation = Isolation.CELL) -> str:
        log = tmp_path / "setup.log"
        run_setup(tree, commands, level, log, tmp_path / "downloads", lambda _: None)
        lines = log.read_text(errors="replace").splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith("$ "))

    return ran


@pytest.mark.parametrize("level", [Isolation.EXPORT, CONFINED])
def test_commands_run_in_order_each_in_a_shell_in_the_tree(run: Run, tree: Path, level: Isolation) -> None:
    assert run("echo one > one.txt", "cat one.txt && echo two | tr t T", level=level) == "one\nTwo\n"
    assert (tree / "one.txt").read_text() == "one\n"


@pytest.mark.parametrize("level", [Isolation.EXPORT, CONFINED])
def test_both_streams_are_kept_below_the_command_that_printed_them(run: Run, tmp_path: Path, level: Isolation) -> None:
    run("echo out; echo err >&2", "printf '\\377'", level=level)
    assert (tmp_path / "setup.log").read_bytes() == b"$ echo out; echo err >&2\nout\nerr\n$ printf '\\377'\n\xff"


@pytest.mark.parametrize("level", [Isolation.EXPORT, CONFINED])
def test_nothing_can_be_typed_in(run: Run, level: Isolation) -> None:
    assert run("wc -c", level=level).strip() == "0"


@pytest.mark.parametrize("level", [Isolation.EXPORT, CONFINED])
def test_secrets_of_the_environment_are_not_passed_on(
    run: Run, monkeypatch: pytest.MonkeyPatch, level: Isolation
) -> None:
    for name in SECRETS.split():
        monkeypatch.setenv(name, "hush-hush")
    monkeypatch.setenv("VIRTUAL_ENV", "/somewhere")
    monkeypatch.setenv("HARMLESS", "kept")
    said = run("env", level=level)
    assert "hush-hush" not in said
    assert "VIRTUAL_ENV" not in said
    assert "HARMLESS=kept" in said
    assert "CI=true" in said


@pytest.mark.requires_cell
def test_the_tree_lies_where_cells_have_it(run: Run) -> None:
    assert run("pwd") == "/product\n"


@pytest.mark.requires_cell
def test_nothing_else_of_the_host_can_be_written(run: Run, tree: Path) -> None:
    for folder in (Path(__file__).parent, Path.home(), Path("/usr"), Path("/etc"), Path("/")):
        said = run(f"touch '{folder}/written-by-setup' || echo refused")
        assert "refused" in said or folder == Path("/")  # the top itself is made up
        assert not (folder / "written-by-setup").exists()
    run("touch /tmp/written-by-setup /product/kept")
    assert not Path("/tmp/written-by-setup").exists()
    assert [path.name for path in tree.iterdir()] == ["kept"]


@pytest.mark.requires_cell
def test_what_package_managers_fetch_is_kept_for_the_next_time(run: Run, tmp_path: Path) -> None:
    run('echo wheel > "$PIP_CACHE_DIR-file"; echo any > "$XDG_CACHE_HOME/any"')
    assert (tmp_path / "downloads/pip-file").read_text() == "wheel\n"
    assert run('cat "$XDG_CACHE_HOME/any"') == "any\n"


@pytest.mark.requires_cell
def test_setup_has_no_privilege(run: Run) -> None:
    assert run("id -u") == "1000\n"
    assert "0000000000000000" in run("grep CapEff /proc/self/status")


@pytest.mark.requires_cell
def test_files_that_setup_makes_belong_to_the_user_who_runs_us(run: Run, tree: Path) -> None:
    run("touch mine && chmod 600 mine")
    status = (tree / "mine").stat()
    assert (status.st_uid, stat.S_IMODE(status.st_mode)) == (os.getuid(), 0o600)


@pytest.mark.requires_cell
def test_a_virtual_environment_of_setup_says_the_place_that_cells_have(run: Run, tree: Path) -> None:
    run("python3 -m venv --without-pip .venv")
    assert run(".venv/bin/python -c 'import sys; print(sys.prefix)'") == "/product/.venv\n"


@pytest.mark.parametrize("level", [Isolation.EXPORT, CONFINED])
@pytest.mark.parametrize(("command", "ended"), [("exit 3", "exit code 3"), ("nosuchprogram", "exit code 127")])
def test_the_first_failure_ends_it(run: Run, tree: Path, level: Isolation, command: str, ended: str) -> None:
    with pytest.raises(SetupFailed) as failure:
        run("touch first", command, "touch third", level=level)
    assert failure.value.what.splitlines()[0] == f"setup failed with {ended}: `{command}`"
    assert {path.name for path in tree.iterdir()} == {"first"}


def test_a_signal_is_named(run: Run) -> None:
    with pytest.raises(SetupFailed, match="setup failed with signal 11"):
        run("kill -SEGV $$", level=Isolation.EXPORT)


@pytest.mark.parametrize("level", [Isolation.EXPORT, CONFINED])
def test_one_that_takes_too_long_is_ended_with_all_its_processes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: Isolation
) -> None:
    monkeypatch.setattr(setup, "MOST_SECONDS", 0.5)
    with pytest.raises(SetupFailed, match=r"stopped after 0\.5 s"):
        run("sleep 4321.5 & exec sleep 4321.5", level=level)
    assert is_gone("sleep", "4321.5")


@pytest.mark.parametrize("level", [Isolation.EXPORT, CONFINED])
def test_what_a_command_leaves_running_ends_with_it(run: Run, level: Isolation) -> None:
    run("sleep 4321.25 & true", level=level)
    assert is_gone("sleep", "4321.25")


def test_of_much_output_only_the_end_is_shown(run: Run) -> None:
    with pytest.raises(SetupFailed) as failure:
        run("yes 'a line that is not so short' | head -n 1000000; echo last; exit 1", level=Isolation.EXPORT)
    assert failure.value.what.endswith("  last")
    assert len(failure.value.what) < 2000


def test_without_bubblewrap_one_line_says_so(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MachineError, match="`bwrap` cannot be run") as refusal:
        run("true")
    assert "harness doctor" in refusal.value.hint


def test_without_commands_nothing_runs(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run() == ""


@pytest.mark.requires_cell
@pytest.mark.requires_git
def test_cards_specifications_records_and_history_of_the_project_are_hidden_from_setup(tmp_path: Path) -> None:
    # Below /var/tmp, because a view's /tmp is empty anyway.
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        project = Path(folder) / "project"
        for name in ("testcards/secret.md", "specs/secret.md", ".harness/secret.md", "src/plain.txt"):
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            (project / name).write_text("the answer")
        subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
        look = f"find {project} -type f > found.txt; cat found.txt"
        product = Product(setup=(look,))
        cache = TreeCache(tmp_path)
        with snapshot(project, None) as taken, cache.prepared(taken, product, Isolation.CELL, lambda _: None) as tree:
            seen = (tree.files / "found.txt").read_text().split()
    assert seen == [f"{project}/src/plain.txt"]
