"""The requirement that somebody names, and what to say where there is none or where there are several."""

from __future__ import annotations

from collections.abc import Iterable

from harness.domain.nearest import did_you_mean
from harness.domain.requirements import ByName, Requirement
from harness.errors import UsageError


def named(requirements: Iterable[Requirement], name: str) -> Requirement:
    """The requirement of a name: its id, or its feature and id.

    Raises:
        UsageError: if there is none, or several features have it.
    """
    by_name = ByName(requirements)
    found = by_name.all(name)
    if not found:
        raise UsageError(f"there is no requirement '{name}'", did_you_mean(name, by_name.plainest()))
    if len(found) > 1:
        raise UsageError(f"'{name}' is a requirement of {len(found)} features", by_name.instead(name))
    return found[0]
