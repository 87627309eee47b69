"""A decision for machines: what the model holds, its id and what a command ends with; the same inputs give the same bytes.

The schema lies in ``docs/decision.schema.json``. When it was decided is in the log only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from harness.domain.base import Frozen
from harness.domain.gate import Decision, DecisionRecord
from harness.reports.decisions._view import DecisionView


def render(decision: Decision, record: DecisionRecord | None, view: DecisionView) -> str:
    """The decision as JSON with a line end; of its lists each member has a line of its own, so that two can be compared."""
    return "{\n" + ",\n".join(f'  "{name}": {text}' for name, text in _fields(decision)) + "\n}\n"


def _fields(decision: Decision) -> Iterator[tuple[str, str]]:
    yield "id", json.dumps(decision.id)
    yield "exit_code", json.dumps(decision.exit_code.value)
    for name in Decision.model_fields:
        value = getattr(decision, name)
        if isinstance(value, tuple):
            yield name, _list(value)
        else:
            yield name, value.model_dump_json() if isinstance(value, Frozen) else json.dumps(value, ensure_ascii=False)


def _list(members: Iterable[Frozen]) -> str:
    lines = ",\n".join(f"    {member.model_dump_json()}" for member in members)
    return f"[\n{lines}\n  ]" if lines else "[]"
