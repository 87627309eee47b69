"""What waits of a case as text for a person; the words lie in ``reports``."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from rich.text import Text

from harness.app.golden_review import Pending
from harness.domain.golden import Difference
from harness.domain.visible import visible
from harness.golden.snapshot_text import part_lines, write_snapshot
from harness.reports._golden import LOOK, is_of_pictures
from harness.reports._golden_lines import difference_lines
from harness.reports._lines import drawn, in_cells, labelled, wrapped
from harness.reports._view import View

NOTHING_DIFFERS = "nothing that it shows differs; only the text of the case, or of its snapshot, is another one"
_MOST_LINES = 30


def pending_text(one: Pending, width: int, colour: bool) -> str:
    """A case with all its differences."""

    def lines() -> Iterator[Text]:
        yield Text.assemble((visible(one.case.id), "bold"), "  ", visible(one.case.card.title))
        if one.outdated:
            yield from wrapped(one.outdated, 2, width)
        if not one.differences:
            yield from wrapped(NOTHING_DIFFERS, 2, width)
        for difference in one.differences:
            yield from difference_lines(difference, width)
            if not difference.leaf:
                yield from _step_lines(one, difference, width)

    return drawn(lines(), View(folder="", width=width, colour=colour))


def difference_text(one: Pending, difference: Difference, width: int, colour: bool) -> str:
    """One difference with the step that it lies in; of a step that is new, all that it shows."""

    def lines() -> Iterator[Text]:
        yield from difference_lines(difference, width)
        if is_of_pictures(difference):
            yield from labelled("pictures", LOOK, width)
        yield from _step_lines(one, difference, width)

    return drawn(lines(), View(folder="", width=width, colour=colour))


def _step_lines(one: Pending, difference: Difference, width: int) -> Iterator[Text]:
    capture = next((found for found in one.received.captures if found.place == difference.place), None)
    if capture is None:
        return
    if difference.leaf:
        yield from labelled("step", visible(capture.did), width)
        return
    lines = [line for part in capture.parts for line in part_lines(part)]
    for line in lines[:_MOST_LINES]:
        yield Text(f"    {in_cells(visible(line), width - 4).rstrip()}", "green")
    if len(lines) > _MOST_LINES:
        yield Text(f"    … and {len(lines) - _MOST_LINES:,} more lines (o shows them)", "dim")


def whole_text(one: Pending) -> str:
    """The golden and what is received as the two sides of a difference of files."""
    before = write_snapshot(one.golden).splitlines() if one.golden else []
    after = write_snapshot(one.received).splitlines()
    names = ("golden", "received")
    return "\n".join(visible(line) for line in unified_diff(before, after, *names, n=100, lineterm="")) + "\n"
