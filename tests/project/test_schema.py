"""The committed JSON Schema of ``run.json`` is the one of today's models, and a recorded run satisfies it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from harness.reports._schema import run_schema
from tests.support.recorded import record_run

COMMITTED = Path(__file__).parents[2] / "docs" / "run.schema.json"


def test_the_committed_schema_is_current() -> None:
    assert COMMITTED.read_text() == run_schema(), "run scripts/schema"


def test_a_recorded_run_satisfies_the_schema(tmp_path: Path) -> None:
    schema = json.loads(COMMITTED.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads((record_run(tmp_path) / "run.json").read_text()), schema)
