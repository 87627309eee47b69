"""How the figures of a project went on from run to run; one curve lies in ``charts``."""

from __future__ import annotations

from collections.abc import Iterator

from harness.domain.tracing import HistoryLine
from harness.reports._html.markup import element
from harness.reports._html.words import counted
from harness.reports._site.charts import Chart, Point, figure
from harness.reports._site.data import RunLine, SiteData
from harness.reports._site.frame import command, empty, heading, page
from harness.reports._site.places import Section


def trends_page(data: SiteData) -> str:
    """Every figure that there is more than nothing of."""
    drawn = [figure(chart) for chart in charts(data) if chart.points]
    how = ("Each run adds a point, and so does each ", command("harness trace"), " of the whole project.")
    left = element("p", f"{counted(data.more_runs, 'older run')} not shown.", class_="note") if data.more_runs else None
    return page(
        data,
        Section.TRENDS.path,
        Section.TRENDS,
        "Trends",
        heading(
            "Trends",
            below=element("p", "Over all finished runs of this project, oldest first.", class_="lead")
            if drawn
            else None,
        ),
        element("div", *drawn, class_="charts") if drawn else empty("There is nothing to draw yet.", *how),
        left,
    )


def charts(data: SiteData) -> Iterator[Chart]:
    """The curves, what matters most first."""
    runs = [line for line in reversed(data.runs) if not line.interrupted and not line.trouble]
    lines = data.history
    yield Chart(
        "Pass rate",
        "Cards, golden cases and tests that passed, of all in each run.",
        [_of_run(data, one, one.rate) for one in runs if one.rate is not None],
        is_share=True,
    )
    yield Chart(
        "Coverage",
        "Requirements that have a result on their tree, at each trace.",
        [_of_trace(one, one.coverage) for one in lines],
        is_share=True,
    )
    yield Chart(
        "Violations",
        "Places that break a principle, neither waived nor known before.",
        [_of_run(data, one, float(one.violations)) for one in runs if one.violations is not None],
    )
    yield Chart(
        "Untested", "Requirements that nothing shows, at each trace.", [_of_trace(one, one.untested) for one in lines]
    )
    yield Chart(
        "Suspect",
        "Requirements whose words or evidence moved since somebody looked, at each trace.",
        [_of_trace(one, one.suspect) for one in lines],
    )
    yield Chart(
        "Flaky",
        "What passed and failed in one and the same run.",
        [_of_run(data, one, float(one.flaky)) for one in runs if one.rate is not None],
    )


def _of_run(data: SiteData, one: RunLine, value: float | None) -> Point:
    return Point(one.finished, value or 0.0, one.id, data.path_of(f"record {one.id}") or "")


def _of_trace(one: HistoryLine, value: float) -> Point:
    return Point(one.when, float(value), (one.revision or one.tree)[:12])
