"""What a test showed, and how it differs from its golden, as text for a person; the words lie in ``reports``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from harness.app.golden_tests_review import WaitingTest
from harness.domain.golden import Difference
from harness.domain.visible import visible
from harness.golden.module_text import shown_name
from harness.golden.pinning import differences_of
from harness.reports._golden_lines import difference_lines
from harness.reports._lines import drawn, in_cells
from harness.reports._view import View

MOST_LINES = 30


def differences_text(differences: Sequence[Difference], width: int, colour: bool, most: int = 20) -> str:
    """So many differences, and the number of the others."""

    def lines() -> Iterator[Text]:
        for difference in differences[:most]:
            yield from difference_lines(difference, width)
        more = len(differences) - most
        if more > 0:
            yield Text(f"  … and {more:,} more difference{'' if more == 1 else 's'}")

    return drawn(lines(), View(folder="", width=width, colour=colour))


def waiting_text(one: WaitingTest, width: int, colour: bool) -> str:
    """A test with all its differences; of what is new, all that it shows."""
    texts = [f"{visible(one.id)}\n"]
    for name, text in one.received.parts.items():
        golden = one.golden.parts.get(name) if one.golden else None
        if golden is None:
            texts.append(new_text(shown_name(name), text, width, colour))
        else:
            texts.append(differences_text(differences_of(one.test, name, golden, text), width, colour))
    return "".join(texts)


def new_text(name: str, text: str, width: int, colour: bool) -> str:
    """A value that has no golden, as it would stand there."""

    def lines() -> Iterator[Text]:
        yield Text.assemble("  ", visible(name), ("  added", "dim"))
        head, *block = text.removesuffix("\n").split("\n")
        shown = [line.removeprefix("  | ") for line in block] or [head.removeprefix(" = ")]
        for line in shown[:MOST_LINES]:
            yield Text(f"    {in_cells(visible(line), width - 4).rstrip()}", "green")
        if len(shown) > MOST_LINES:
            yield Text(f"    … and {len(shown) - MOST_LINES:,} more lines", "dim")

    return drawn(lines(), View(folder="", width=width, colour=colour))
