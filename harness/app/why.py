"""``harness check --why``: what a check found at one place and what kept it from finding more; the words lie in ``reports``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from harness.adapters import files
from harness.app.check import Checked, below, project_tree
from harness.app.check_tools import open_tools
from harness.app.constitutions import load_constitutions
from harness.app.project import configuration_of, find_root
from harness.app.reports import Look
from harness.app.waiving import waiving
from harness.constitution.reasons import reasons_at
from harness.errors import UsageError
from harness.reports._view import View
from harness.reports._why import Place, why

_HINT = "write it as PATH:LINE, such as src/app.py:12"


@dataclass(frozen=True)
class Spot:
    """A line of a file of the project, as somebody asked for it."""

    root: Path
    path: str
    line: int
    text: str


def spot_of(start: Path, asked: str) -> Spot:
    """The place that is meant, as typed in the folder ``start``. Raises UsageError if there is none."""
    root = find_root(start)
    path, _, number = asked.rpartition(":")
    if not path or not number.isascii() or not number.isdigit() or len(number) > 9:
        raise UsageError(f"'{asked}' is no place in a file", _HINT)
    relative = below(root, start.resolve(), path)
    if not (root / relative).is_file():
        raise UsageError(f"'{path}' is no file", _HINT)
    lines = files.read_bytes(root / relative).decode("utf-8", "replace").split("\n")
    last = len(lines) - (lines[-1] == "") or 1
    if not 1 <= int(number) <= last:
        raise UsageError(f"'{path}' has no line {int(number)}", f"its last line is {last}")
    return Spot(root, relative, int(number), lines[int(number) - 1].rstrip("\r"))


def why_text(checked: Checked, spot: Spot, look: Look) -> str:
    """All that is known of the place, after a check."""
    configuration = configuration_of(spot.root)
    loaded = load_constitutions(spot.root, waiving(spot.root).weakened()).require_valid()
    with open_tools(spot.root, configuration, loaded.principles) as tools:
        tree = project_tree(spot.root, configuration, loaded)
        found = reasons_at(loaded.principles, tree, tools, spot.path, spot.line)
    view = View(folder=files.typed(checked.folder), colour=look.colour, width=look.width, exit_code=checked.exit_code)
    return why(Place(spot.path, spot.line, spot.text), checked.results, found, view)
