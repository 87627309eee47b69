"""The levels of isolation: which of them this machine can give, what each leaves open, and how to get the next."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from harness.adapters.cell.copy_cell import CopyCell
from harness.adapters.cell.frames import HostFrame, SandboxFrame
from harness.adapters.cell.kernel_cell import KernelCell, has_own_process_limit, kernel_version
from harness.adapters.cell.plan import Cell, CellPlan
from harness.adapters.cell.rooms import beginning
from harness.adapters.programs import install
from harness.domain.verdicts import Isolation
from harness.errors import MachineError

_HOLES = {
    Isolation.CELL: ("the total of memory and of CPU time is not limited, only that of each process",),
    Isolation.SANDBOX: (
        "the user's shell can read the product's source: the evaluator is not blind",
        "a file of the tree that is changed and changed back goes unnoticed",
        "disk space is not limited",
        "the total of memory and of CPU time is not limited, only that of each process",
    ),
    Isolation.EXPORT: (
        "nothing is confined: the product and the user's shell can read and write whatever you can, and reach the network",
        "the evaluator is not blind",
        "a file of the tree that is changed and changed back goes unnoticed",
        "cards that use the same port disturb each other, so one card runs at a time",
        "programs installed by setup run from the prepared tree, not from the card's copy",
    ),
}


@dataclass(frozen=True)
class LevelReport:
    """Whether a level can be had here; if not, what is missing and the exact remedy."""

    level: Isolation
    works: bool
    missing: str = ""
    remedy: str = ""
    holes: tuple[str, ...] = ()


def open_cell(level: Isolation, plan: CellPlan) -> Cell:
    """A fresh cell at exactly this level. Raises MachineError if it cannot start."""
    if level is Isolation.CELL:
        return KernelCell(plan)
    return CopyCell(plan, SandboxFrame if level is Isolation.SANDBOX else HostFrame)


def holes(level: Isolation) -> tuple[str, ...]:
    """What a level is known to leave open on this machine."""
    unlimited = () if _processes_limited(level) else ("a fork bomb is ended only by the card's time limit",)
    as_root = ("run by root: a flaw of the kernel would be root's",) if os.getuid() == 0 else ()
    return (*_HOLES[level], *unlimited, *as_root)


def probe(level: Isolation) -> LevelReport:
    """Try a level out by starting a cell with an empty tree, and the user's view in it."""
    with tempfile.TemporaryDirectory(prefix=beginning("probe")) as lower:
        try:
            with contextlib.closing(open_cell(level, CellPlan(lower=Path(lower), commands={}))) as cell:
                cell.user()
        except MachineError as error:
            return LevelReport(level, False, error.what, remedy(level), holes(level))
    return LevelReport(level, True, holes=holes(level))


def best_level(asked: Isolation) -> LevelReport:
    """The strongest level that works here, starting with the one asked for; export always does."""
    levels = list(Isolation)
    for level in levels[levels.index(asked) :]:
        report = probe(level)
        if report.works:
            break
    return report


def remedy(level: Isolation) -> str:
    """What to do on this machine so that a level works, as exactly as can be told."""
    if shutil.which("bwrap") is None:
        return install("bubblewrap")
    if level is Isolation.CELL and shutil.which("nsenter") is None:
        return install("util-linux")
    if _setting("kernel/apparmor_restrict_unprivileged_userns") == "1":
        return (
            "AppArmor refuses user namespaces: `sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0` "
            "(to keep it: put `kernel.apparmor_restrict_unprivileged_userns=0` into /etc/sysctl.d/60-harness.conf)"
        )
    if _setting("kernel/unprivileged_userns_clone") == "0":
        return "the kernel refuses user namespaces: `sudo sysctl -w kernel.unprivileged_userns_clone=1`"
    if _setting("user/max_user_namespaces") == "0":
        return "the kernel allows no user namespace: `sudo sysctl -w user.max_user_namespaces=15000`"
    if _in_container():
        return (
            "the container refuses user namespaces: start it with `--security-opt seccomp=unconfined "
            "--security-opt apparmor=unconfined --security-opt systempaths=unconfined`, or use `--isolation export` in it"
        )
    if level is Isolation.CELL and kernel_version() < (5, 11):
        return "the kernel is older than 5.11 and has no overlay in user namespaces: use a newer one, or `--isolation sandbox`"
    return "use `--isolation export` in a machine that is thrown away afterwards"


def _processes_limited(level: Isolation) -> bool:
    """RLIMIT_NPROC does not bind root, whichever namespace it is in (setrlimit(2)); the cell's own limit does."""
    return os.getuid() != 0 or (level is Isolation.CELL and has_own_process_limit())


def _setting(name: str) -> str:
    try:
        return Path("/proc/sys", name).read_text().strip()
    except OSError:
        return ""


def _in_container() -> bool:
    return os.path.exists("/.dockerenv") or os.path.exists("/run/.containerenv")
