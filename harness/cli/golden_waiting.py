"""What the commands on waiting goldens say alike."""

from __future__ import annotations

from harness.app.golden_review import Reviewing
from harness.cli.output import say, show_hint


def tell_unreadable(reviewing: Reviewing) -> None:
    """Name what lies where received goldens wait, and is none."""
    for path in reviewing.unreadable:
        say(f"{path}: nothing that this version of harness let wait", err=True)
    if reviewing.unreadable:
        show_hint("remove it, and run `harness golden check` again", err=True)
