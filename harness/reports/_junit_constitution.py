"""A checked constitution as test cases of JUnit's: what each principle says, and where it is broken; the XML lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from harness.domain.findings import CheckResults, Outcome, PrincipleResult
from harness.domain.principles import Level
from harness.reports._flow import legs
from harness.reports._principles import (
    by_place,
    excused,
    file_doubts,
    own_doubts,
    place_of,
    tally_of_findings,
    waiver_trouble,
    worst_first,
)

_MOST = 200


@dataclass(frozen=True)
class Told:
    """A test case: ``tag`` is what it ends with, empty where it passes; ``seconds`` are unknown."""

    name: str
    classname: str
    tag: str = ""
    kind: str = ""
    message: str = ""
    lines: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()


def told_of(results: CheckResults) -> Iterator[Told]:
    """One for each principle, worst first, and one for all waivers that are in trouble.

    A MUST that is violated is a failure, one that is undecided an error. What does not hold anything up is never red: what a
    SHOULD or MAY says, what is waived and what has nothing to apply to counts as skipped, with the reason.
    """
    yield from (_of_principle(result) for result in worst_first(results))
    troubles = tuple(trouble for waiver in results.waivers if (trouble := waiver_trouble(waiver)))
    if troubles:
        yield Told("no waiver is in trouble", "harness", "failure", "waiver", troubles[0], troubles)


def _of_principle(result: PrincipleResult) -> Told:
    tag = _tag(result)
    return Told(
        name=result.title,
        classname=result.id,
        tag=tag,
        kind=result.outcome.value if tag else "",
        message=_message(result) if tag else "",
        lines=tuple(_lines(result)) if tag else (),
        properties=_properties(result),
    )


def _tag(result: PrincipleResult) -> str:
    if result.outcome is Outcome.PASS:
        return ""
    if result.level is not Level.MUST or result.outcome in (Outcome.WAIVED, Outcome.NOT_APPLICABLE):
        return "skipped"
    return "failure" if result.outcome is Outcome.VIOLATION else "error"


def _message(result: PrincipleResult) -> str:
    said = tally_of_findings(result) if result.outcome is Outcome.VIOLATION else result.reason
    return f"{result.outcome} ({result.level}): {said or result.constraint}"


def _lines(result: PrincipleResult) -> Iterator[str]:
    yield result.constraint
    places = by_place(result.counting)
    for finding in places[:_MOST]:
        yield f"{place_of(finding.span)}{f': {finding.note}' if finding.note else ''}"
        yield from (f"  {leg}" for leg in legs(finding))
    more = max(len(places) - _MOST, 0) + result.unlisted_findings
    yield from [f"and {more:,} more"] if more else []
    yield from dict.fromkeys(f"because {doubt.reason}" for doubt in own_doubts(result)[:_MOST])
    yield from (f"{doubt.path}:{doubt.line}: {doubt.kind}: {doubt.reason}" for doubt in file_doubts(result)[:_MOST])
    yield from [f"excused: {excused(result)}"] if excused(result) else []
    yield from [f"why: {result.rationale}"] if result.rationale else []
    yield from [f"what to do: {result.pattern}"] if result.pattern else []


def _properties(result: PrincipleResult) -> tuple[tuple[str, str], ...]:
    return (("level", result.level.value), ("document", str(result.place)), *(("cwe", cwe) for cwe in result.cwes))
