"""What a trace counts, and which metric has worsened again and again."""

from __future__ import annotations

import pytest

from harness.domain.tracing import EvidenceKind, HistoryLine, Link, Metric, Orphan, RowState, Shown, Trace, TraceRow
from harness.trace.history import line_of, same, worsening
from tests.reports.traces.samples import card, evidence, link, requirement


def row(state: RowState, *links: Link, id: str = "FR-001") -> TraceRow:
    return TraceRow(requirement=requirement(id, "A customer MUST open."), state=state, links=links)


def trace(*rows: TraceRow) -> Trace:
    return Trace(tree="a" * 40, rows=rows)


def line(**counts: float) -> HistoryLine:
    facts = {"when": "2026-11-21T20:00:00Z", "tree": "a" * 40, "requirements": 10, "coverage": 1.0, "pass_rate": 1.0}
    return HistoryLine.model_validate(facts | counts)


def test_a_line_counts_the_requirements_by_their_states():
    states = [RowState.FAILING, RowState.SUSPECT, RowState.UNDECIDED, RowState.UNTESTED, RowState.WAIVED]
    found = line_of(trace(*map(row, states), row(RowState.VERIFIED), row(RowState.VERIFIED)), "now", "b" * 40)
    assert found.requirements == 7
    assert (found.failing, found.suspect, found.undecided, found.untested, found.waived, found.verified) == (
        1,
        1,
        1,
        1,
        1,
        2,
    )
    assert (found.when, found.tree, found.revision) == ("now", "a" * 40, "b" * 40)


def test_only_a_result_on_this_tree_covers_a_requirement():
    rows = [
        row(RowState.UNTESTED, link(card(f"C{at}"), shown), id=f"FR-{at}")
        for at, shown in enumerate([Shown.NOT_RUN, Shown.STALE, Shown.CLAIMED, Shown.PASS, Shown.BLOCKED])
    ]
    found = line_of(trace(*rows), "now")
    assert found.coverage == 0.4
    assert found.pass_rate == 0.5


def test_a_result_counts_once_and_passes_only_if_it_does_for_all_its_requirements():
    both = card("C")
    rows = [
        row(RowState.VERIFIED, link(both, Shown.PASS)),
        row(RowState.UNDECIDED, link(both, Shown.UNDECIDED), id="FR-002"),
    ]
    found = line_of(trace(*rows, row(RowState.VERIFIED, link(card("D"), Shown.PASS), id="FR-003")), "now")
    assert (found.coverage, found.pass_rate) == (1.0, 0.5)


def test_flaky_results_and_orphans_are_counted():
    wavering = link(card("C"), Shown.UNDECIDED, flaky=True)
    orphan = Orphan(evidence=evidence(EvidenceKind.CARD, "X", "testcards/x.md"), claim="FR-9", what="nothing")
    found = line_of(
        trace(row(RowState.UNDECIDED, wavering), row(RowState.UNDECIDED, wavering, id="FR-002")).model_copy(
            update={"orphans": (orphan,)}
        ),
        "now",
    )
    assert (found.flaky, found.orphans) == (1, 1)


def test_nothing_of_nothing_is_nothing():
    found = line_of(trace(), "now")
    assert (found.coverage, found.pass_rate) == (0.0, 0.0)


def test_lines_are_the_same_whenever_they_were_written():
    assert same(line(when="2020-01-01T00:00:00Z", revision="c" * 40), line())
    assert not same(line(tree="b" * 40), line())
    assert not same(line(flaky=1), line())


@pytest.mark.parametrize(
    ("metric", "values", "told"),
    [
        ("coverage", [1.0, 0.9, 0.8, 0.7], True),
        ("coverage", [0.1, 1.0, 0.9, 0.8, 0.7], True),
        ("coverage", [1.0, 0.9, 0.9, 0.8], False),
        ("coverage", [0.7, 0.8, 0.9, 1.0], False),
        ("coverage", [0.9, 0.8, 0.7], False),
        ("coverage", [1.0, 0.9, 0.8, 0.7, 0.7], False),
        ("pass_rate", [1.0, 0.9, 0.8, 0.79], True),
        ("untested", [0, 1, 2, 3], True),
        ("untested", [3, 2, 1, 0], False),
        ("suspect", [4, 5, 6, 7], True),
        ("flaky", [0, 1, 1, 2], False),
        ("flaky", [0, 1, 5, 6], True),
    ],
)
def test_what_worsened_three_times_in_a_row_is_named_with_its_values(metric, values, told):
    found = worsening([line(**{metric: value}) for value in values])
    assert [one.metric for one in found] == ([Metric(metric.replace("_", " "))] if told else [])
    if told:
        assert list(found[0].values) == values[-4:]
