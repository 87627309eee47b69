"""Which of the files that an agent edited are those by which its work is judged, or by which harness is called at all; who
may answer for that lies with the gate.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from harness.adapters import files
from harness.adapters.revisions import files_at
from harness.app.gate_judges import judged
from harness.app.project import load_project
from harness.errors import HarnessError

_MOST = 5
_CALLERS = (
    ".claude/settings.json",
    ".claude/settings.local.json",
    ".github/workflows/harness.yml",
    ".gitlab-ci.yml",
    ".gitlab/harness.yml",
    ".mcp.json",
    ".pre-commit-config.yaml",
)
"""The files with which we are called, where ``harness hook install``, ``harness ci init`` and the manual put that."""


def edited_judges(root: Path, base: str) -> tuple[str, ...]:
    """A remark on the judges that the change since a commit edits; nothing where it edits none."""
    try:
        found = judged(load_project(root), base or None)
    except HarnessError as error:
        return (f"whether this change edits its own judges cannot be told: {error.what}",)
    if found.unknown:
        return (f"whether this change edits its own judges cannot be told: {found.unknown}",)
    names = [f"{one.path} ({one.kind})" for one in found.unreviewed]
    if not names:
        return ()
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return (f"this change edits what it is judged by: {', '.join(names[:_MOST])}{more}; a gate holds it for a review",)


def edited_callers(root: Path, base: str, changed: Collection[str]) -> tuple[str, ...]:
    """A remark on those changed files that have harness called, or had it; nothing where there are none."""
    meant = [path for path in _CALLERS if path in changed]
    then = files_at(root, base, meant) if meant and base else {}
    names = [path for path in meant if b"harness" in then.get(path, b"") + _now(root, path)]
    if not names:
        return ()
    return (
        f"this change edits what calls harness: {', '.join(names)}; only a person can tell whether it still judges",
    )


def _now(root: Path, path: str) -> bytes:
    full = root / path
    return files.read_bytes(full) if full.is_file() and files.is_inside(full, root) else b""
