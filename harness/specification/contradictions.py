"""Steps of one change that contradict each other; whether a step applies to the truth lies in ``applying``."""

from __future__ import annotations

from collections.abc import Sequence

from harness.domain.places import Mistake
from harness.domain.slugs import slug
from harness.domain.specifications import Delta, DeltaKind

_HINT = "let one step say all that the change does to a requirement"


def contradictions(deltas: Sequence[Delta], code: str) -> tuple[set[int], list[Mistake]]:
    """Which steps contradict another, by their positions, and a mistake for each but the first about its requirement.

    A requirement may be renamed and then modified under its new name; every other second step about it contradicts the first.
    """
    new_names = {delta.renamed for delta in deltas if delta.kind is DeltaKind.RENAMED}
    about: dict[str, list[int]] = {}
    for at, delta in enumerate(deltas):
        after_rename = delta.kind is DeltaKind.MODIFIED and delta.name in new_names
        about.setdefault(f"new {slug(delta.name)}" if after_rename else slug(delta.name), []).append(at)
    becoming: dict[str, list[int]] = {}
    for at, delta in enumerate(deltas):
        if delta.kind is DeltaKind.RENAMED:
            becoming.setdefault(slug(delta.renamed), []).append(at)
    bad: set[int] = set()
    mistakes: list[Mistake] = []
    for same in (group for every in about.values() for group in _groups(deltas, every)):
        if len(same) > 1:
            bad.update(same)
            mistakes.extend(_mistake(deltas[same[0]], deltas[at], deltas[at].name, code) for at in same[1:])
    for name, renames in becoming.items():
        added = [at for at in about.get(name, ()) if deltas[at].kind is DeltaKind.ADDED]
        same = [*renames, *added]
        if len(same) > 1:
            bad.update(same)
            mistakes.extend(_mistake(deltas[same[0]], deltas[at], deltas[same[0]].renamed, code) for at in same[1:])
    return bad, mistakes


def _groups(deltas: Sequence[Delta], same: list[int]) -> list[list[int]]:
    """The steps about one name that speak of one requirement: the name of a renamed one may be given to a new one."""
    if not any(deltas[at].kind is DeltaKind.RENAMED for at in same):
        return [same]
    added = [at for at in same if deltas[at].kind is DeltaKind.ADDED]
    return [[at for at in same if at not in added], added] if len(added) == 1 else [same]


def _mistake(first: Delta, second: Delta, name: str, code: str) -> Mistake:
    hint = _HINT
    if first.kind is DeltaKind.RENAMED and second.kind is DeltaKind.MODIFIED:
        hint = f"a renamed requirement is modified under its new name, '{first.renamed}'"
    what = f"{second.kind} '{name}' contradicts {first.kind} on line {first.place.line}"
    return Mistake(place=second.place, what=what, hint=hint, code=code)
