"""Goldens whose test is gone, told from what was collected: each is looked up once, whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

from harness.app.golden_places import is_gone
from harness.app.golden_tests import Goldens
from harness.pytest_plugin._places import Places


def unused(
    goldens: Goldens, places: Places, collected: Collection[str], items: Sequence[pytest.Item] | None
) -> dict[str, list[str]]:
    """The goldens whose test is not there any more, and the files of goldens that cannot be read.

    Of a file of tests that is there and was not collected nothing is said; one that is gone was looked for only if this
    session was to look there.
    """
    looked_at = {places.module(places.rootpath / nodeid) for nodeid in collected if nodeid}
    # A file of goldens whose first line is broken is known by its place.
    names = sorted({*goldens.names(), *(name for name in looked_at if goldens.has(name))})
    if not names:
        return {}
    known = {name: set[str]() for name in names}
    for item in items or ():
        module, test = places.of(item)
        if module in known:
            known[module].add(test)
    found: dict[str, list[str]] = {"unused": [], "problems": []}
    for name in names:
        was_looked_for = items is not None and is_gone(goldens.root, name) and places.covers(name)
        if name in looked_at or was_looked_for:
            goldens_of = goldens.of(name)
            if goldens_of.problem is not None:
                found["problems"].append(str(goldens_of.problem))
            found["unused"] += [f"{name}::{test}" for test in goldens_of.entries if test not in known[name]]
    return found
