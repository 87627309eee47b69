"""A finding keeps its name while lines move, and no two findings share one."""

from __future__ import annotations

from harness.constitution.fingerprints import fingerprint

PARTS = ("SEC-002", "violates", "pattern forbid", "a.py", "find", "db.execute(x)")


def test_layout_does_not_change_a_name() -> None:
    moved = (*PARTS[:-1], "db.execute(x)\n   ")
    assert fingerprint(PARTS, 1) == fingerprint(moved, 1)


def test_every_part_and_the_count_tell_findings_apart() -> None:
    others = [(*PARTS[:at], "other", *PARTS[at + 1 :]) for at in range(len(PARTS))]
    names = {fingerprint(PARTS, 1), fingerprint(PARTS, 2), *(fingerprint(parts, 1) for parts in others)}
    assert len(names) == len(PARTS) + 2


def test_names_that_are_not_unicode_are_named_too() -> None:
    assert fingerprint(("\udcff",), 1)
