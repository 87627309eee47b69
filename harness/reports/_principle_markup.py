"""A checked constitution in GitHub-flavoured Markdown: a table of what does not hold, its places, and the rest folded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness.domain.findings import CheckResults, Finding, Outcome, PrincipleResult
from harness.domain.principles import Level
from harness.reports._flow import legs
from harness.reports._markup import code, plain
from harness.reports._principles import (
    alarms,
    baseline_line,
    binding,
    by_place,
    excused,
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
    worst_first,
)

_SIGNS = {
    Outcome.VIOLATION: "❌",
    Outcome.GAP: "❔",
    Outcome.UNVERIFIED: "❔",
    Outcome.WAIVED: "⚪",
    Outcome.PASS: "✅",
}
_MOST_LISTED = 300
_MOST_OPEN = 5
_LONGEST = 1_200


def principle_markup(results: CheckResults, most_places: int) -> Iterator[str]:
    """The pieces of the section, each to be taken whole or not at all; at most so many places of one principle."""
    yield f"### {plain(tally(results))}"
    yield ""
    notes = [*alarms(results), *([uncovered_line(results.uncovered)] if results.uncovered else [])]
    yield from (f"- ❔ {plain(note)}" for note in notes)
    yield from ([""] if notes else [])
    yield from _table(not_held(results))
    yield from _troubles(results)
    for result in not_held(results):
        yield from _principle(result, most_places)
    yield from _files(results)
    yield from _waivers(results)
    yield from _rest(results)


def _table(principles: Sequence[PrincipleResult]) -> Iterator[str]:
    if not principles:
        return
    yield "| | principle | title | level | places |\n|---|---|---|---|--:|"
    for one in principles[:_MOST_LISTED]:
        number = len(one.counting) + one.unlisted_findings
        places = f"{number:,}" if number else ""
        yield f"| {_sign(one)} | {code(one.id)} | {plain(one.title)} | {plain(binding(one))} | {places} |"
    if len(principles) > _MOST_LISTED:
        yield f"| | … and {len(principles) - _MOST_LISTED:,} more | | | |"
    yield ""


def _sign(result: PrincipleResult) -> str:
    """Red only where it binds: what a SHOULD or MAY says does not hold a change up."""
    sign = _SIGNS.get(result.outcome, "⚪")
    return f"{'⚠️' if sign == '❌' and result.level is not Level.MUST else sign} {result.outcome}"


def _troubles(results: CheckResults) -> Iterator[str]:
    found = [trouble for waiver in results.waivers if (trouble := waiver_trouble(waiver))]
    yield from (f"- ❌ {plain(trouble)}" for trouble in found)
    yield from ([""] if found else [])


def _principle(result: PrincipleResult, most: int) -> Iterator[str]:
    yield f"#### {code(result.id)} {plain(result.title)}: {result.outcome}"
    yield ""
    yield plain(result.constraint, _LONGEST)
    yield ""
    places = by_place(result.counting)
    yield from (f"- {_place(finding)}" for finding in places[:_MOST_OPEN])
    yield from _folded(places[_MOST_OPEN:most])
    more = max(len(places) - most, 0) + result.unlisted_findings
    yield from [f"- … and {more:,} more"] if more else []
    doubts = dict.fromkeys(doubt.reason for doubt in own_doubts(result))
    said = doubts or ([result.reason] if result.reason and not places else [])
    yield from (f"- because {plain(reason)}" for reason in list(said)[:20])
    yield from [f"- excused: {plain(excused(result))}"] if excused(result) else []
    yield from [f"- why: {plain(result.rationale, _LONGEST)}"] if result.rationale else []
    yield from [f"- what to do: {plain(result.pattern, _LONGEST)}"] if result.pattern else []
    yield ""


def _folded(places: Sequence[Finding]) -> Iterator[str]:
    if places:
        yield f"<details><summary>{number_of(len(places), 'more place')}</summary>"
        yield ""
        yield from (f"- {_place(finding)}" for finding in places)
        yield ""
        yield "</details>"
        yield ""


def _place(finding: Finding) -> str:
    way = "".join(f"\n  {at}. {plain(str(leg))}" for at, leg in enumerate(legs(finding), 1))
    return f"{code(place_of(finding.span))}{f' {plain(finding.note)}' if finding.note else ''}{way}"


def _files(results: CheckResults) -> Iterator[str]:
    found = unchecked_files(results)
    if not found:
        return
    yield f"<details><summary>❔ {number_of(len(found), 'file')} could not be checked</summary>"
    yield ""
    for file in found[:_MOST_LISTED]:
        ids = ", ".join([*file.principles[:3], *(["…"] if len(file.principles) > 3 else [])])
        yield f"- {code(f'{file.path}:{file.line}')} {file.kind}: {plain(file.reason)} ({plain(ids)})"
    if len(found) > _MOST_LISTED:
        yield f"- … and {len(found) - _MOST_LISTED:,} more"
    yield ""
    yield "</details>"
    yield ""


def _waivers(results: CheckResults) -> Iterator[str]:
    used = [waiver for waiver in results.waivers if not waiver.trouble]
    if not used:
        return
    yield f"<details><summary>{number_of(len(used), 'waiver')}</summary>"
    yield ""
    yield from (f"- {plain(waiver_line(waiver), _LONGEST)}" for waiver in used[:_MOST_LISTED])
    if len(used) > _MOST_LISTED:
        yield f"- … and {len(used) - _MOST_LISTED:,} more"
    yield ""
    yield "</details>"
    yield ""


def _rest(results: CheckResults) -> Iterator[str]:
    told = {one.id for one in not_held(results)}
    others = [one for one in worst_first(results) if one.id not in told]
    if others:
        yield f"<details><summary>{number_of(len(others), 'more principle')}</summary>"
        yield ""
        yield from _table(others)
        yield "</details>"
        yield ""
    yield f"Files: {plain(files_line(results.manifest), _LONGEST)}"
    yield from [f"· {plain(baseline_line(results.baseline))}"] if results.baseline else []
    yield ""
