"""The programs of this machine, where the cache lies, and what time it is."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from harness.adapters import clock
from harness.adapters.folders import cache_folder
from harness.adapters.programs import found, install


def test_the_cache_lies_where_the_desktop_specification_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere/else")
    assert cache_folder() == Path("/somewhere/else/harness")
    for ignored in ("", "relative/path"):
        monkeypatch.setenv("XDG_CACHE_HOME", ignored)
        assert cache_folder() == tmp_path / ".cache/harness"


def test_times_are_written_in_utc_and_measured_forwards() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", clock.timestamp())
    assert clock.seconds() <= clock.seconds()
    assert clock.unix_time() > 1_700_000_000


def program(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


def test_programs_are_found_with_their_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "git", "#!/bin/sh\necho git version 9; echo more\n")
    program(tmp_path, "bwrap", "#!/no/such/interpreter\n")
    program(tmp_path, "my-chromium", "#!/bin/sh\nexit 1\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "my-chromium"))
    seen = {one.name: (one.path, one.version) for one in found()}
    assert seen["git"] == (str(tmp_path / "git"), "git version 9")
    assert seen["bubblewrap"] == (str(tmp_path / "bwrap"), "")
    assert seen["chromium"] == (str(tmp_path / "my-chromium"), "")
    assert seen["bash"] == ("", "")


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt-get", "apt-get install git"),
        ("dnf", "dnf install git"),
        ("pacman", "pacman -S git"),
        ("apk", "apk add git"),
        ("zypper", "zypper install git"),
    ],
)
def test_the_remedy_is_in_the_words_of_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manager: str, command: str
) -> None:
    program(tmp_path, manager, "#!/bin/sh\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert install("git").endswith(f"{command}`")
    assert ("sudo " in install("git")) == (os.getuid() != 0)
    assert next(one for one in found() if one.name == "git").remedy == install("git")


def test_on_a_machine_that_we_do_not_know_the_remedy_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert install("git") == "install git"
