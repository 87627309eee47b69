"""Tell a coding agent what is wrong, right after its edit and before it stops."""

from __future__ import annotations

import sys

from harness.cli.hooking import HookGroup

command = HookGroup(
    "hook",
    sys.modules[__name__],
    help="""Tell a coding agent what is wrong, right after its edit and before it stops.

    These commands end as agents expect it of a hook, and not as all the others do: 0 nothing is wrong, 2 something is (what to
    do about it stands on standard error), 1 something still is and is not sent back any more, 4 it could not be checked.
    """,
)
