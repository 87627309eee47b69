"""A MUST that was removed or weakened without a new major version; comparing lies in ``difference``."""

from __future__ import annotations

from collections.abc import Iterator

from harness.constitution.difference import PrincipleChange, Step
from harness.constitution.document_context import Context, mistake
from harness.constitution.document_samples import document
from harness.constitution.strictness import Shift
from harness.domain.places import Mistake, Place, Severity
from harness.domain.principles import Constitution, Level

CODE = "CONST410"
LEVEL = Severity.ERROR
TITLE = "weaker without a major version"
REASON = (
    "Whoever relies on a MUST has to see that it is gone: semantic versions, and Spec Kit's governance, ask for a new"
    " major version when a principle is removed or redefined."
)
HINT = "raise the major version, or put back what was asked; `harness constitution diff HEAD` shows every change"
_CONSTRAINT = "Database queries SHOULD use bound parameters."
GOOD = document(version="Version 2.0.0 · ratified 2026-11-20", level="SHOULD", constraint=_CONSTRAINT)
BAD = document(version="Version 1.1.0 · ratified 2026-11-20", level="SHOULD", constraint=_CONSTRAINT)
_LEVELS = {Shift.REMOVED: Severity.ERROR, Shift.WEAKENED: Severity.ERROR, Shift.REDEFINED: Severity.WARNING}


def check(constitution: Constitution, context: Context) -> Iterator[Mistake]:
    """Each MUST that asks less than at the earlier revision, where no major step was made; one that may ask less warns."""
    changes = context.changes.of(constitution.path) if context.changes else None
    if not changes or changes.made in (None, Step.MAJOR):
        return
    hint = HINT.replace("HEAD", context.since)
    for change in changes.principles:
        if change.shift in _LEVELS and change.before and change.before.level is Level.MUST:
            yield mistake(_place(change, constitution), _said(change, context), hint, CODE, _LEVELS[change.shift])
    for aspect in changes.bases:
        if aspect.shift is Shift.REMOVED:
            what = f"the constitution {aspect.what} since {context.since}, and made no major step"
            yield mistake(Place(path=constitution.path), what, hint, CODE)


def _place(change: PrincipleChange, constitution: Constitution) -> Place:
    return change.after.place if change.after else Place(path=constitution.path)


def _said(change: PrincipleChange, context: Context) -> str:
    what = change.aspects[0].what if change.aspects else ""
    said = f"MUST '{change.principle.id}' was {change.shift} since {context.since} without a major version"
    return f"{said}: {what}" if what else said
