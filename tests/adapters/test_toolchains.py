"""Interpreters outside the system's folders are found, and nothing of the user's own comes along with them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from harness.adapters.toolchains import of_program, of_the_host, of_the_tree


def program(path: Path, text: str = "#!/bin/sh\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own; ``PATH`` names nothing but the system's."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def on_path(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    monkeypatch.setenv("PATH", ":".join([*map(str, folders), "/usr/bin", "/bin"]))


def test_what_the_system_has_needs_no_binding(home: Path) -> None:
    assert of_the_host() == []


def test_an_interpreter_elsewhere_is_found_behind_its_links(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "node-22/bin/node")
    (tmp_path / "shortcuts").mkdir()
    (tmp_path / "shortcuts/node").symlink_to(tmp_path / "node-22/bin/node")
    on_path(monkeypatch, tmp_path / "shortcuts")
    assert of_the_host() == [str(tmp_path / "node-22")]


@pytest.mark.parametrize("name", ["python3", "node", "ruby", "php"])
def test_a_version_manager_s_stand_in_is_asked_for_the_real_one(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    real = program(home / f".manager/versions/9/bin/{name}")
    shim = program(home / f".manager/shims/{name}", f"#!/bin/sh\necho '{real}'\n")
    on_path(monkeypatch, shim.parent)
    assert of_the_host() == [str(home / ".manager/versions/9")]


@pytest.mark.parametrize("answer", ["exit 1", "echo", "echo not/absolute", "echo 'no version is set' >&2; exit 127"])
def test_a_stand_in_that_cannot_tell_is_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    shim = program(home / ".manager/shims/node", f"#!/bin/sh\n{answer}\n")
    on_path(monkeypatch, shim.parent)
    assert of_the_host() == []


def test_a_stand_in_that_cannot_be_run_is_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = program(home / ".manager/shims/node", "#!/no/such/interpreter\n")
    on_path(monkeypatch, shim.parent)
    assert of_the_host() == []


def test_a_stand_in_that_hangs_is_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.adapters.toolchains._ASK_SECONDS", 0.2)
    shim = program(home / ".manager/shims/node", "#!/bin/sh\nexec sleep 60\n")
    on_path(monkeypatch, shim.parent)
    assert of_the_host() == []


@pytest.mark.parametrize("folder", ["bin", ".local/bin"])
def test_a_program_in_the_user_s_own_folder_does_not_bring_that_folder_along(
    home: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    program(home / folder / "deno")
    on_path(monkeypatch, home / folder)
    assert of_the_host() == []


def test_a_program_above_the_home_folders_does_not_bring_them_along(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin/bun")
    on_path(monkeypatch, tmp_path / "bin")
    assert of_the_host() == []


def test_a_program_that_is_in_no_bin_folder_has_no_prefix(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "programs/java")
    on_path(monkeypatch, tmp_path / "programs")
    assert of_the_host() == []


def test_the_links_of_a_tree_s_bin_folders_lead_to_its_toolchains(home: Path, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    python = program(tmp_path / "python-3.11/bin/python3.11")
    program(tree / ".venv/bin/tool")
    links = {
        ".venv/bin/python": str(python),
        ".venv/bin/python3": "python",
        "node_modules/.bin/inside": "../../.venv/bin/tool",
        ".venv/bin/system": "/usr/bin/env",
        ".venv/bin/fixed": "/product/.venv/bin/tool",
        ".venv/bin/dangling": "/nowhere/bin/x",
        ".venv/lib/elsewhere": str(program(tmp_path / "other/bin/x")),
    }
    for name, target in links.items():
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).symlink_to(target)
    assert of_the_tree(tree) == [str(tmp_path / "python-3.11")]


def test_the_interpreter_of_a_virtual_environment_is_a_toolchain_unless_it_is_the_system_s(tmp_path: Path) -> None:
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(os.path.realpath(sys.executable))
    prefix = os.path.realpath(sys.base_prefix)
    expected = [] if prefix == "/usr" or prefix.startswith("/usr/") else [prefix]
    assert of_the_tree(tmp_path) == expected


def test_a_program_of_the_system_needs_nothing(home: Path) -> None:
    assert of_program("/usr/bin/env") == []


def test_a_program_brings_the_folder_around_it_and_what_its_interpreter_needs(home: Path, tmp_path: Path) -> None:
    base = program(tmp_path / "python/bin/python3")
    tool = program(tmp_path / "venv/bin/tool")
    (tmp_path / "venv/bin/python").symlink_to(base)
    assert of_program(str(tool)) == [str(tmp_path / "venv"), str(tmp_path / "python")]


def test_a_link_to_a_program_brings_both_ends(home: Path, tmp_path: Path) -> None:
    tool = program(tmp_path / "pipx/venvs/tool/bin/tool")
    link = tmp_path / "local/bin/tool"
    link.parent.mkdir(parents=True)
    link.symlink_to(tool)
    assert of_program(str(link)) == [str(tmp_path / "local"), str(tmp_path / "pipx/venvs/tool")]


def test_of_the_users_home_a_program_brings_itself_alone(home: Path) -> None:
    tool = program(home / "bin/tool")
    assert of_program(str(tool)) == [str(tool)]


def test_a_program_that_lies_in_no_bin_brings_itself_alone(home: Path, tmp_path: Path) -> None:
    tool = program(tmp_path / "tools/look")
    assert of_program(str(tool)) == [str(tool)]


def test_a_link_in_the_users_home_brings_what_it_leads_to(home: Path, tmp_path: Path) -> None:
    tool = program(home / ".local/share/pipx/venvs/tool/bin/tool")
    link = home / ".local/bin/tool"
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(tool)
    assert of_program(str(link)) == [str(link), str(home / ".local/share/pipx/venvs/tool")]
