"""Runs a product's setup commands on its exported tree, once, with network, the rest of the host read-only."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from harness.adapters.cell.bubblewrap import TREE, USER
from harness.adapters.held_interrupts import interrupts_held
from harness.domain.verdicts import Isolation
from harness.errors import MachineError, TreeError

MOST_SECONDS = 1800
_TAIL_LINES = 15
_TAIL_BYTES = 16 << 10
_SECRETS = re.compile(
    r"(ANTHROPIC|OPENAI|AWS|AZURE|GOOGLE|GITHUB|GITLAB|CI_JOB)_|.*(TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|_KEY)", re.I
)
_OWN = ("proc", "dev", "sys", "tmp", "run", TREE.strip("/"))
"""Not the host's: among other things, sockets by which other programs of the host could be asked to act."""


class SetupFailed(TreeError):
    """A setup command failed; ``log`` is where all of its output lies."""

    def __init__(self, what: str, hint: str, log: Path) -> None:
        super().__init__(what, hint)
        self.log = log


def run_setup(
    tree: Path,
    commands: Sequence[str],
    level: Isolation,
    log: Path,
    downloads: Path,
    progress: Callable[[str], None],
    hidden: Sequence[Path] = (),
) -> None:
    """Run each command in a shell in the tree, in order, until one fails.

    Below the level export the tree lies at the place where cells have it too, and nothing else of the host can be written
    but ``downloads``, where package managers keep what they fetched. Folders that are ``hidden`` are seen empty: a setup that
    could read the cards could build a product that answers them. Raises SetupFailed with the tail of the output.
    """
    downloads.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        for number, command in enumerate(commands, start=1):
            progress(f"setup {number}/{len(commands)}: {command}")
            output.write(f"$ {command}\n".encode())
            output.flush()
            argv = ["/bin/sh", "-c", command]
            if level is not Isolation.EXPORT:
                argv = [*_confined(tree, downloads, hidden), *argv]
            status = _run(argv, tree, output, downloads)
            if status != 0:
                raise _failure(command, status, log)


def _confined(tree: Path, downloads: Path, hidden: Sequence[Path]) -> list[str]:
    """The host as it is but read-only, its network, and the tree at its fixed place."""
    argv = ["bwrap", "--unshare-user", "--uid", str(USER), "--gid", str(USER), "--unshare-pid", "--unshare-ipc"]
    argv += ["--cap-drop", "ALL", "--die-with-parent", "--new-session", "--tmpfs", "/"]
    for entry in sorted(os.scandir("/"), key=lambda entry: entry.name):
        if entry.name in _OWN:
            continue
        if entry.is_symlink():
            argv += ["--symlink", os.readlink(entry.path), entry.path]
        else:
            argv += ["--ro-bind", entry.path, entry.path]
    argv += ["--proc", "/proc", "--remount-ro", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    for folder in hidden:
        argv += ["--tmpfs", str(folder)]
    argv += ["--bind", str(tree), TREE]
    argv += ["--ro-bind-try", "/run/systemd/resolve", "/run/systemd/resolve"]
    return [*argv, "--bind", str(downloads), str(downloads), "--chdir", TREE, "--"]


def _run(argv: Sequence[str], tree: Path, output: IO[bytes], downloads: Path) -> int:
    process: subprocess.Popen[bytes] | None = None
    try:
        with interrupts_held():
            process = subprocess.Popen(
                argv,
                cwd=tree,
                env=_environment(os.environ, downloads),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return process.wait(MOST_SECONDS)
    except subprocess.TimeoutExpired:
        output.write(f"stopped after {MOST_SECONDS} s\n".encode())
        output.flush()
        return -signal.SIGKILL
    except OSError as error:
        raise MachineError(f"`{argv[0]}` cannot be run: {error.strerror}", "see `harness doctor`") from error
    finally:
        if process:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leave no process of the group behind."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _environment(host: Mapping[str, str], downloads: Path) -> dict[str, str]:
    """The host's variables without what looks like a secret; caches go where they can be written."""
    kept = {name: value for name, value in host.items() if not _SECRETS.match(name)}
    kept.pop("VIRTUAL_ENV", None)
    kept.pop("PYTHONHOME", None)
    caches = {
        "XDG_CACHE_HOME": str(downloads),
        "npm_config_cache": f"{downloads}/npm",
        "PIP_CACHE_DIR": f"{downloads}/pip",
    }
    return {**kept, **caches, "UV_CACHE_DIR": f"{downloads}/uv", "CI": "true"}


def _failure(command: str, status: int, log: Path) -> SetupFailed:
    ended = f"exit code {status}" if status >= 0 else f"signal {-status}"
    tail = "\n".join(f"  {line}" for line in _last_lines(log))
    hint = f"run it by hand in a fresh clone; all that it printed: {log}"
    return SetupFailed(f"setup failed with {ended}: `{command}`\n{tail}", hint, log)


def _last_lines(log: Path) -> list[str]:
    with log.open("rb") as output:
        output.seek(max(0, log.stat().st_size - _TAIL_BYTES))
        return output.read().decode(errors="replace").strip().splitlines()[-_TAIL_LINES:]
