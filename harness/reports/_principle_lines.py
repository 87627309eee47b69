"""A checked constitution for a person at a terminal: what does not hold, at file and line; the order lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from harness.domain.findings import CheckResults, Finding, Outcome, PrincipleResult, Waiver
from harness.domain.principles import Level
from harness.domain.visible import visible
from harness.reports._contents import reason_lines
from harness.reports._excerpt import excerpt
from harness.reports._flow import legs
from harness.reports._lines import INDENT, cut, in_cells, labelled, wrapped
from harness.reports._principles import (
    UncheckedFile,
    alarms,
    baseline_line,
    binding,
    by_place,
    excused,
    file_doubts,
    files_line,
    not_held,
    number_of,
    own_doubts,
    place_of,
    tally,
    unchecked_files,
    uncovered_line,
    waiver_line,
    waiver_trouble,
)

MOST_FINDINGS = 20
MOST_FILES = 20
_LONGEST_TEXT = 1200
_LONGEST_FIX = 200
_STYLES = {
    Outcome.VIOLATION: "bold red",
    Outcome.UNVERIFIED: "bold yellow",
    Outcome.GAP: "bold magenta",
    Outcome.WAIVED: "yellow",
    Outcome.PASS: "green",
    Outcome.NOT_APPLICABLE: "dim",
}


def principle_lines(results: CheckResults, width: int) -> Iterator[Text]:
    """Every principle that does not hold, the files that could not be checked, and the waivers; nothing if all is fine."""
    for result in not_held(results):
        yield from heading_lines(result, width)
        yield from _places(result, width)
        yield from _what_to_do(result, width)
        yield Text()
    yield from _unchecked(unchecked_files(results), width)
    yield from _waivers(results.waivers, width)


def summary_lines(results: CheckResults, seconds: float, width: int) -> Iterator[Text]:
    """How many principles hold, what was looked at, and what is known of neither."""
    for alarm in alarms(results):
        yield from wrapped(alarm, 0, width, "yellow")
    yield from wrapped(f"{tally(results)} in {seconds:.1f} s", 0, width, "bold")
    if results.uncovered:
        yield from aligned("uncovered", uncovered_line(results.uncovered), width)
    if results.baseline:
        yield from aligned("known", baseline_line(results.baseline), width)
    yield from aligned("files", files_line(results.manifest), width)


def heading_lines(result: PrincipleResult, width: int) -> Iterator[Text]:
    """A principle's outcome, id, title and level on one line, and below it what it says."""
    style = _STYLES[result.outcome] if result.level is Level.MUST else _STYLES[result.outcome].removeprefix("bold ")
    id, level = cut(visible(result.id), width // 4), cut(binding(result), 2 * width // 5)
    room = max(width - 12 - cell_len(id) - 2 - 1 - cell_len(level), 1)
    title = in_cells(visible(result.title), room)
    yield Text.assemble((result.outcome.ljust(12), style), (id, "bold"), "  ", title, " ", (level, "dim"))
    yield from wrapped(_short(result.constraint), 2, width)


def finding_lines(finding: Finding, width: int) -> Iterator[Text]:
    """One place: where it is, its lines with the span underlined, and what cannot be seen there."""
    place = f"  {place_of(finding.span)}"
    symbol = f"  in {visible(finding.symbol)}" if finding.symbol else ""
    fitting = symbol if cell_len(place) + cell_len(symbol) <= width else ""
    yield Text.assemble(place, (fitting, "dim"))
    for row in excerpt(finding, width - INDENT):
        yield Text.assemble(" " * INDENT, (f"{row.gutter} | ", "dim"), (row.text, "bold red" if row.marks else ""))
    if finding.note:
        yield from labelled("note", _short(finding.note), width)
    for number, leg in enumerate(legs(finding)):
        yield from labelled("" if number else "way", str(leg), width)
    if finding.fix:
        how = "`harness check --fix`" if finding.fix.safe else "by hand"
        yield from labelled("fix", f"{how}: {cut(visible(finding.fix.text), _LONGEST_FIX)}", width)


def reason_and_doubts(result: PrincipleResult, width: int) -> Iterator[Text]:
    """Why a principle is no pass, as far as its places do not tell it."""
    doubts = own_doubts(result)
    told = {doubt.reason for doubt in result.doubts}
    if not result.counting and result.reason not in told:
        for line in reason_lines(result.reason):
            yield from labelled("because", line, width)
    for doubt in doubts[:MOST_FILES]:
        where = f"{doubt.path}:{doubt.line}: " if doubt.path else ""
        yield from labelled("unverified", _short(f"{where}{doubt.reason}"), width)
    if len(doubts) > MOST_FILES:
        yield from labelled("", f"… and {len(doubts) - MOST_FILES} more reasons", width)
    unchecked = len({doubt.path for doubt in file_doubts(result)})
    if unchecked:
        yield from labelled("unverified", f"{number_of(unchecked, 'file')} could not be checked, see below", width)


def aligned(label: str, text: str, width: int) -> Iterator[Text]:
    """The text beside a label of the summary."""
    first, *rest = wrapped(text, 10, width)
    yield Text(label.ljust(10)).append(first.plain[10:])
    yield from rest


def _places(result: PrincipleResult, width: int) -> Iterator[Text]:
    counting = by_place(result.counting)
    for finding in counting[:MOST_FINDINGS]:
        yield Text()
        yield from finding_lines(finding, width)
    more = len(counting) - MOST_FINDINGS + result.unlisted_findings
    if counting and more > 0:
        yield Text()
        yield Text(f"  … and {more:,} more")
    if counting:
        yield Text()


def _what_to_do(result: PrincipleResult, width: int) -> Iterator[Text]:
    yield from reason_and_doubts(result, width)
    if excused(result):
        yield from labelled("excused", excused(result), width)
    if result.rationale:
        yield from labelled("why", _short(result.rationale), width)
    if result.pattern:
        yield from labelled("what to do", _short(result.pattern), width)


def _unchecked(files: list[UncheckedFile], width: int) -> Iterator[Text]:
    if not files:
        return
    yield Text(f"{number_of(len(files), 'file')} could not be checked", "bold yellow")
    for file in files[:MOST_FILES]:
        ids = ", ".join([*file.principles[:3], *(["…"] if len(file.principles) > 3 else [])])
        text = f"{file.path}:{file.line}: {file.kind}: {file.reason} ({ids})"
        yield from wrapped(_short(text), 2, width, hanging=2)
    if len(files) > MOST_FILES:
        yield Text(f"  … and {len(files) - MOST_FILES} more")
    yield Text()


def _waivers(waivers: tuple[Waiver, ...], width: int) -> Iterator[Text]:
    if not waivers:
        return
    yield Text(number_of(len(waivers), "waiver"), "bold yellow")
    for waiver in sorted(waivers, key=lambda one: (one.trouble is None, not one.added, str(one.place))):
        trouble = waiver_trouble(waiver)
        style = "bold red" if trouble else "bold" if waiver.added else ""
        yield from wrapped(_short(trouble or waiver_line(waiver)), 2, width, style, hanging=2)
    yield Text()


def _short(text: str) -> str:
    return cut(visible(text), _LONGEST_TEXT)
