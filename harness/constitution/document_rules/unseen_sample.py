"""A sample that no check of its principle looks at, most often for a mistyped language."""

from __future__ import annotations

from collections.abc import Iterator

from harness.constitution.document_context import Context, level_for, mistake
from harness.constitution.document_samples import GOOD as A_SAMPLE
from harness.constitution.document_samples import document
from harness.constitution.sample_fit import looks_at
from harness.domain.places import Mistake, Severity
from harness.domain.principles import Constitution

CODE = "CONST406"
LEVEL = Severity.ERROR
TITLE = "sample that no check looks at"
REASON = "Whoever reads the sample believes that it is tried; it never is, and may be wrong for years."
HINT = "write the language that a check of the principle names, or give the sample a path that one looks at"
GOOD = document()
BAD = document(good=A_SAMPLE + "\n```pyhton good\ndb.execute(query, (user_id,))\n```\n")


def check(constitution: Constitution, context: Context) -> Iterator[Mistake]:
    """Each sample of a principle with checks, all of which can be read and look elsewhere."""
    for principle in constitution.principles:
        for sample in principle.samples:
            looks = [looks_at(spec, sample) for spec in principle.checks]
            if looks and not any(look is None or look for look in looks):
                kind = "good" if sample.good else "bad"
                seen = f"'{sample.path}'" if sample.path else sample.language
                what = f"no check of '{principle.id}' looks at this {kind} sample ({seen})"
                yield mistake(sample.place, what, HINT, CODE, level_for(constitution))
