"""Hides what password fields hold in an accessibility snapshot; reading one lies in ``domain``."""

from __future__ import annotations

from harness.domain.snapshots import LINE

MASK = "••••"


def masked(snapshot: str, lines: set[int]) -> str:
    """The snapshot with the values of the fields on some lines hidden."""
    kept = snapshot.split("\n")
    for number in lines:
        found = LINE.match(kept[number])
        if found and found["rest"]:
            kept[number] = f"{kept[number][: found.start('rest')]}{MASK}"
    return "\n".join(kept)
