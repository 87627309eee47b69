"""Reports of fifty thousand findings: twice as many take twice the work, not four times; counted, not timed."""

from __future__ import annotations

import json

import pytest

from harness import reports
from harness.domain.findings import Finding, Outcome, Span, Standing
from harness.domain.places import Place
from harness.domain.results import Run
from harness.plugins import Family
from harness.reports import github, sarif
from harness.reports._view import View
from tests.reports.test_sarif import waiver
from tests.support.findings import checked, result, results
from tests.support.formats import calls_of

REPORTS = Family(reports, apart=("bundles", "decisions", "traces"))
MOST = 50_000
VIEW = View(folder="runs/1")


def found(number: int, standing: Standing = Standing.COUNTS) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            principle="S-1",
            role="violates",
            span=Span(
                path=f"src/{at % 500:03}.py", line=at + 1, end_line=at + 1, end_column=5, start=at * 5, end=at * 5 + 4
            ),
            technique="pattern forbid",
            lines=("eval",),
            fingerprint=f"{at:024x}",
            standing=standing,
        )
        for at in range(number)
    )


def a_run(number: int) -> Run:
    """So many findings, of which a half is waived, each by a waiver of its own."""
    waived = found(number // 2, Standing.WAIVED)
    waivers = tuple(
        waiver(
            principle="S-2", path=one.span.path, line=one.span.line, place=Place(path=one.span.path, line=one.span.line)
        )
        for one in waived
    )
    return checked(
        results(
            result("S-1", Outcome.VIOLATION, *found(number // 2)),
            result("S-2", Outcome.WAIVED, *(one.model_copy(update={"principle": "S-2"}) for one in waived)),
            waivers=waivers,
        )
    )


@pytest.mark.parametrize("name", ["sarif", "gitlab", "rdjson", "junit", "markdown", "github"])
def test_twice_as_many_findings_take_twice_the_work(name: str) -> None:
    report = REPORTS.load(name)
    small, large = a_run(1_500), a_run(3_000)
    report.render(small, VIEW)
    calls = [calls_of(lambda run=run: report.render(run, VIEW)) for run in (small, large)]
    assert calls[1] < 2.3 * calls[0]


@pytest.mark.long
def test_fifty_thousand_findings_are_reported() -> None:
    run = a_run(MOST)
    log = json.loads(sarif.render(run, VIEW))["runs"][0]
    assert len(log["results"]) == 5_000
    assert "5,000 of 50,000" in json.dumps(log["invocations"])
    assert github.render(run, VIEW).count("::error ") == 10
    assert len(github.summary(run, VIEW, 1_000_000).encode()) <= 1_000_000
