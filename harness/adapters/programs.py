"""The programs of the machine that we call: where they are, their versions, and what each is for."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib import metadata

_SECONDS = 10
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OWN_BROWSERS = "chromium-*/chrome-linux*/chrome"
"""Where Playwright keeps the Chromium that it downloads, below its folder of browsers."""


@dataclass(frozen=True)
class Program:
    """One program; ``path`` and ``version`` are empty where it is missing, and ``remedy`` then says what to do.

    ``chosen`` where there may be several of it, so that it matters which one was found.
    """

    name: str
    purpose: str
    remedy: str
    path: str = ""
    version: str = ""
    chosen: bool = False


def found() -> tuple[Program, ...]:
    """Every program that we use, looked for on ``PATH``."""
    return (
        _look(("git",), "reads the tree", "git", "--version"),
        _look(("bwrap",), "builds the views of a cell", "bubblewrap", "--version"),
        _look(("nsenter",), "opens the user's view of a cell", "util-linux", "--version"),
        _look(("bash",), "is the user's shell", "bash", "--version"),
        _chromium(),
        _playwright(),
    )


def find_chromium() -> str:
    """The Chromium to drive: ``$CHROMIUM``, else one on ``PATH``, else Playwright's own; empty if there is none."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named) or ""
    return next((path for name in _CHROMIUM if (path := shutil.which(name))), "") or _playwrights_own()


def chromium_remedy() -> str:
    """What to do where no Chromium was found."""
    if named := os.environ.get("CHROMIUM"):
        return f"$CHROMIUM names `{named}`, which is no program: correct it, or unset it"
    return install("chromium")


def _chromium() -> Program:
    path = find_chromium()
    version = _version(path, "--version") if path else ""
    return Program("chromium", "shows pages in browser cards", chromium_remedy(), path, version, chosen=True)


def _playwright() -> Program:
    """The package that drives Chromium; asked for by its name alone, for importing it takes long."""
    purpose, remedy = "drives Chromium in browser cards", "pip install 'spec-harness[browser]'"
    try:
        version = metadata.version("playwright")
    except metadata.PackageNotFoundError:
        return Program("playwright", purpose, remedy)
    return Program("playwright", purpose, remedy, "playwright", f"playwright {version}")


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
    return Program(package, purpose, install(package), path, _version(path, question) if path else "")


def _version(path: str, question: str) -> str:
    try:
        asked = subprocess.run(
            [path, question], capture_output=True, text=True, timeout=_SECONDS, stdin=subprocess.DEVNULL, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (asked.stdout.strip().splitlines() or [""])[0]
