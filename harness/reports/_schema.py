"""The JSON Schemas of what is printed for machines, made from the models; checking a file lies with whoever reads one."""

from __future__ import annotations

import json

from harness.domain.base import Frozen
from harness.domain.gate import Decision
from harness.domain.results import Run
from harness.domain.rework import Rework
from harness.domain.tracing import Trace
from harness.domain.verdicts import ExitCode

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def run_schema() -> str:
    """The schema of ``run.json`` as indented JSON with a line end."""
    return _schema(Run, "A run of harness")


def trace_schema() -> str:
    """The schema of what ``harness trace --report json`` prints, in the same way."""
    return _schema(Trace, "A trace of harness")


def rework_schema() -> str:
    """The schema of the ``rework.json`` of a bundle, in the same way."""
    return _schema(Rework, "What a gate of harness sends back")


def decision_schema() -> str:
    """The schema of what ``harness gate --report json`` prints, in the same way."""
    schema = json.loads(_schema(Decision, "A decision of harness"))
    ours = {
        "id": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
        "exit_code": {"enum": [code.value for code in ExitCode]},
    }
    schema["properties"] = ours | schema["properties"]
    schema["required"] = [*ours, *schema["required"]]
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _schema(model: type[Frozen], title: str) -> str:
    schema = {"$schema": DIALECT, **model.model_json_schema(mode="serialization"), "title": title}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
