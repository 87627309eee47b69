"""A constitution without a version or the date when it was ratified; whether the version fits lies in another rule."""

from __future__ import annotations

from collections.abc import Iterator

from harness.constitution.document_context import Context, level_for, mistake
from harness.constitution.document_samples import document
from harness.domain.places import Mistake, Place, Severity
from harness.domain.principles import Constitution

CODE = "CONST408"
LEVEL = Severity.ERROR
TITLE = "no version or date"
REASON = "A record names the version that code was checked against; without one nobody can tell what was asked then."
HINT = "add a line below the title: `Version 1.0.0 · ratified 2026-11-20`"
GOOD = document()
BAD = document(version="")


def check(constitution: Constitution, context: Context) -> Iterator[Mistake]:
    """Where one of the two is missing; only a warning in other dialects."""
    given = {"version": constitution.version, "date of ratification": constitution.ratified}
    missing = [name for name, value in given.items() if not value]
    if missing:
        place = Place(path=constitution.path)
        yield mistake(place, f"the constitution has no {' and no '.join(missing)}", HINT, CODE, level_for(constitution))
