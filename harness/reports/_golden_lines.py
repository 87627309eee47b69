"""Golden cases and what differs in them, for a person at a terminal: what was golden above what is received."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from harness.domain.golden import CaseOutcome, CaseResult, Difference, GoldenResults
from harness.domain.verdicts import ExitCode
from harness.domain.visible import visible
from harness.reports._lines import INDENT, LABEL, cut, in_cells, label_of, labelled, wrapped

MOST_DIFFERENCES = 20
_MOST_LINES = 12
_LONGEST = 2_000
_STYLES = {ExitCode.PASS: "green", ExitCode.FAIL: "bold red", ExitCode.UNDECIDED: "yellow"}
_WIDEST = max(len(outcome) for outcome in CaseOutcome) + 2
_CONSOLE = Console(width=80, _environ={})
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


def golden_lines(results: GoldenResults, width: int) -> Iterator[Text]:
    """Every case, and what keeps it from being the same."""
    id_width = min(max((cell_len(visible(case.id)) for case in results.cases), default=0), width // 3)
    for case in results.cases:
        yield _case_line(case, id_width, width)
        yield from case_lines(case, width)
    for path in results.unused:
        yield Text.assemble(("unused".ljust(_WIDEST), _STYLES[ExitCode.FAIL]), visible(path))
        hint = "no case has this snapshot: `harness golden retire` takes it away, with a reason"
        yield from labelled("what to do", hint, width)


def _case_line(case: CaseResult, id_width: int, width: int) -> Text:
    seconds = f"{case.seconds:.2f} s"
    id = visible(case.id)
    id += " " * (id_width - cell_len(id))
    room = max(width - _WIDEST - cell_len(id) - 2 - len(seconds) - 1, 8)
    style = _STYLES[case.outcome.exit_code]
    title = in_cells(visible(case.title), room)
    return Text.assemble((case.outcome.ljust(_WIDEST), style), (id, "bold"), "  ", title, " ", (seconds, "dim"))


def case_lines(case: CaseResult, width: int) -> Iterator[Text]:
    """Why a case is not the same, and its differences."""
    if case.reason:
        yield from wrapped(visible(case.reason), 2, width)
    for difference in case.differences[:MOST_DIFFERENCES]:
        yield from difference_lines(difference, width)
    more = len(case.differences) - MOST_DIFFERENCES + case.more_differences
    if more > 0:
        yield Text(f"  … and {more:,} more differences")
    if case.explained:
        yield from labelled("explained", f"changed as well: {', '.join(case.explained)}", width)
    if case.hint:
        yield from labelled("what to do", visible(case.hint), width)


def difference_lines(difference: Difference, width: int) -> Iterator[Text]:
    """One difference: where, of what class, and both sides."""
    yield Text.assemble("  ", visible(str(difference)), ("  " + difference.kind.value, "dim"))
    golden, received = difference.golden, difference.received
    if golden is not None and received is not None and "\n" not in golden + received:
        before, after = _marked(cut(golden, _LONGEST), cut(received, _LONGEST))
        yield from _side("golden", before, width)
        yield from _side("received", after, width)
        return
    for label, text, style in (("golden", golden, "red"), ("received", received, "green")):
        if text is not None:
            yield from _block(label, text, style, width)


def _block(label: str, text: str, style: str, width: int) -> Iterator[Text]:
    lines = text.removesuffix("\n").split("\n")
    for number, line in enumerate(lines[:_MOST_LINES]):
        told = label_of("" if number else label)
        yield told.append(in_cells(visible(line), width - INDENT - LABEL).rstrip(), style)
    if len(lines) > _MOST_LINES:
        yield Text(" " * (INDENT + LABEL) + f"… and {len(lines) - _MOST_LINES:,} more lines", "dim")


def _side(label: str, text: Text, width: int) -> Iterator[Text]:
    room = width - INDENT - LABEL
    first, *rest = text.wrap(_CONSOLE, room) if text.plain else [Text("(nothing)", "dim")]
    yield label_of(label).append_text(first)
    yield from (Text(" " * (INDENT + LABEL)).append_text(line) for line in rest)


def _marked(golden: str, received: str) -> tuple[Text, Text]:
    """Both sides with the words that differ marked."""
    before, after = Text(), Text()
    words, others = _WORD.findall(visible(golden)), _WORD.findall(visible(received))
    for tag, first, last, start, end in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        before.append("".join(words[first:last]), "" if tag == "equal" else "bold red")
        after.append("".join(others[start:end]), "" if tag == "equal" else "bold green")
    return before, after


def summary_lines(results: GoldenResults, seconds: float) -> Iterator[Text]:
    """The sum of all cases."""
    counted = Counter(case.outcome for case in results.cases)
    told = ", ".join(f"{counted[outcome]} {outcome}" for outcome in CaseOutcome if counted[outcome])
    unused = f"; {len(results.unused)} unused" if results.unused else ""
    cases = "1 golden case" if len(results.cases) == 1 else f"{len(results.cases):,} golden cases"
    yield Text(f"{cases}: {told or 'none'}{unused} in {seconds:.1f} s")
