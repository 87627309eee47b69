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
SPEC_KIT = "add a last line: `**Version**: 1.0.0 | **Ratified**: 2026-11-20 | **Last Amended**: 2026-11-20`"
HINT = "add a line below the title: `Version 1.0.0 · ratified 2026-11-20`"
GOOD = document()
BAD = document(version="")


def check(constitution: Constitution, context: Context) -> Iterator[Mistake]:
    """Where one of the two is missing and no token stands for it; only a warning in other dialects."""
    given = {"version": constitution.version, "date of ratification": constitution.ratified}
    told = " ".join(token.text for token in constitution.tokens)
    missing = [name for name, value in given.items() if not value and name.split()[-1][:6].upper() not in told]
    if missing:
        place = Place(path=constitution.path)
        hint = SPEC_KIT if constitution.format == "speckit-constitution" else HINT
        yield mistake(place, f"the constitution has no {' and no '.join(missing)}", hint, CODE, level_for(constitution))
