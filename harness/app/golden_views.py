"""What waits of a case as text for a person; the words lie in ``reports``."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from harness.app.golden_review import Pending
from harness.domain.golden import Difference
from harness.domain.visible import visible
from harness.reports._golden_lines import difference_lines
from harness.reports._lines import drawn, wrapped
from harness.reports._view import View


def pending_text(one: Pending, width: int, colour: bool) -> str:
    """A case with all its differences."""

    def lines() -> Iterator[Text]:
        yield Text.assemble((visible(one.case.id), "bold"), "  ", visible(one.case.card.title))
        if one.outdated:
            yield from wrapped(one.outdated, 2, width)
        for difference in one.differences:
            yield from difference_lines(difference, width)

    return drawn(lines(), View(folder="", width=width, colour=colour))


def difference_text(difference: Difference, width: int, colour: bool) -> str:
    """One difference."""
    return drawn(difference_lines(difference, width), View(folder="", width=width, colour=colour))
