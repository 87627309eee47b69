"""The programs of the machine that we call: where they are, their versions, and what each is for."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
from dataclasses import dataclass

_SECONDS = 10
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OWN_BROWSERS = "chromium-*/chrome-linux*/chrome"
"""Where Playwright keeps the Chromium that it downloads, below its folder of browsers."""


@dataclass(frozen=True)
class Program:
    """One program; ``path`` and ``version`` are empty where it is missing, and ``package`` is then what to install."""

    name: str
    purpose: str
    package: str
    path: str = ""
    version: str = ""

    @property
    def remedy(self) -> str:
        """The command that installs it here."""
        return install(self.package)


def found() -> tuple[Program, ...]:
    """Every program that we use, looked for on ``PATH``."""
    return (
        _look(("git",), "reads the tree", "git", "--version"),
        _look(("bwrap",), "builds the views of a cell", "bubblewrap", "--version"),
        _look(("nsenter",), "opens the user's view of a cell", "util-linux", "--version"),
        _look(("bash",), "is the user's shell", "bash", "--version"),
        _look((find_chromium(),), "drives pages", "chromium", "--version"),
    )


def find_chromium() -> str:
    """The Chromium to drive: ``$CHROMIUM``, else one on ``PATH``, else Playwright's own; empty if there is none."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named) or ""
    return next((path for name in _CHROMIUM if (path := shutil.which(name))), "") or _playwrights_own()


def _playwrights_own() -> str:
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or os.path.expanduser("~/.cache/ms-playwright")
    return max(glob.glob(f"{folder}/{_OWN_BROWSERS}"), default="")


def install(package: str) -> str:
    """How to install a package on this machine."""
    for program, command in (
        ("apt-get", "apt-get install"),
        ("dnf", "dnf install"),
        ("pacman", "pacman -S"),
        ("apk", "apk add"),
        ("zypper", "zypper install"),
    ):
        if shutil.which(program):
            return f"install {package}: `{'' if os.getuid() == 0 else 'sudo '}{command} {package}`"
    return f"install {package}"


def _look(names: tuple[str, ...], purpose: str, package: str, question: str) -> Program:
    path = next((path for name in names if name and (path := shutil.which(name))), "")
    if not path:
        return Program(package, purpose, package)
    return Program(package, purpose, package, path, _version(path, question))


def _version(path: str, question: str) -> str:
    try:
        asked = subprocess.run(
            [path, question], capture_output=True, text=True, timeout=_SECONDS, stdin=subprocess.DEVNULL, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (asked.stdout.strip().splitlines() or [""])[0]
