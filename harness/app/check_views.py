"""What is made of a check beside its reports: one principle in full, what an agent needs, fixes; printing lies elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from harness.adapters import files
from harness.adapters.syntax import Grammars
from harness.app.check import Checked
from harness.app.fix import as_diff, planned, write_fixes
from harness.app.reports import Look
from harness.domain.nearest import did_you_mean
from harness.errors import UsageError
from harness.reports._agent import for_agent
from harness.reports._explained import explained
from harness.reports._view import View


def agent_text(checked: Checked, most: int) -> str:
    """What an agent needs to put the tree right: at most so many places, worst first."""
    return for_agent(checked.results, checked.principles, most)


def explanation(checked: Checked, name: str, look: Look) -> str:
    """All about one principle and what stands where. Raises UsageError if there is none of that id."""
    results = {one.id: one for one in checked.results.principles}
    principles = {one.id: one for one in checked.principles}
    if name not in principles:
        raise UsageError(f"there is no principle '{name}'", did_you_mean(name, principles))
    view = View(folder=files.typed(checked.folder), colour=look.colour, width=look.width, exit_code=checked.exit_code)
    return explained(results[name], principles[name], view)


@dataclass(frozen=True)
class Fixes:
    """The safe fixes of a check: their diff, and one line for each file that was not fixed."""

    diff: str
    remarks: tuple[str, ...]


def fixes(checked: Checked, apply: bool) -> Fixes:
    """What the safe fixes change, and if ``apply``, change it."""
    findings = [finding for one in checked.results.principles for finding in one.findings]
    patches = planned(checked.root, findings, Grammars())
    diff = as_diff(patches)
    done = write_fixes(checked.root, patches) if apply else patches
    return Fixes(diff, tuple(f"{patch.path}: not fixed: {patch.refused}" for patch in done if patch.refused))
