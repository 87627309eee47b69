"""Principles to jobs: every check read by its kind, every mistake of all of them collected; carrying out lies elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from harness.constitution import _codes
from harness.constitution import checks as package
from harness.constitution.kinds import Job
from harness.domain.nearest import did_you_mean
from harness.domain.places import Mistake
from harness.domain.principles import CheckSpec, Principle
from harness.errors import DocumentError
from harness.plugins import Family

KINDS = Family(package)


def jobs_of(principles: Sequence[Principle]) -> tuple[Job[Any], ...]:
    """One job for each check of the principles, in order.

    Raises:
        DocumentError: with every mistake of every check.
    """
    jobs: list[Job[Any]] = []
    mistakes: list[Mistake] = []
    for principle in principles:
        for number, spec in enumerate(principle.checks, 1):
            try:
                jobs.append(_job(principle, spec, f"{principle.id}/{number}"))
            except DocumentError as error:
                mistakes.extend(error.mistakes)
    if mistakes:
        raise DocumentError(mistakes)
    return tuple(jobs)


def _job(principle: Principle, spec: CheckSpec, key: str) -> Job[Any]:
    if spec.kind not in KINDS.names():
        what = f"there is no kind of check '{spec.kind}'"
        hint = did_you_mean(spec.kind, KINDS.names())
        code = _codes.UNKNOWN_KIND.code
        raise DocumentError([Mistake(place=spec.place, what=what, hint=hint, code=code)])
    kind = KINDS.load(spec.kind)
    options = kind.read(spec)
    return Job(key, principle, spec, kind, options, kind.quantifier(spec.use, options))
