"""A decision for machines: what the model holds, its id and the exit code; the same inputs give the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from harness.domain.gate import Decision
from harness.reports.decisions import json as decision_json
from harness.reports.decisions._view import DecisionView
from tests.reports.decisions.samples import ALL, HELD, IN_SHADOW, REWORK, hostile, recorded

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "decision.schema.json").read_text())


def printed(decision: Decision) -> str:
    return decision_json.render(decision, recorded(decision), DecisionView())


@pytest.mark.parametrize("decision", [*ALL, hostile()])
def test_it_satisfies_the_schema_and_is_the_decision_again(decision: Decision) -> None:
    found = json.loads(printed(decision))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(found, SCHEMA)
    with pytest.raises(jsonschema.ValidationError, match="surprise"):
        jsonschema.validate(found | {"surprise": 1}, SCHEMA)
    assert (found.pop("id"), found.pop("exit_code")) == (decision.id, decision.exit_code)
    assert Decision.model_validate_json(json.dumps(found)) == decision


def test_when_it_was_decided_changes_no_byte() -> None:
    assert printed(REWORK) == decision_json.render(REWORK, None, DecisionView(width=20, log="elsewhere", bundle="b"))


def test_each_member_of_a_list_has_a_line_of_its_own() -> None:
    lines = printed(REWORK).splitlines()
    assert sum(line.startswith('    {"name":') for line in lines) == len(REWORK.facts)
    assert '  "runs": [' in lines


def test_the_exit_code_is_that_of_the_command() -> None:
    assert [json.loads(printed(one))["exit_code"] for one in (REWORK, HELD, IN_SHADOW)] == [3, 5, 0]
