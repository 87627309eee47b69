"""The programs of this machine, where the cache lies, and what time it is."""

from __future__ import annotations

import os
import re
from importlib import metadata
from pathlib import Path

import pytest

from harness.adapters import clock
from harness.adapters.folders import cache_folder
from harness.adapters.programs import Program, found, install


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


def chromium() -> Program:
    return next(one for one in found() if one.name == "chromium")


def test_chromium_is_looked_for_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "browsers/chromium-1200/chrome-linux64"
    own.mkdir(parents=True)
    program(own, "chrome", "#!/bin/sh\necho Chromium 9\n")
    program(tmp_path / "bin", "google-chrome", "#!/bin/sh\n")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert (chromium().path, chromium().version) == (str(own / "chrome"), "Chromium 9")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert chromium().path == str(tmp_path / "bin/google-chrome")
    program(tmp_path / "bin", "chromium", "#!/bin/sh\n")
    assert chromium().path == str(tmp_path / "bin/chromium")
    monkeypatch.setenv("CHROMIUM", str(own / "chrome"))
    assert chromium().path == str(own / "chrome")


def test_a_chromium_that_is_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/chromium")
    assert chromium().path == ""
    assert chromium().remedy == "$CHROMIUM names `/no/chromium`, which is no program: correct it, or unset it"


def test_what_drives_chromium_is_asked_for_without_importing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    driver = next(one for one in found() if one.name == "playwright")
    assert (driver.path, driver.remedy) == ("", "pip install 'spec-harness[browser]'")
