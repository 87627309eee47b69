"""Tasks out of golden cases, principles, tests and requirements; those of cards lie beside it."""

from __future__ import annotations

import shlex

from harness.domain.findings import Finding, PrincipleResult
from harness.domain.gate import Item
from harness.domain.golden import CHANGED, CaseResult, Difference
from harness.domain.places import Place
from harness.domain.principles import Level, Principle
from harness.domain.requirements import Requirement
from harness.domain.rework import FailedStep, Spot, StatedRequirement, Task, TaskKind
from harness.reports._agent import good_sample, instruction
from harness.reports._excerpt import excerpt
from harness.reports._flow import legs
from harness.reports._golden_rows import as_diff
from harness.reports._lines import cut
from harness.reports._observed import quoted
from harness.reports._principles import by_place

LONGEST = 1_000
_WIDTH = 120
_MOST_SPOTS = 10
_MOST_DIFFERENCES = 8
_MOST_ROWS = 24
_NOT_YOURS = "this is for people to settle: leave it as it is, and say so in your answer"
_RESTORE = (
    "bring back what it did; where a requirement asks for what it does now, say which, and let a person accept that"
)


def stated(one: Requirement) -> StatedRequirement:
    """A requirement in its own words."""
    text = cut(" ".join(one.text.split()), LONGEST)
    return StatedRequirement(id=one.qualified, level=one.level, text=text, place=one.place)


def principle_task(result: PrincipleResult, principle: Principle | None) -> Task:
    """What a principle asks for that does not hold."""
    findings = by_place(result.counting)
    sample = good_sample(principle)
    return Task(
        kind=TaskKind.PRINCIPLE,
        id=result.id,
        title=cut(result.title, LONGEST),
        level=result.level,
        wrong=str(result.outcome) if result.counting else cut(f"{result.outcome}: {result.reason}", LONGEST),
        do=instruction(result),
        constraint=cut(result.constraint, LONGEST),
        pattern=cut(result.pattern, LONGEST),
        rationale=cut(result.rationale, LONGEST),
        sample=quoted("", sample.text.rstrip("\n").split("\n")).lines if sample else (),
        spots=tuple(map(_spot, findings[:_MOST_SPOTS])),
        more=max(len(findings) - _MOST_SPOTS, 0) + result.unlisted_findings,
        command=f"harness check --explain {shlex.quote(result.id)}",
    )


def _spot(finding: Finding) -> Spot:
    fix = quoted("", finding.fix.text.rstrip("\n").split("\n")).lines if finding.fix else ()
    return Spot(
        place=Place(path=finding.span.path, line=finding.span.line),
        symbol=finding.symbol,
        note=cut(finding.note, LONGEST),
        lines=tuple(str(row) for row in excerpt(finding, _WIDTH)),
        way=tuple(str(leg) for leg in legs(finding)),
        instead=fix,
    )


def case_task(case: CaseResult, requirements: tuple[StatedRequirement, ...]) -> Task:
    """What a golden case asks for that behaves otherwise."""
    shown = case.differences[:_MOST_DIFFERENCES]
    return Task(
        kind=TaskKind.GOLDEN,
        id=case.id,
        title=cut(case.title, LONGEST),
        level=requirements[0].level if requirements else None,
        wrong=cut(f"{case.outcome}: {case.reason}" if case.reason else str(case.outcome), LONGEST),
        do=_RESTORE if case.outcome in CHANGED else _NOT_YOURS,
        requirements=requirements,
        steps=tuple(
            FailedStep(place=Place(path=case.path, line=case.line_of(place)), name=place or "the case", text="")
            for place in dict.fromkeys(one.place for one in shown)
        ),
        difference=tuple(line for one in shown for line in _diff(one)),
        more=len(case.differences) - len(shown) + case.more_differences,
        command=f"harness golden check {shlex.quote(case.id)}",
    )


def _diff(one: Difference) -> tuple[str, ...]:
    """A difference as a unified diff: the golden is the older side."""
    rows = quoted("", list(as_diff(one, _MOST_ROWS))).lines
    return (f"--- golden: {one}", f"+++ received: {one} ({one.kind})", *rows)


def test_task(item: Item, id: str, requirements: tuple[StatedRequirement, ...]) -> Task:
    """What a test in Python asks for that failed."""
    return Task(
        kind=TaskKind.TEST,
        id=id,
        wrong=cut(" ".join(item.what.split()) or "it failed", LONGEST),
        do="change the product so that the test passes; leave the test as it is",
        requirements=requirements,
        spots=(Spot(place=item.place),) if item.place else (),
        command=f"python -m pytest {shlex.quote(id)}",
    )


def requirement_task(one: StatedRequirement, shown: bool) -> Task:
    """What a requirement asks for by itself: that something shows it, or that what shows it passes."""
    wrong = "what shows it does not pass" if shown else "nothing shows it on this tree"
    do = (
        "make the product do what it says"
        if shown
        else "show it: a test card, or a test in Python that is marked with it"
    )
    return Task(
        kind=TaskKind.REQUIREMENT,
        id=one.id,
        level=one.level,
        wrong=wrong,
        do=do,
        requirements=(one,),
        command=f"harness trace show {shlex.quote(one.id)}",
    )


def other_task(item: Item, what: str) -> Task:
    """What nobody who does the work can settle."""
    return Task(
        kind=TaskKind.OTHER,
        id=item.key if item.key not in what else "",
        level=Level.MUST,
        wrong=cut(" ".join(what.split()), LONGEST),
        do=_NOT_YOURS,
        spots=(Spot(place=item.place),) if item.place else (),
    )
