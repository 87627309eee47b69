"""Which of the files that an agent edited are those by which its work is judged; who may answer for that lies with the gate."""

from __future__ import annotations

from pathlib import Path

from harness.app.gate_judges import judged
from harness.app.project import load_project
from harness.errors import HarnessError

_MOST = 5


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
