"""Of several ways to one place, the one that is shown."""

from __future__ import annotations

from collections.abc import Iterable

from harness.constitution.checks.dataflow.values import Hit, Source


def shortest(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """One hit for each place, rule, category and kind of source: that with the fewest steps; sorted by place."""
    best: dict[tuple[object, ...], tuple[tuple[object, ...], Hit]] = {}
    for hit in hits:
        kind = hit.taint.origin.kind if hit.taint is not None and isinstance(hit.taint.origin, Source) else ""
        place = (hit.path, hit.start, hit.end, hit.line, hit.rule, hit.category, kind)
        length = _length(hit)
        known = best.get(place)
        if known is None or length < known[0]:
            best[place] = (length, hit)
    return tuple(best[place][1] for place in sorted(best))


def _length(hit: Hit) -> tuple[object, ...]:
    taint = hit.taint
    if taint is None:
        return (0, (), hit.note)
    steps = () if taint.trail is None else taint.trail.steps()
    told = tuple((step.path, step.line, step.start, step.end, step.what) for step in steps)
    return (len(told), told, tuple(sorted(taint.cleared)), hit.note)
