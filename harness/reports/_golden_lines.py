"""Golden cases and what differs in them, for a person at a terminal: what was golden above what is received."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from harness.domain.golden import CaseOutcome, CaseResult, Difference, GoldenResults
from harness.domain.verdicts import ExitCode
from harness.domain.visible import visible
from harness.reports._golden import (
    LOOK_AT_RUN,
    RETIRE,
    compared,
    explanation,
    is_of_pictures,
    leaf_of,
    place_of,
    tally,
    unshown,
)
from harness.reports._golden_rows import Line, Row, plain, rows
from harness.reports._lines import INDENT, LABEL, fits, in_cells, label_of, labelled, wrapped

MOST_DIFFERENCES = 20
"""Of one case."""
MOST_OF_ALL = 200
"""Of all cases together; the others are counted."""
_MOST_ROWS = 12
_MOST_UNUSED = 20
_LEAST_ROOM = 12
_STYLES = {ExitCode.PASS: "green", ExitCode.FAIL: "bold red", ExitCode.UNDECIDED: "yellow"}
_WIDEST = max(len(outcome) for outcome in CaseOutcome) + 2
_SIDES = {"golden": "bold red", "received": "bold green"}
_BLANK = "\N{OPEN BOX}"


def golden_lines(results: GoldenResults, width: int) -> Iterator[Text]:
    """Every case, and what keeps it from being the same."""
    id_width = min(max((cell_len(visible(case.id)) for case in results.cases), default=0), width // 3)
    left = MOST_OF_ALL
    for case in results.cases:
        yield _case_line(case, id_width, width)
        yield from case_lines(case, width, min(left, MOST_DIFFERENCES))
        left = max(left - len(case.differences), 0)
    yield from _unused(results.unused, width)


def _unused(paths: Sequence[str], width: int) -> Iterator[Text]:
    for path in paths[:_MOST_UNUSED]:
        yield Text.assemble(("unused".ljust(_WIDEST), _STYLES[ExitCode.FAIL]), visible(path))
    if len(paths) > _MOST_UNUSED:
        yield Text(f"… and {len(paths) - _MOST_UNUSED:,} more unused")
    if paths:
        yield from labelled("what to do", RETIRE, width)


def _case_line(case: CaseResult, id_width: int, width: int) -> Text:
    seconds = f"{case.seconds:.2f} s"
    id = in_cells(visible(case.id), id_width)
    room = width - _WIDEST - id_width - 2 - len(seconds) - 1
    # Where there is no room for a title, what it is called and what came of it matter more than how long it took.
    title = ("  ", in_cells(visible(case.title), room), " ", (seconds, "dim")) if room >= _LEAST_ROOM else ()
    return Text.assemble((case.outcome.ljust(_WIDEST), _STYLES[case.exit_code]), (id, "bold"), *title)


def case_lines(case: CaseResult, width: int, most: int = MOST_DIFFERENCES) -> Iterator[Text]:
    """Why a case is not the same, and as many of its differences."""
    if case.reason:
        yield from wrapped(visible(case.reason), 2, width)
    for difference in case.differences[:most]:
        yield from difference_lines(difference, width, place_of(case, difference))
    more = unshown(case, most)
    if more:
        yield Text(f"  … and {more:,} more difference{'' if more == 1 else 's'}")
    if case.explained:
        yield from labelled("explained", explanation(case), width)
    if any(map(is_of_pictures, case.differences[:most])):
        yield from labelled("pictures", LOOK_AT_RUN, width)
    if case.hint:
        yield from labelled("what to do", visible(case.hint), width)


def difference_lines(difference: Difference, width: int, place: str = "") -> Iterator[Text]:
    """One difference: where, of what class, and both sides."""
    kind = difference.kind.value
    head = f"{place}  {leaf_of(difference)}" if place else leaf_of(difference)
    if place and cell_len(head) + len(kind) + 4 > width:
        yield Text(f"  {place}")
        head = leaf_of(difference)
    *before, last = wrapped(head, 2, width, hanging=2)
    yield from before
    if cell_len(last.plain) + len(kind) + 2 > width:
        yield last
        last = Text("  ")
    yield Text.assemble(last, ("  " + kind, "dim"))
    found = rows(difference, _MOST_ROWS)
    if difference.golden is not None:
        yield from _side("golden", [(row.golden, row) for row in found], width)
    if difference.received is not None:
        yield from _side("received", [(row.received, row) for row in found], width)
    if len(found) == 1 and not is_of_pictures(difference):
        yield from _carets(found[0], width)


def _side(label: str, lines: Sequence[tuple[Line | None, Row]], width: int) -> Iterator[Text]:
    """One side below its label; what is left out is counted once, at the golden."""
    told = label
    for line, row in lines:
        if row.skipped:
            what = "the same" if row.same else "more"
            yield label_of(told).append(f"… {row.skipped:,} line{'' if row.skipped == 1 else 's'} {what}", "dim")
        elif line is not None:
            for text in _folded(_drawn(line, "dim" if row.same else "", _SIDES[label]), width - INDENT - LABEL):
                yield label_of(told).append_text(text)
                told = ""
        told = "" if row.skipped or line is not None else told


def _drawn(line: Line, style: str, of_marked: str) -> Text:
    """A line with its marks; blanks that could not be seen are open boxes."""
    drawn = Text()
    whole = plain(line)
    trailing = len(whole) - len(whole.rstrip(" "))
    for at, piece in enumerate(line):
        text = piece.text
        if at == len(line) - 1 and trailing:
            text = text[: max(len(text) - trailing, 0)] + _BLANK * min(trailing, len(text))
        if piece.marked and not text.strip(" "):
            text = _BLANK * len(text)
        drawn.append(visible(text), of_marked if piece.marked else style)
    return drawn if drawn.plain else Text("(an empty line)", "dim")


def _folded(text: Text, room: int) -> Iterator[Text]:
    """The text in rows of so many columns, every character of it kept; at most so many rows."""
    room = max(room, _LEAST_ROOM)
    left, shown = text, 0
    while (fitting := max(fits(left.plain, room), 1)) < len(left.plain):
        if shown == _MOST_ROWS:
            yield Text(f"… {len(left.plain):,} more characters", "dim")
            return
        first, left = left.divide([fitting])
        yield first
        shown += 1
    yield left


def _carets(row: Row, width: int) -> Iterator[Text]:
    """Marks below the one line of what is received, for those who see no colours; none where they would tell nothing."""
    line = row.received if row.golden is not None else None
    if line is None or all(piece.marked for piece in line):
        return
    under = "".join(("^" if piece.marked else " ") * cell_len(visible(piece.text)) for piece in line).rstrip()
    if under and cell_len(visible(plain(line))) <= width - INDENT - LABEL:
        yield Text(" " * (INDENT + LABEL)).append(under, "green")


def summary_lines(results: GoldenResults, seconds: float, width: int) -> Iterator[Text]:
    """The sum of all cases."""
    yield from wrapped(f"{tally(results)} in {seconds:.1f} s", 0, width, "bold", hanging=2)
    if compared(results):
        yield from wrapped(compared(results), 0, width, hanging=2)
