"""``harness golden review --html``: all that waits as one page; nothing is accepted in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from harness import __version__
from harness.adapters import pictures
from harness.app.golden_review import Pending, Reviewing
from harness.domain.golden import Difference, PartKind, Snapshot
from harness.errors import MachineError, RecordError
from harness.golden.snapshot_text import part_lines
from harness.reports._html.differences import Shots
from harness.reports._html.markup import Markup
from harness.reports._review import Waiting, review_page


def page_of(reviewing: Reviewing, chosen: Sequence[Pending], forms: Callable[[Waiting], Markup] | None = None) -> str:
    """The page of what waits of some cases, with the forms by which a person decides of each, where it is served."""
    problems = [f"{path}: nothing that this version of harness let wait" for path in reviewing.unreadable]
    waiting = [_waiting(reviewing, one) for one in chosen]
    return review_page(reviewing.root.name, waiting, __version__, problems, forms)


def _waiting(reviewing: Reviewing, one: Pending) -> Waiting:
    return Waiting(
        case=one.case,
        golden=one.golden,
        received=one.received,
        differences=one.differences,
        run=one.waiting.run,
        write=lambda part: "\n".join(part_lines(part)),
        outdated=one.outdated,
        shots=dict(_shots(reviewing, one)),
    )


def _shots(reviewing: Reviewing, one: Pending) -> Iterator[tuple[str, Shots]]:
    """The pictures that differ, those of whole steps too, by the text of their difference."""
    before, after = _pictures_of(one.golden), _pictures_of(one.received)
    for difference in one.differences:
        for name in _names(difference, before, after):
            where = (difference.place, name)
            key = str(difference) if difference.leaf else f"{difference} / {name}"
            yield key, _shot(reviewing, one, before.get(where), after.get(where))


def _names(difference: Difference, *sides: dict[tuple[str, str], str]) -> list[str]:
    found = {name for side in sides for place, name in side if place == difference.place}
    return sorted(name for name in found if not difference.leaf or difference.leaf == name)


def _pictures_of(snapshot: Snapshot | None) -> dict[tuple[str, str], str]:
    captures = snapshot.captures if snapshot else ()
    return {
        (capture.place, part.name): part.text
        for capture in captures
        for part in capture.parts
        if part.kind is PartKind.PICTURE
    }


def _shot(reviewing: Reviewing, one: Pending, before: str | None, after: str | None) -> Shots:
    golden, note = None, ""
    try:
        golden = reviewing.golden_picture(one.case, before) if before else None
    except RecordError as error:
        note = error.what
    received = one.waiting.picture(after) if after else None
    if after and received is None:
        note = note or "the picture that was received is gone: run `harness golden check` again"
    if golden is None or received is None:
        return Shots(golden, received, note=note)
    try:
        marked = pictures.marked(golden, received)
        share = one.case.screenshot or 0.0
        apart = pictures.differing(golden, received) if share else pictures.unequal(golden, received)
    except (MachineError, RecordError) as error:
        return Shots(golden, received, note=f"{error.what}: {error.hint}" if error.hint else error.what)
    if marked is None:
        return Shots(golden, received, note="they are of two sizes")
    told = f"look different; {share:.3%} may" if share else "differ; none may"
    return Shots(golden, received, marked, f"{apart:.3%} of the points {told}")
