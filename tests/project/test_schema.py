"""The committed JSON Schemas are those of today's models; a recorded run and a printed trace satisfy them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from harness.domain.tracing import Trace
from harness.reports._schema import decision_schema, rework_schema, run_schema, trace_schema
from harness.reports.traces import json as trace_json
from harness.reports.traces._view import TraceView
from tests.reports.traces.samples import NOTHING, TRACE, UNREAD, hostile
from tests.support.recorded import record_run

DOCS = Path(__file__).parents[2] / "docs"
COMMITTED = DOCS / "run.schema.json"
OF_A_TRACE = DOCS / "trace.schema.json"
OF_REWORK = DOCS / "rework.schema.json"
OF_A_DECISION = DOCS / "decision.schema.json"


def test_the_committed_schema_is_current() -> None:
    assert COMMITTED.read_text() == run_schema(), "run scripts/schema"
    assert OF_A_TRACE.read_text() == trace_schema(), "run scripts/schema"
    assert OF_REWORK.read_text() == rework_schema(), "run scripts/schema"
    assert OF_A_DECISION.read_text() == decision_schema(), "run scripts/schema"


def test_a_recorded_run_satisfies_the_schema(tmp_path: Path) -> None:
    schema = json.loads(COMMITTED.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads((record_run(tmp_path) / "run.json").read_text()), schema)


@pytest.mark.parametrize("trace", [TRACE, NOTHING, UNREAD, hostile()])
def test_a_printed_trace_satisfies_the_schema(trace: Trace) -> None:
    schema = json.loads(OF_A_TRACE.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    printed = json.loads(trace_json.render(trace, TraceView()))
    jsonschema.validate(printed, schema)
    with pytest.raises(jsonschema.ValidationError, match="surprise"):
        jsonschema.validate(printed | {"surprise": 1}, schema)
