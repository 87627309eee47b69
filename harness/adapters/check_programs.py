"""Programs of checks, each in a cell of its own on a copy of the tree; where no cell can be made, nothing is run."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.adapters.cell import bubblewrap
from harness.adapters.cell.capture import Captured, capture
from harness.adapters.cell.levels import open_cell, remedy
from harness.adapters.cell.plan import Cell, CellPlan
from harness.adapters.cell.view import Refusal
from harness.adapters.check_copies import TreeCopies
from harness.adapters.toolchains import of_program
from harness.domain.results import ChangeKind
from harness.domain.verdicts import Isolation
from harness.errors import MachineError
from harness.ports.sources import Ended, SourceTree

RUNNER = Path(__file__).with_name("check_function.py")
_LEVELS = (Isolation.CELL, Isolation.SANDBOX)
_SYSTEM = ("/usr/", "/bin/", "/sbin/")
_WORD = re.compile(r"[\w./+-]+")
_MOST_WORDS = 500
_MOST_NAMED = 3

# Of a cell's processes two must be left when a command has ended: the cell's own resident, and this shell.
_SCRIPT = """cd "$1" || exit 126
/bin/sh -c "$2" 3>&-
status=$?
set -- /proc/[0-9]*
if [ $# -gt 2 ]; then sleep 0.2; set -- /proc/[0-9]*; fi
if [ $# -gt 2 ]; then echo $(($# - 2)) >&3; fi
exit $status
"""


class CellPrograms:
    """Runs programs for checks (see ``ports.Programs``). ``project`` is the tree that the checks' own files are taken from."""

    def __init__(self, project: SourceTree | None = None) -> None:
        self._copies = TreeCopies(project)
        self._levels: tuple[Isolation, ...] = _LEVELS
        self._lock = threading.Lock()

    def run(self, command: str, tree: SourceTree, seconds: float, typed: bytes = b"") -> Ended:
        """Run a shell command in the copy of a tree; it is ended with all that it started.

        Raises:
            MachineError: if the tree cannot be copied, or no cell can be made.
        """
        return self._run(command, tree, seconds, typed, _programs_of(command))

    def function(self, module: str, name: str, tree: SourceTree, paths: Sequence[str], seconds: float) -> Ended:
        """Call ``name`` of ``constitutions/checks/<module>.py`` with the paths, by a Python like ours."""
        words = [sys.executable, "-I", "-c", RUNNER.read_text(encoding="utf-8"), module, name]
        typed = "\0".join(paths).encode("utf-8", "surrogateescape")
        return self._run(f"exec {shlex.join(words)}", tree, seconds, typed, [sys.executable])

    def close(self) -> None:
        """Remove the copies."""
        self._copies.close()

    def _run(self, command: str, tree: SourceTree, seconds: float, typed: bytes, programs: Sequence[str]) -> Ended:
        with self._lock:
            copy = self._copies.of(tree)
        with contextlib.closing(self._open(_plan(copy.folder, programs))) as cell:
            ended, left = _captured(cell, command, seconds, typed)
            trouble = ended.stopped or _left(left) or _changed(cell)
        return Ended(
            status=None if ended.stopped else ended.status,
            output=ended.stdout,
            errors=ended.stderr,
            seconds=ended.seconds,
            trouble=trouble,
            folder=cell.tree,
            missing=copy.missing,
        )

    def _open(self, plan: CellPlan) -> Cell:
        """A cell of the best level that this machine gives; what failed once is not tried again."""
        trouble: MachineError | None = None
        for level in self._levels:
            try:
                cell = open_cell(level, plan)
            except MachineError as error:
                trouble = trouble or error
                continue
            self._levels = self._levels[self._levels.index(level) :]
            return cell
        assert trouble is not None
        what = f"nothing is run outside a cell, and none can be made here: {trouble.what}"
        raise MachineError(what, remedy(Isolation.SANDBOX)) from trouble


def _captured(cell: Cell, command: str, seconds: float, typed: bytes) -> tuple[Captured, str]:
    """The end of a command, and how many processes it left running."""
    told, tell = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    argv = ["/bin/sh", "-c", _SCRIPT, "sh", cell.tree, command]
    with os.fdopen(told, "rb") as news:
        try:
            ended = capture(cell.product, argv, cell.home, seconds, typed, extra={3: tell})
        except Refusal as refusal:
            raise MachineError(f"the command cannot be started: {refusal.strerror}", "make it shorter") from refusal
        finally:
            os.close(tell)
        return ended, (news.read() or b"").decode("ascii", "replace").strip()


def _left(processes: str) -> str:
    if not processes:
        return ""
    return f"it ended and left {processes} of its processes running: what they would find is not known"


def _changed(cell: Cell) -> str:
    """What it did to files that were there; that it makes new ones, such as a cache, does no harm."""
    paths = [change.path for change in cell.changes() if change.kind is not ChangeKind.CREATED]
    if not paths:
        return ""
    named = ", ".join(f"`{path}`" for path in paths[:_MOST_NAMED])
    more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
    return f"it changed {named}{more}: what it reports is not of the tree as it is"


def _plan(lower: Path, programs: Sequence[str]) -> CellPlan:
    needed = dict.fromkeys(folder for program in programs for folder in of_program(program))
    path = bubblewrap.search_path((), list(dict.fromkeys(os.path.dirname(program) for program in programs)))
    return CellPlan(lower=lower, commands={}, environment={"PATH": path, "NO_COLOR": "1"}, toolchains=tuple(needed))


def _programs_of(command: str) -> list[str]:
    """The programs outside the system's folders that a command may mean: those that its words name on our ``PATH``."""
    words = dict.fromkeys(_WORD.findall(command)[:_MOST_WORDS])
    return [path for word in words if "/" not in word for path in _found(word)]


def _found(name: str) -> Iterator[str]:
    # A version manager's stand-in finds nothing in a cell; beside us lie the tools that were installed with us.
    folders = [*os.environ.get("PATH", os.defpath).split(":"), os.path.join(sys.prefix, "bin")]
    real = [folder for folder in folders if os.path.isabs(folder) and "shims" not in Path(folder).parts]
    path = shutil.which(name, path=":".join(real))
    if path and not path.startswith(_SYSTEM):
        yield path
