"""What a test may need of the machine: absent, the test skips with the reason, and in CI it fails."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from functools import cache

import pytest

CHROMIUMS = ("chromium", "google-chrome", "google-chrome-stable")

# As the cell does it, without any of our own code: a probe that shared the product's mistakes would hide them.
ROOT_OF_ITS_OWN = "--unshare-user --unshare-net --unshare-pid --uid 0 --gid 0 --cap-add ALL --dev-bind / / --tmpfs /mnt"
ORDINARY_USER = "--unshare-user --uid 1000 --gid 1000 --cap-drop ALL --disable-userns --ro-bind / / true"
OVERLAY = """
cd /mnt && mkdir lower upper work tree &&
mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work,userxattr tree &&
touch tree/written && test -e upper/written
"""
PROBES = {
    "an overlay in a user namespace": ["bwrap", *ROOT_OF_ITS_OWN.split(), "sh", "-c", OVERLAY],
    "bubblewrap in bubblewrap": ["bwrap", *ROOT_OF_ITS_OWN.split(), "bwrap", *ORDINARY_USER.split()],
}


def pytest_configure() -> None:
    """Take interrupts, and let what is started take them: a shell lets its background jobs ignore them."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in ("GITHUB_STEP_SUMMARY", "GITHUB_REPOSITORY", "CI_PROJECT_URL"):
        os.environ.pop(name, None)  # what tests report is nothing of the pipeline that runs them


def need_or_stop(condition: object, reason: str) -> None:
    """Go on only if ``condition`` holds; otherwise skip the test, or fail it where CI promises the whole suite."""
    if condition:
        return
    if os.environ.get("CI", "").lower() in ("", "0", "false"):
        pytest.skip(reason)
    pytest.fail(f"in CI nothing may be skipped: {reason}", pytrace=False)


@cache
def lacks_git() -> str:
    return "" if shutil.which("git") else "git is not installed"


@cache
def lacks_chromium() -> str:
    named = os.environ.get("CHROMIUM", "")
    found = os.access(named, os.X_OK) if named else any(map(shutil.which, CHROMIUMS))
    return "" if found else "no Chromium is installed"


@cache
def lacks_cell() -> str:
    for what, command in PROBES.items():
        try:
            subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=30)
        except (OSError, subprocess.SubprocessError) as error:
            told = getattr(error, "stderr", None) or b""
            return f"no cell here: {what}: {told.decode(errors='replace').strip() or error}"
    return ""


LACKS: dict[str, Callable[[], str]] = {
    "requires_git": lacks_git,
    "requires_chromium": lacks_chromium,
    "requires_cell": lacks_cell,
}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, lacks in LACKS.items():
        if item.get_closest_marker(marker):
            need_or_stop(not lacks(), lacks())


@pytest.fixture
def need() -> Callable[[object, str], None]:
    """``need(condition, reason)`` inside a test, for what no marker names."""
    return need_or_stop
