"""The core of the attacks once more, carried out by an ordinary user where the suite itself is run by root."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

pytestmark = [pytest.mark.long, pytest.mark.requires_cell, pytest.mark.requires_git]

ROOT = Path(__file__).parents[2]
USER = 65534
CORE = (
    "fork_bomb or in_sight or one_disk or no_network or daemons_end or settings or first_process or exit_codes"
    " or deep_and_locked or outside_its or interrupt_ends"
    " or (writes_into and cell and (tracked or mode or look or deepest))"
)
SELECTED = ("-q", "-p", "no:cacheprovider", "--no-cov", f"--rootdir={ROOT}", "-k", CORE, str(ROOT / "tests/attacks"))


def test_the_core_attacks_hold_for_an_ordinary_user(tmp_path: Path) -> None:
    if os.getuid() != 0:
        return  # then every other test has shown it already
    home = Path(f"/tmp/harness-attack-home-{os.getpid()}")
    home.mkdir(mode=0o700)
    try:
        os.chown(home, USER, USER)
        done = subprocess.run(
            [*as_ordinary_user(home), sys.executable, "-m", "pytest", *SELECTED, f"--basetemp={home}/pytest"],
            env={"PATH": os.environ["PATH"], "HOME": str(home), "CI": "true", "PYTHONDONTWRITEBYTECODE": "1"}
            | {"TMPDIR": str(home), "XDG_CACHE_HOME": str(home / "cache"), "PYTHONPATH": str(ROOT)},
            cwd=home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=500,
        )
    finally:
        shutil.rmtree(home)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout


def as_ordinary_user(home: Path) -> list[str]:
    """A command that becomes the user, in mounts of its own in which that user can reach our interpreter and this folder."""
    needed = [str(ROOT), sys.prefix, os.path.realpath(sys.base_prefix)]
    script = "\n".join(
        ["set -e", *_reachable(needed, home), 'exec setpriv --reuid "$1" --regid "$1" --clear-groups "${@:2}"']
    )
    return ["unshare", "--mount", "bash", "-c", script, "bash", str(USER)]


def _reachable(folders: Sequence[str], home: Path) -> list[str]:
    """Shell commands that show each folder again at its place, with every closed folder above it covered by an open one."""
    closed = sorted({above for folder in folders for above in _closed_above(Path(folder))})
    covered = [folder for folder in dict.fromkeys(folders) if any(folder.startswith(f"{above}/") for above in closed)]
    stash = home / "stash"
    commands = [f"mkdir -p {stash}"]
    for number, folder in enumerate(covered):
        commands += [f"mkdir {stash}/{number}", f"mount --bind {shlex.quote(folder)} {stash}/{number}"]
    tops = [above for above in closed if not any(above.startswith(f"{other}/") for other in closed)]
    commands += [f"mount -t tmpfs -o mode=755 tmpfs {shlex.quote(above)}" for above in tops]
    for number, folder in enumerate(covered):
        commands += [f"mkdir -p {shlex.quote(folder)}", f"mount --bind {stash}/{number} {shlex.quote(folder)}"]
    return commands if covered else []


def _closed_above(folder: Path) -> list[str]:
    return [str(above) for above in folder.parents if not above.stat().st_mode & 0o001]
