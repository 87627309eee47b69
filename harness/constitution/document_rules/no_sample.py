"""A check without a sample that shows it working; whether it does work on its samples lies in another rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.constitution.document_context import Context, level_for, mistake
from harness.constitution.document_samples import document
from harness.constitution.sample_fit import looks_at
from harness.domain.places import Mistake, Severity
from harness.domain.principles import CheckSpec, Constitution, Sample

CODE = "CONST405"
LEVEL = Severity.ERROR
TITLE = "check without a sample"
REASON = (
    "Every run tries each check on a bad sample, to see that it still flags anything, and on a good one, to see that it"
    " spares what is right; without them a check that has stopped working looks like a clean tree."
)
HINT = "add a block such as ```python bad, and one ```python good, in the language that the check looks at"
GOOD = document()
BAD = document(bad="")


def check(constitution: Constitution, context: Context) -> Iterator[Mistake]:
    """Each check that looks at no bad sample of its principle, or at no good one."""
    for principle in constitution.principles:
        for spec in principle.checks:
            missing = [name for name, good in (("bad", False), ("good", True)) if _lacks(spec, principle.samples, good)]
            if missing:
                what = f"`{spec.use} {spec.kind}` of '{principle.id}' looks at no {' and no '.join(missing)} sample"
                yield mistake(spec.place, what, HINT, CODE, level_for(constitution))


def _lacks(spec: CheckSpec, samples: Sequence[Sample], good: bool) -> bool:
    looks = [looks_at(spec, sample) for sample in samples if sample.good is good]
    return _is_tried(spec) and not any(look is None or look for look in looks)


def _is_tried(spec: CheckSpec) -> bool:
    """Whether the check can be read and is one that is tried on samples at all."""
    probe = Sample(language="text", good=True, text="", place=spec.place)
    return looks_at(spec, probe) is not None
