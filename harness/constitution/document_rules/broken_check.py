"""A check that does not flag its bad samples, or flags the good ones; trying it lies in ``canary``."""

from __future__ import annotations

from collections.abc import Iterator

from harness.constitution.document_context import Context, mistake
from harness.constitution.document_samples import document
from harness.domain.findings import DoubtKind
from harness.domain.places import Mistake, Place, Severity
from harness.domain.principles import Constitution

CODE = "CONST409"
LEVEL = Severity.ERROR
TITLE = "sample not matched"
REASON = "A check that misses its own bad sample would miss it in the code, too: its principle is broken, not kept."
HINT = "correct the check or the sample; `harness constitution test` tries all of them"
GOOD = document()
BAD = document(bad='\n```python bad\ndb.execute("select 1")\n```\n')


def check(constitution: Constitution, context: Context) -> Iterator[Mistake]:
    """Everything that the checks did wrong on their samples, where they were tried; a missing tool only warns."""
    for principle in constitution.principles:
        for doubt in context.broken.get(principle.id, ()):
            place = Place(path=doubt.path or principle.place.path, line=doubt.line)
            level = Severity.WARNING if doubt.kind is DoubtKind.TOOL else Severity.ERROR
            yield mistake(place, f"'{principle.id}': {doubt.reason}", HINT, CODE, level)
