"""The JSON Schema of ``run.json``, made from the models; checking a record against it lies with whoever reads one."""

from __future__ import annotations

import json

from harness.domain.results import Run

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def run_schema() -> str:
    """The schema as indented JSON with a line end."""
    schema = {"$schema": DIALECT, **Run.model_json_schema(mode="serialization"), "title": "A run of harness"}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
