"""A trace for machines is the model, whole, with a line for each row."""

from __future__ import annotations

import json

import pytest

from harness.domain.tracing import Trace
from harness.reports.traces import json as as_json
from harness.reports.traces._view import TraceView
from tests.reports.traces.samples import FINE, NOTHING, TRACE, UNREAD, hostile

VIEW = TraceView()


@pytest.mark.parametrize("trace", [TRACE, FINE, NOTHING, UNREAD, hostile()])
def test_it_is_the_trace_and_can_be_read_again(trace: Trace) -> None:
    assert Trace.model_validate_json(as_json.render(trace, VIEW)) == trace


def test_each_row_has_its_own_line() -> None:
    lines = as_json.render(TRACE, VIEW).splitlines()
    rows = [json.loads(line.strip().rstrip(",")) for line in lines if line.startswith('    {"requirement":{')]
    assert [row["state"] for row in rows] == [row.state for row in TRACE.rows]


def test_half_of_a_surrogate_pair_is_written_so_that_it_can_be_stored() -> None:
    trace = hostile("a\ud800b")
    text = as_json.render(trace, VIEW)
    assert json.loads(text.encode())["rows"][0]["requirement"]["id"] == "a\ud800b"
