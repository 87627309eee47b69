"""The cases of two revisions together: none that the base had is dropped, or replaced by one that does less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from harness.domain.golden import GoldenCase
from harness.golden.narrowing import renamed


@dataclass(frozen=True)
class Paired:
    """A case that is carried out on both revisions, with what is to be told of it.

    ``tags`` are the requirements that may explain its differences, ``late`` those that it is tagged with in the head only.
    """

    case: GoldenCase
    tags: tuple[str, ...]
    late: tuple[str, ...] = ()
    told: str = ""


def paired(base: Sequence[GoldenCase], head: Sequence[GoldenCase], revision: str) -> tuple[Paired, ...]:
    """Every case of the head, and those of the base (``revision``) that it has otherwise, or has no more.

    Where both have a case, only a tag that it bears in both counts: else a tag could be added to explain a difference away.
    """
    before = {case.id: case for case in base}
    found: list[Paired] = []
    for case in head:
        found.extend(_both(before.pop(case.id, None), case, revision))
    told = f"the case is gone since `{revision}`: carried out as it was there"
    return (*found, *(Paired(_then(case, revision), case.card.verifies, told=told) for case in before.values()))


def _both(before: GoldenCase | None, case: GoldenCase, revision: str) -> list[Paired]:
    if before is None:
        return [Paired(case, case.card.verifies)]
    tags = tuple(tag for tag in case.card.verifies if tag in before.card.verifies)
    late = tuple(tag for tag in case.card.verifies if tag not in before.card.verifies)
    if _does(before) == _does(case):
        return [Paired(case, tags, late)]
    changed = f"the case was changed since `{revision}`: carried out as it is"
    return [
        Paired(case, tags, late, f"{changed} now"),
        Paired(_then(before, revision), tags, late, f"{changed.removesuffix('is')}was there"),
    ]


def _then(case: GoldenCase, revision: str) -> GoldenCase:
    """The case of a revision under a name that tells where it comes from."""
    return renamed(case, f"{case.id}@{revision}", f"{revision}:{case.card.path}")


def _does(case: GoldenCase) -> object:
    """What a case does and shows, without its words, its tags and its lines."""
    steps = tuple((step.section, step.number, step.action) for step in case.card.steps)
    redactions = tuple(one.model_copy(update={"line": 1}) for one in case.redactions)
    return steps, case.card.surfaces, redactions, case.headers, case.files, case.screenshot, case.inputs
