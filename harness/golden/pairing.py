"""The cases of two revisions together: none that the base had is dropped, or replaced by one that does less."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from harness.domain.golden import GoldenCase
from harness.golden.narrowing import renamed

_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Paired:
    """A case that is carried out on both revisions, with what is to be told of it.

    ``id`` is what its document calls it: that of the base has a name of its own where both are carried out. ``tags`` are the
    requirements that may explain its differences, ``late`` those that it is tagged with in the head only.
    """

    id: str
    case: GoldenCase
    tags: tuple[str, ...]
    late: tuple[str, ...] = ()
    told: str = ""


def paired(base: Sequence[GoldenCase], head: Sequence[GoldenCase], revision: str) -> tuple[Paired, ...]:
    """Every case of the head, and those of the base (``revision``) that it has otherwise, or has no more.

    Where both have a case, only a tag that it bears in both counts: else a tag could be added to explain a difference away.
    """
    before = {case.id: case for case in base}
    then = _Then(revision, {case.id for case in (*base, *head)})
    found: list[Paired] = []
    for case in head:
        found.extend(_both(before.pop(case.id, None), case, then))
    told = f"the case is gone since `{revision}`: carried out as it was there"
    gone = (Paired(case.id, then.case(case), case.card.verifies, told=told) for case in before.values())
    return (*found, *gone)


@dataclass(frozen=True)
class _Then:
    """The base, and the ids that its cases may not be given."""

    revision: str
    taken: set[str]

    def case(self, case: GoldenCase) -> GoldenCase:
        """A case of the base under a name that tells where it comes from."""
        id = f"{case.id}-at-{_UNFIT.sub('-', self.revision)}"
        while id in self.taken:
            id += "_"
        return renamed(case, id, f"{self.revision}:{case.card.path}")


def _both(before: GoldenCase | None, case: GoldenCase, then: _Then) -> list[Paired]:
    if before is None:
        return [Paired(case.id, case, case.card.verifies)]
    tags = tuple(tag for tag in case.card.verifies if tag in before.card.verifies)
    late = tuple(tag for tag in case.card.verifies if tag not in before.card.verifies)
    if _does(before) == _does(case):
        return [Paired(case.id, case, tags, late)]
    changed = f"the case was changed since `{then.revision}`: carried out as it"
    return [
        Paired(case.id, case, tags, late, f"{changed} is now"),
        Paired(case.id, then.case(before), tags, late, f"{changed} was there"),
    ]


def _does(case: GoldenCase) -> object:
    """What a case does and shows, without its words, its tags and its lines."""
    steps = tuple((step.section, step.number, step.action) for step in case.card.steps)
    redactions = tuple(one.model_copy(update={"line": 1}) for one in case.redactions)
    return steps, case.card.surfaces, redactions, case.headers, case.files, case.screenshot, case.inputs
